"""What a text in Markdown would cost is counted before it is rendered."""

from __future__ import annotations

import pytest

from ckanext.bacgiang.text.markdown_work import (
    MAX_CHARACTERS,
    MAX_NESTING,
    first_words,
    is_too_much,
)


@pytest.mark.parametrize(
    "text",
    [
        "[" * 9000,
        "![" * 4500,
        "`" * 9000,
        "_a " * 3000,
        "1. " * 100,
        "- " * 100,
        ">" * 100,
        "> " * 100,
        ">*    " * 100,
        "- >" * 100,
        "\n".join("    " * level + "- a" for level in range(40)),
        "[a]: b\n" * 200,
        "a\n" * 2000,
        "x" * (MAX_CHARACTERS + 1),
    ],
)
def test_what_a_renderer_would_look_at_again_and_again_is_too_much(text: str) -> None:
    assert is_too_much(text)


@pytest.mark.parametrize(
    "text",
    [
        "Số liệu dân số theo xã, cập nhật hằng quý.\n\n" * 100,
        "- [Quyết định 47/2022](https://example.vn/qd_47)\n" * 50,
        "| Cột | Ý nghĩa |\n" + "-" * 60 + "\n" + "* * *\n" + "2022 2023 2024 " * 60,
        "1. Một\n    - hai\n        - ba\n> trích `mã`\n",
        "*" * 80,
    ],
)
def test_a_description_as_officials_write_it_is_rendered(text: str) -> None:
    assert not is_too_much(text)


def test_nesting_is_counted_on_each_line_alone() -> None:
    assert not is_too_much("\n".join(["- " * MAX_NESTING + "a"] * 3))


def test_the_first_words_are_cut_between_two_words() -> None:
    assert first_words("một hai\n\nba", 20) == "một hai ba"
    assert first_words("một hai ba bốn năm", 12) == "một hai..."
    assert first_words("[" * 100, 10) == "[" * 7 + "..."
