"""What is decided on access from values alone."""
