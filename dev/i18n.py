"""The translations: extract the messages, merge what the features wrote, compile, and check.

    python -m dev.i18n           bring every catalogue up to date
    python -m dev.i18n check     exit 1 and name what is untranslated, stale or contradictory

``ckanext-bacgiang`` holds the project's own messages; each feature writes its Vietnamese into a
file of its own under ``i18n/parts``. ``ckanext-bacgiang_vi`` holds the messages of CKAN and of the
extensions the portal builds on; its ``.po`` is edited by hand, as is the English of
``ckanext-bacgiang``: names that CKAN makes out of codes ("Shared_Database"). Runs in the project's
virtual environment: the messages are read from the packages installed there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import polib
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from ckan.lib.extract import extract_ckan

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "ckanext" / "bacgiang"
PARTS = OWN / "i18n" / "parts"
ENGLISH = OWN / "i18n" / "en" / "LC_MESSAGES" / "ckanext-bacgiang.po"
PLATFORM = OWN / "vietnamese"

# The extensions whose pages the portal shows. CKAN's own template knows most of its messages.
EXTENSIONS = (
    "activity",
    "datastore",
    "datatablesview",
    "dcat",
    "imageview",
    "resourceproxy",
    "scheming",
    "stats",
    "textview",
    "tracking",
)
KEYWORDS = {**DEFAULT_KEYWORDS, "ungettext": (1, 2), "N_": None}
SKIPPED = {"tests", "test", "vendor", "migration", "2.8_templates", "node_modules"}
HEADER = {
    "Project-Id-Version": "ckanext-bacgiang",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
}
VIETNAMESE = {**HEADER, "Language": "vi", "Plural-Forms": "nplurals=1; plural=0;"}


@dataclass(slots=True)
class Message:
    """One message: its English, where it stands, its Vietnamese, and the translator's remark."""

    plural: str = ""
    places: dict[str, None] = field(default_factory=dict)
    comment: str = ""
    text: str = ""
    remark: str = ""


Messages = dict[str, Message]


def own_messages() -> Messages:
    """Return the project's own messages, untranslated, by their English."""
    messages: Messages = {}
    _read_folder(messages, OWN, ROOT, skipped=PLATFORM)
    return messages


def platform_messages() -> Messages:
    """Return the messages of CKAN and its extensions as installed, untranslated.

    They come from CKAN's published template, from the installed sources (which know messages the
    template lacks), from our templates in their place, and from the list of those that are looked
    up under a computed name.
    """
    ckan = _package("ckan")
    messages: Messages = {}
    _read_template(messages, ckan / "i18n" / "ckan.pot")
    _read_folder(messages, ckan, ckan.parent)
    for name in EXTENSIONS:
        folder = _package(f"ckanext.{name}")
        _read_folder(messages, folder, folder.parent.parent)
    _read_folder(messages, PLATFORM, ROOT)
    _read_template(messages, PLATFORM / "computed.pot")
    return messages


def translate(messages: Messages, sources: Iterable[Path]) -> list[str]:
    """Put the Vietnamese of ``sources`` (.po files) into ``messages``; return what is wrong.

    Wrong is a translation of a message nobody uses any more, a message that two files translate
    differently, and one that no file translates.
    """
    faults: list[str] = []
    given: dict[str, str] = {}
    for path in sources:
        for entry in polib.pofile(str(path)):
            message = messages.get(entry.msgid)
            text = entry.msgstr or entry.msgstr_plural.get(0, "")
            if message is None:
                faults.append(f"{path.name}: not used any more: {entry.msgid!r}")
            elif message.text not in ("", text):
                names = f"{given[entry.msgid]}, {path.name}"
                faults.append(f"{names}: translated in two ways: {entry.msgid!r}")
            else:
                message.text, message.remark = text, entry.tcomment
                given[entry.msgid] = path.name
    return faults + [f"not translated: {id_!r}" for id_, m in messages.items() if not m.text]


