"""Tocsin's pipeline: from articles to who said what, about which place, how they stand and how bad it could get."""
