"""The documentation of the schemas' fields, made out of the schemas themselves.

python -m dev.fields          write docs/fields.md
python -m dev.fields check    exit 1 where it is not what the schemas say
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from ckanext.bacgiang.catalogue.fields import TYPES, Field, Obligation, schema
from ckanext.bacgiang.vocabularies.terms import vocabulary

PAGE = Path(__file__).resolve().parent.parent / "docs" / "fields.md"

HEAD = """# The fields of the catalogue

Made by `python -m dev.fields` out of `ckanext/bacgiang/schemas/*.yaml`; a test holds it current.

| obligation | meaning |
|---|---|
| required | every entry has it; a draft may wait for all but title and agency |
| to publish | owed from the day of publication on |
| recommended | the law or good practice asks for it, nothing is refused without it |
| optional | where it applies |
| system | kept by the portal itself |

The basis is the article that asks for the field. "NĐ" is a decree (nghị định), "QĐ" a decision,
"TT" a circular, "Quy chế" the regulation issued with Decision 47/2022/QĐ-UBND of Bắc Giang;
"Quy ước của Cổng" is the portal's own convention, not law.
"""
TITLES = {
    "dataset": "Tập dữ liệu mở (open dataset)",
    "shared_database": "Cơ sở dữ liệu dùng chung (shared database)",
    "data_service": "Dịch vụ chia sẻ dữ liệu (data-sharing service)",
    "organization": "Cơ quan, đơn vị (organisation)",
}
COLUMNS = "| field | nhãn | label | obligation | basis | values |\n|---|---|---|---|---|---|"
OBLIGATIONS = {Obligation.TO_PUBLISH: "to publish"}


def page() -> str:
    """Return the whole page."""
    return "\n".join([HEAD, *(line for kind in TYPES for line in _section(kind)), *_lists()]) + "\n"


def _section(kind: str) -> Iterator[str]:
    found = schema(kind)
    yield f"## `{kind}`: {TITLES[kind]}\n"
    yield f"{found.about}.\n"
    yield COLUMNS
    yield from _rows(found.fields)
    if found.resources:
        yield _row("resources", found.resources)
    if found.resource_fields:
        yield f"\n### Files of `{kind}`\n"
        yield COLUMNS
        yield from _rows(found.resource_fields)
    yield ""


def _rows(fields: tuple[Field, ...]) -> Iterator[str]:
    for field in fields:
        yield _row(field.name, field)
        for part in field.rows:
            yield _row(f"{field.name}[].{part.name}", part)


def _row(name: str, field: Field) -> str:
    owed = OBLIGATIONS.get(field.obligation, str(field.obligation))
    if field.for_classes:
        owed += f" ({', '.join(field.for_classes)})"
    for word, conditions in (("when", field.needed_when), ("unless", field.needed_unless)):
        for other, values_of in conditions:
            owed += f" ({word} `{other}` is {' or '.join(values_of)})"
    values = f"[{field.vocabulary}](#{field.vocabulary})" if field.vocabulary else ""
    if field.kept_by:
        values = f"kept by `{field.kept_by}`"
    cells = (f"`{name}`", field.label_vi, field.label_en, owed, field.basis, values)
    return f"| {' | '.join(cells)} |"


def _lists() -> Iterator[str]:
    """Yield each controlled list that a field names, with its source and values."""
    named = {
        one.vocabulary
        for kind in TYPES
        for field in (*schema(kind).fields, *schema(kind).resource_fields)
        for one in (field, *field.rows)
        if one.vocabulary
    }
    yield "# The controlled lists\n"
    for name in sorted(named):
        found = vocabulary(name)
        yield f"## {name}\n"
        yield f"{found.title_vi}. {found.source}.\n"
        yield "| code | tiếng Việt | English |\n|---|---|---|"
        for term in found:
            yield f"| `{term.code}` | {term.vi} | {term.en} |"
        yield ""


def main(arguments: list[str]) -> int:
    """Write the page, or check it; return the exit code."""
    if arguments == ["check"]:
        current = PAGE.is_file() and PAGE.read_text(encoding="utf-8") == page()
        if not current:
            print("docs/fields.md is not what the schemas say: python -m dev.fields")
        return int(not current)
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
