"""The index of Broch in PostgreSQL."""
