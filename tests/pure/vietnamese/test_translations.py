"""The Vietnamese of the portal is complete and keeps the placeholders and tags of the English."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[3]
OWN = ROOT / "ckanext/bacgiang/i18n"
PLATFORM = ROOT / "ckanext/bacgiang/vietnamese/i18n"

PLACEHOLDER = re.compile(r"%\(\w+\)[sdrif]|%[sdrif%]|\{[^{}\s]*\}")
TAG = re.compile(r"<[^>]+>")
# What a tooltip says is translated, although it stands inside a tag.
TOOLTIP = re.compile(r' title="[^"]*"')
# "hoà", "khoá", "thuỷ": the law texts put the mark on the first vowel. After q, u is no vowel.
LATE_TONE = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?!\w)", re.IGNORECASE)


def vietnamese(folder: Path, domain: str) -> polib.POFile:
    return polib.pofile(str(folder / "vi/LC_MESSAGES" / f"{domain}.po"))


def text(entry: polib.POEntry) -> str:
    return str(entry.msgstr or entry.msgstr_plural.get(0, ""))


@pytest.fixture(
    scope="module",
    params=[(OWN, "ckanext-bacgiang"), (PLATFORM, "ckanext-bacgiang_vi")],
    ids=lambda param: param[1],
)
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    return vietnamese(*request.param)


def breakers(
    catalogue: polib.POFile, breaks: Callable[[str, str, polib.POEntry], object]
) -> dict[str, str]:
    return {e.msgid: text(e) for e in catalogue if text(e) and breaks(e.msgid, text(e), e)}


def test_every_message_is_translated(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue if not text(entry) or entry.fuzzy] == []


def test_placeholders_are_those_of_the_english(catalogue: polib.POFile) -> None:
    def breaks(english: str, vi: str, entry: polib.POEntry) -> bool:
        # A plural may name a number that its singular leaves out: "one character", "%(num)d …".
        wanted = [sorted(PLACEHOLDER.findall(t)) for t in (english, entry.msgid_plural) if t]
        return sorted(PLACEHOLDER.findall(vi)) not in wanted

    assert breakers(catalogue, breaks) == {}


def test_placeholders_without_names_keep_their_order(catalogue: polib.POFile) -> None:
    def breaks(english: str, vi: str, entry: polib.POEntry) -> bool:
        def unnamed(t: str) -> list[str]:
            return re.findall(r"%[sdrif]|\{\}", t)

        return unnamed(english) != unnamed(vi)

    assert breakers(catalogue, breaks) == {}


def test_tags_are_those_of_the_english(catalogue: polib.POFile) -> None:
    def tags(t: str) -> list[str]:
        return sorted(TAG.findall(TOOLTIP.sub("", t)))

    assert breakers(catalogue, lambda english, vi, _: tags(english) != tags(vi)) == {}


def test_space_at_either_end_is_kept(catalogue: polib.POFile) -> None:
    def ends(t: str) -> tuple[bool, bool]:
        return t[:1].isspace(), t[-1:].isspace()

    assert breakers(catalogue, lambda english, vi, _: ends(english) != ends(vi)) == {}


def test_questions_and_colons_stay_what_they_are(catalogue: polib.POFile) -> None:
    def breaks(english: str, vi: str, entry: polib.POEntry) -> bool:
        return any(english.endswith(mark) and not vi.endswith(mark) for mark in "?:")

    assert breakers(catalogue, breaks) == {}


def test_letters_are_composed_and_marked_as_in_the_law_texts(catalogue: polib.POFile) -> None:
    def breaks(english: str, vi: str, entry: polib.POEntry) -> bool:
        return unicodedata.normalize("NFC", vi) != vi or bool(LATE_TONE.search(vi))

    assert breakers(catalogue, breaks) == {}


def test_there_is_one_plural_form(catalogue: polib.POFile) -> None:
    assert catalogue.metadata["Plural-Forms"] == "nplurals=1; plural=0;"
    assert [e.msgid for e in catalogue if e.msgid_plural and list(e.msgstr_plural) != [0]] == []


@pytest.mark.parametrize(
    ("folder", "domain"), [(OWN, "ckanext-bacgiang"), (PLATFORM, "ckanext-bacgiang_vi")]
)
def test_compiled_catalogue_is_the_one_that_is_read(folder: Path, domain: str) -> None:
    """A stale file means: run ``python -m dev.i18n``."""
    compiled = folder / "vi/LC_MESSAGES" / f"{domain}.mo"
    assert compiled.read_bytes() == vietnamese(folder, domain).to_binary()


def test_what_the_features_wrote_is_in_the_catalogue() -> None:
    """A difference means: run ``python -m dev.i18n``."""
    merged = {entry.msgid: text(entry) for entry in vietnamese(OWN, "ckanext-bacgiang")}
    missing = {
        f"{path.name}: {entry.msgid}"
        for path in sorted((OWN / "parts").glob("*.po"))
        for entry in polib.pofile(str(path))
        if merged.get(entry.msgid) != text(entry)
    }
    assert missing == set()


def test_messages_of_javascript_are_marked_as_such_in_the_template() -> None:
    """The template decides which messages reach the browser."""
    template = polib.pofile(str(PLATFORM / "ckanext-bacgiang_vi.pot"))
    in_javascript = {
        entry.msgid
        for entry in template
        if any(place.endswith(".js") for place, _line in entry.occurrences)
    }
    assert {"Please Confirm", "Upload", "Searching...", "Copy to clipboard"} <= in_javascript


def test_name_of_a_downloaded_file_fits_into_a_header() -> None:
    """CKAN puts this word into a Content-Disposition header, which takes Latin-1 alone."""
    entry = vietnamese(PLATFORM, "ckanext-bacgiang_vi").find("members")
    assert entry is not None
    assert text(entry).isascii()
