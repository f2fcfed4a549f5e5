"""What ./portal does: packages, virtual environment, services, sites, tests, demonstration."""
