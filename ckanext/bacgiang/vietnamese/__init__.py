"""CKAN's own words in Vietnamese: one voice for every page, message and mail of the portal."""
