"""What comes in: reading, types, rows, files, completeness, first publication."""
