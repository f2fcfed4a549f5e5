"""The table of searches over the demonstration province, on the real Solr: every one right first.

What stock CKAN makes of the same table is printed by ``python -m bench.search``.
"""

from __future__ import annotations

import pytest

from bench import search_table as table
from ckanext.bacgiang.demo.plan import province

CASES = table.cases()


@pytest.fixture(scope="module")
def documents(portal: None) -> list[table.Pair]:
    """The public entries of the demonstration province."""
    return list(table.documents(province(table.DAY)))


@pytest.fixture(scope="module")
def found(documents: list[table.Pair]) -> dict[str, list[str]]:
    """What the portal finds for each query, on its own configset."""
    with table.scratch_core("table-own", "bacgiang"):
        table.write(documents)
        return {case.query: table.ours(case.query) for case in CASES}


def test_the_table_is_large_enough_and_holds_only_real_titles(documents: list[table.Pair]) -> None:
    titles = {shown["title"] for _, shown in documents}
    assert len({case.query for case in CASES}) >= 80
    assert not [title for case in CASES for title in case.first if title not in titles]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_a_right_title_comes_first(case: table.Case, found: dict[str, list[str]]) -> None:
    assert found[case.query][:1] in [[title] for title in case.first], found[case.query][:3]


def test_on_ckans_own_schema_nearly_all_are_right_too(documents: list[table.Pair]) -> None:
    with table.scratch_core("table-stock", "ckan"):
        table.write(documents)
        wrong = [case.query for case in CASES if not table.right(case, table.ours(case.query))]
    assert len(wrong) <= 2, wrong


def test_every_xay_dung_is_found_with_and_without_diacritics(documents: list[table.Pair]) -> None:
    wanted = {shown["title"] for _, shown in documents if "xây dựng" in shown["title"].lower()}
    with table.scratch_core("table-all", "bacgiang"):
        table.write(documents)
        for query in ("xay dung", "xây dựng", "XÂY DỰNG"):
            assert wanted <= set(table.ours(query, rows=500))
