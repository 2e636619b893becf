"""Cases in one SQLite file."""
