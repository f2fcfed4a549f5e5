"""Seeing a file of rows and columns on the page of the file, before taking it."""
