"""What can be decided from values alone: windows, credit, verdicts, what content proves."""
