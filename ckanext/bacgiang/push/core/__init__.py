"""What is to be sent, what must not be, and what an answer means: decided from values alone."""
