"""The dashboard: filters in, queries, charts out. It reads the store and never writes to it."""
