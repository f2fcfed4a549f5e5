"""Who may see and take what, and what the portal answers with."""