def wanted() -> Iterator[tuple[dict[Path, bytes], list[str]]]:
    """Yield, for each catalogue, the files it should consist of and what is wrong with it.

    What CKAN says too needs no translation by a feature: the platform's catalogue has it.
    """
    platform, folder, domain = platform_messages(), PLATFORM / "i18n", "ckanext-bacgiang_vi"
    path = _catalogue(folder, domain)
    faults = translate(platform, [path] if path.is_file() else [])
    yield _files(platform, folder, domain), faults
    own, parts = own_messages(), sorted(PARTS.glob("*.po"))
    written = {entry.msgid for part in parts for entry in polib.pofile(str(part))}
    own = {id_: m for id_, m in own.items() if id_ in written or id_ not in platform}
    faults = translate(own, parts)
    yield _files(own, OWN / "i18n", "ckanext-bacgiang"), faults
    english = polib.pofile(str(ENGLISH))
    faults = [f"en: not used any more: {e.msgid!r}" for e in english if e.msgid not in platform]
    yield {ENGLISH.with_suffix(".mo"): english.to_binary()}, faults


def update() -> list[str]:
    """Write every template, catalogue and compiled catalogue; return what is still wrong."""
    faults = []
    for files, problems in wanted():
        faults += problems
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    return faults


def check() -> list[str]:
    """Return what is wrong with the messages, and every file ``update`` would change."""
    faults = []
    for files, problems in wanted():
        faults += problems
        for path, content in files.items():
            if not path.is_file() or path.read_bytes() != content:
                faults.append(f"{path.relative_to(ROOT)}: out of date, run: python -m dev.i18n")
    return faults


def _files(messages: Messages, folder: Path, domain: str) -> dict[Path, bytes]:
    template = _po_file(messages, HEADER, translated=False)
    catalogue = _po_file(messages, VIETNAMESE, translated=True)
    path = _catalogue(folder, domain)
    return {
        folder / f"{domain}.pot": f"{template}\n".encode(),
        path: f"{catalogue}\n".encode(),
        path.with_suffix(".mo"): catalogue.to_binary(),
    }


def _catalogue(folder: Path, domain: str) -> Path:
    return folder / "vi" / "LC_MESSAGES" / f"{domain}.po"


def _po_file(messages: Messages, header: dict[str, str], translated: bool) -> polib.POFile:
    file = polib.POFile(wrapwidth=98)
    file.metadata = dict(header)
    for msgid, message in messages.items():
        entry = polib.POEntry(msgid=msgid, msgid_plural=message.plural, comment=message.comment)
        entry.occurrences = [(place, "") for place in message.places]
        text = message.text if translated else ""
        entry.tcomment = message.remark if translated else ""
        if message.plural:
            entry.msgstr_plural = {0: text} if translated else {0: "", 1: ""}
        else:
            entry.msgstr = text
        file.append(entry)
    return file


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or not spec.submodule_search_locations:
        raise SystemExit(f"{name} is not installed here")
    return Path(next(iter(spec.submodule_search_locations)))


def _read_template(messages: Messages, path: Path) -> None:
    for entry in polib.pofile(str(path)):
        for place, _line in entry.occurrences:
            _add(messages, entry.msgid, entry.msgid_plural, place, entry.comment)


def _read_folder(messages: Messages, folder: Path, base: Path, skipped: Path | None = None) -> None:
    for path in sorted(folder.rglob("*")):
        method = _method(path)
        if SKIPPED.intersection(path.relative_to(folder).parts) or method is None:
            continue
        if skipped is not None and path.is_relative_to(skipped):
            continue
        place = path.relative_to(base).as_posix()
        with path.open("rb") as stream:
            for _line, found, comments, _context in extract(
                method, stream, KEYWORDS, ["TRANSLATORS:"], strip_comment_tags=True
            ):
                texts = [found] if isinstance(found, str) else [text for text in found if text]
                if texts and texts[0]:
                    plural = texts[1] if len(texts) > 1 else ""
                    _add(messages, texts[0], plural, place, "\n".join(comments))


def _method(path: Path) -> Any:
    if path.suffix == ".py":
        return "python"
    if path.suffix == ".js" and ".min." not in path.name:
        return "javascript"
    if path.suffix in (".html", ".txt", ".xml") and "templates" in path.parts:
        return extract_ckan
    return None


def _add(messages: Messages, msgid: str, plural: str, place: str, comment: str) -> None:
    message = messages.setdefault(msgid, Message())
    message.plural = message.plural or plural
    message.comment = message.comment or comment
    message.places[place] = None


def main(words: list[str]) -> int:
    """Run one verb; return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m dev.i18n")
    parser.add_argument("verb", nargs="?", choices=("update", "check"), default="update")
    faults = check() if parser.parse_args(words).verb == "check" else update()
    print("\n".join(faults) or "The translations are complete.")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
