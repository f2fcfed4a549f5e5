"""Passwords that anybody would guess are refused."""

from __future__ import annotations

from typing import Any

import ckan.plugins.toolkit as tk
from ckan.types import Context, FlattenDataDict, FlattenErrorDict, FlattenKey
from zxcvbn import zxcvbn

MIN_LENGTH = 8
"""Characters; CKAN's own rule."""

SCORE = "ckanext.bacgiang.access.password_score"
"""Option: the least of zxcvbn's 0 to 4; below 2, a million guesses find the password."""

_LOOKED_AT = 40
_PLACES = ("bacgiang", "bac giang", "matkhau", "mat khau", "vietnam", "dulieu", "opendata")


def user_password_validator(
    key: FlattenKey, data: FlattenDataDict, errors: FlattenErrorDict, context: Context
) -> None:
    """Refuse a password that is short, common, or made of the person's own name or address."""
    password = data[key]
    if password is tk.missing or password == "":
        return
    problem = weakness(password, known_of(data, context))
    if problem:
        errors["password",].append(problem)


def weakness(password: Any, known: list[str]) -> str:
    """Return why a password is refused, an empty text where it is taken.

    ``known`` are words that whoever guesses knows of the person.
    """
    if not isinstance(password, str):
        return str(tk._("Passwords must be strings"))
    if len(password) < MIN_LENGTH:
        return str(tk._("Your password must be 8 characters or longer"))
    words = [word.lower() for word in known if word]
    if any(password.lower() == word for word in words):
        return str(tk._("The password is your own name or address; choose another"))
    parts = [part for word in words for part in word.replace("@", " ").replace(".", " ").split()]
    judged = zxcvbn(password[:_LOOKED_AT], user_inputs=[*words, *parts, *_PLACES])
    if judged["score"] < int(tk.config[SCORE]):
        return str(tk._("The password is easy to guess; take several words that belong together"
                        " for you alone"))  # fmt: skip
    return ""


def known_of(data: FlattenDataDict, context: Context) -> list[str]:
    """Return the names and addresses of the person whose password is set."""
    user = context.get("user_obj")
    sent = [data.get((name,)) for name in ("name", "fullname", "email")]
    stored = [user.name, user.fullname, user.email] if user else []
    return [word for word in [*sent, *stored] if isinstance(word, str)]
