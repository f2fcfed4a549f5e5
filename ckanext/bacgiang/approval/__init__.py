"""Who publishes: an entry is sent, approved or returned, taken down; each step is kept and told."""
