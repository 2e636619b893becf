"""The checks of `slt doctor` apart from the store's, one file for each group."""
