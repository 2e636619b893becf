"""What `slt doctor` checks apart from the store: a file for each kind of check."""
