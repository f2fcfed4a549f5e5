"""How the catalogue leaves the house as RDF: DCAT-AP 3.0.1, page by page and entry by entry."""
