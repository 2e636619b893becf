"""Cases in a PostgreSQL database."""
