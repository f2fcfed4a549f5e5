"""What the catalogue decides from values and bytes alone."""
