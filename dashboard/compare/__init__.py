"""Compare: one subject, two or more sides; what is chosen, how it is drawn and said."""
