"""What commands do to cases, each change in one transaction."""
