"""From the bytes of a file to a page of a table."""
