"""The thinking of the approval, from values alone."""
