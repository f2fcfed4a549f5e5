"""What a search is, thought without Solr, CKAN or a database."""
