"""The current view as a footnoted page."""
