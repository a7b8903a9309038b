"""Programs read from public records."""
