"""What the province describes: datasets, databases, services, agencies, and the rules they obey."""
