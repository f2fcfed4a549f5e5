"""Copies of the open datasets on other portals, kept equal to what stands here."""
