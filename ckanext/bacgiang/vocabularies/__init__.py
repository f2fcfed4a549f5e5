"""Controlled lists of the catalogue, as data: one source for forms, facets, DCAT and validation."""
