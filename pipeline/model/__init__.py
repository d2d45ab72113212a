"""The reader: one transformer, several heads; its training lives beside it."""
