"""Validators of the schemas, by what they look at."""
