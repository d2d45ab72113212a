"""Places: the packed gazetteer, its candidates for a toponym, and the choice among them."""
