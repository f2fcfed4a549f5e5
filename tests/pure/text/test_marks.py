"""Runs of combining marks are cut before normalisation sorts them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ckanext.bacgiang.catalogue import text
from ckanext.bacgiang.text.marks import LONGEST_RUN, short_runs

MARKS = "\u0316\u0301\u0344\u0f73\uff9e\U0001d165"


def _longest_run(written: str) -> int:
    longest = run = 0
    for letter in unicodedata.normalize("NFKD", written):
        run = run + 1 if unicodedata.combining(letter) else 0
        longest = max(longest, run)
    return longest


@given(st.text(alphabet="ae\u1ec7 .\u200b" + MARKS, max_size=400))
def test_no_text_keeps_a_long_run_of_marks(written: str) -> None:
    # A mark may be made of two, a letter carries two of its own.
    assert _longest_run(short_runs(written)) <= 2 * LONGEST_RUN + 2


@given(st.text(alphabet="aeệộ\u0301\u0323 .đ", max_size=60))
def test_a_text_without_long_runs_stays_as_it_is(written: str) -> None:
    if _longest_run(written) <= LONGEST_RUN:
        assert short_runs(written) == written


@pytest.mark.parametrize("normal", [text.clean, text.fold])
def test_what_is_normalised_has_short_runs(
    normal: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []

    def normalize(form: str, written: str) -> str:
        seen.append(written)
        return unicodedata.normalize(form, written)

    watched = SimpleNamespace(normalize=normalize, combining=unicodedata.combining)
    monkeypatch.setattr(text, "unicodedata", watched)
    normal("a" + "\u0316\u0301" * 500)
    assert seen
    assert max(map(_longest_run, seen)) <= 2 * LONGEST_RUN + 2


def test_invisible_characters_between_marks_do_not_hide_a_run() -> None:
    assert _longest_run(text.clean("a" + "\u0316\u200b\u0301" * 500)) <= LONGEST_RUN
