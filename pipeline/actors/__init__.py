"""Who acts and speaks: the catalogue of known actors, and how names in a text are matched to it."""
