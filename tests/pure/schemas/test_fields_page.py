"""The documentation of the fields says what the schemas say."""

from dev.fields import PAGE, page


def test_the_page_of_the_fields_is_current():
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m dev.fields"
