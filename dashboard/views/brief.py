"""Brief."""

from dashboard import opening, states

filters, act = opening.open_view("brief")
states.worked_out("brief", {})
