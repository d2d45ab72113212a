"""Geocoding services behind the gazetteer's own interface: off by default, asked rarely, never trusted."""
