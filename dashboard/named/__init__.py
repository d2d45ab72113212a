"""Named views: a page with its whole address, kept under a name for everybody who has this store."""

from dashboard.named.keeping import greet, menu

__all__ = ["greet", "menu"]
