"""Citations of legal texts are read in English where the page is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ckanext.bacgiang.law.citing import cited

ROOT = Path(__file__).parents[3] / "ckanext" / "bacgiang"
# What stays: numbers of texts, and the letter đ of a point.
NUMBER = re.compile(r"(?<=point )đ|[\w/]+/(?:NĐ|QĐ|TT|NQ)-\w+|[\w/]+/QH\d+|[\w/]+-UBTVQH\d+")


@pytest.mark.parametrize(
    ("vietnamese", "english"),
    [
        ("NĐ 47/2020/NĐ-CP Điều 20 khoản 3", "Decree 47/2020/NĐ-CP Article 20 clause 3"),
        (
            "Quy chế kèm theo QĐ 47/2022/QĐ-UBND Điều 4 khoản 2; Điều 13 khoản 1",
            "Regulation issued with Decision 47/2022/QĐ-UBND Article 4 clause 2;"
            " Article 13 clause 1",
        ),
        ("Quy ước của Cổng", "Convention of this portal"),
        ("TT 24/2011/TT-BTTTT Điều 4 (mô tả)", "Circular 24/2011/TT-BTTTT Article 4 (description)"),
    ],
)
def test_a_citation_is_read_in_either_language(vietnamese: str, english: str) -> None:
    assert cited(vietnamese, "vi") == vietnamese
    assert cited(vietnamese, "en") == english


def test_no_citation_of_the_portal_keeps_a_vietnamese_word_in_english() -> None:
    files = [*ROOT.glob("schemas/*.yaml"), *ROOT.glob("law/profiles/*.yaml")]
    files += ROOT.glob("vocabularies/data/*.yaml")
    pattern = re.compile(r"(?:basis|citation|article): *\"?([^\"}\n]+)")
    found = {text for path in files for text in pattern.findall(path.read_text("utf-8"))}
    assert len(found) > 50
    left = {text for text in found if re.search(r"[à-ỹđĐ]", NUMBER.sub("", cited(text, "en")))}
    assert left == set()
