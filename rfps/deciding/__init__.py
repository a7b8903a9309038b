"""What decides between bids, as plain functions: ranking, stability, award scenarios, the record."""
