"""Open data portal of Bắc Giang province on CKAN, as Decision 47/2022/QĐ-UBND prescribes."""
