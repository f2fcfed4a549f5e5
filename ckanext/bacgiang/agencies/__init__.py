"""What an agency is, and how agencies stand to each other."""
