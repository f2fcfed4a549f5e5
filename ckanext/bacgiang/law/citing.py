"""Citations of legal texts, which are kept in Vietnamese, for readers of English.

Numbers and signs of the texts ("47/2020/NĐ-CP") are their names and stay.
"""

from __future__ import annotations

import re

_ENGLISH = {
    "Quy chế kèm theo": "Regulation issued with",
    "Quy chế kèm": "Regulation issued with",
    "Quy ước của Cổng": "Convention of this portal",
    "Nghị định": "Decree",
    "Nghị quyết": "Resolution",
    "Quyết định": "Decision",
    "Thông tư": "Circular",
    "Luật": "Law",
    "NĐ": "Decree",
    "NQ": "Resolution",
    "QĐ": "Decision",
    "TT": "Circular",
    "Điều": "Article",
    "khoản": "clause",
    "điểm": "point",
    "sửa bởi": "amended by",
    "phạm vi": "coverage",
    "tiêu đề": "title",
    "mô tả": "description",
    "định dạng": "format",
    "định danh": "identifier",
    "ngôn ngữ": "language",
    "liên kết": "relation",
    "cơ quan ban hành": "publisher",
    "chủ đề": "subject",
    "thời gian": "date",
    "người tạo": "creator",
}
# Whole words only, and never inside the number of a text.
_WORDS = re.compile(r"(?<![\w/-])(?:" + "|".join(_ENGLISH) + r")(?![\w/-])")


def cited(citation: str, language: str) -> str:
    """Return the citation in Vietnamese as it is, in any other language in English.

    "NĐ 47/2020/NĐ-CP Điều 20 khoản 3" gives "Decree 47/2020/NĐ-CP Article 20 clause 3".
    """
    if language.startswith("vi"):
        return citation
    return _WORDS.sub(lambda found: _ENGLISH[found.group()], citation)
