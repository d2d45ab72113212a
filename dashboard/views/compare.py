"""Compare."""

from dashboard import opening, states

filters, act = opening.open_view("compare")
states.worked_out("compare", {})
