"""The page Article: the text with everything found in it lit, what is said of a mark, what stands around the text."""
