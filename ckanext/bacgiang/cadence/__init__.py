"""Was the data kept up as the Regulation asks: obligations, windows, evidence, verdicts."""
