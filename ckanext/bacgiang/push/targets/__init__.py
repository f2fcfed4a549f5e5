"""Portals that receive copies, and how each is spoken to."""
