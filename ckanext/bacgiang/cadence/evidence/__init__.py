"""What the stored data itself shows: fingerprints of content, taken in constant memory."""
