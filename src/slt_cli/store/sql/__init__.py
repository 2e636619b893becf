"""What all SQL stores share: rows, queries and the transaction."""
