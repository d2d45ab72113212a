"""Actors."""

from dashboard import opening, states

filters, act = opening.open_view("actors")
states.worked_out("actors", {})
