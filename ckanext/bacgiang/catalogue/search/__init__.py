"""Search of the catalogue: what the index holds, how a query is understood, facets, suggestions."""
