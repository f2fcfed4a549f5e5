"""E-mail addresses, as the library ``email-validator`` reads them; no mail server is asked."""

from __future__ import annotations

import re

from email_validator import EmailNotValidError, validate_email

MAX_CHARACTERS = 320
"""Longest address with what may stand around it; a longer text is none."""

_LINK = re.compile(r"mailto:([^?]*)(?:\?.*)?", re.IGNORECASE)


def mail_address(text: str, *, international: bool = False) -> str:
    """Return the one e-mail address in ``text``, empty where it is none.

    "mailto:" before it and angle brackets around it are taken off, the domain is in small letters.
    Letters outside ASCII stand before the @ only where ``international`` allows them: many mail
    servers refuse them.
    """
    bare = text.strip()
    if len(bare) > MAX_CHARACTERS:
        return ""
    if bare.startswith("<") and bare.endswith(">"):
        bare = bare[1:-1].strip()
    if found := _LINK.fullmatch(bare):
        bare = found[1].strip()
    try:
        known = validate_email(bare, check_deliverability=False, allow_smtputf8=international)
    except EmailNotValidError:
        return ""
    return f"{known.local_part}@{known.ascii_domain or known.domain}"
