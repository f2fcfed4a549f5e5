"""Agencies are known by their initials."""

import pytest

from ckanext.bacgiang.catalogue.search.core.agency_names import abbreviations


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Sở Tài nguyên và Môi trường", ("STNMT", "Sở TNMT")),
        ("Sở Thông tin và Truyền thông", ("STTTT", "Sở TTTT")),
        ("Sở Lao động - Thương binh và Xã hội", ("SLĐTBXH", "Sở LĐTBXH")),
        ("Ban Quản lý các khu công nghiệp tỉnh", ("BQLKCN", "Ban QLKCN")),
        ("Ủy ban nhân dân tỉnh Bắc Giang", ("UBNDBG",)),
        ("Sở Y tế", ("SYT", "Sở YT")),
        ("Thanh tra", ()),
        ("", ()),
    ],
)
def test_initials_of_what_counts_with_and_without_the_kind(
    title: str, expected: tuple[str, ...]
) -> None:
    assert abbreviations(title) == expected
