"""Text as such: forms, words, order."""
