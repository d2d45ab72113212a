"""The page Brief: what is chosen for it, the sheet of paper that shows it, the files that it makes."""

from __future__ import annotations

from urllib.parse import urlsplit

import streamlit as st


def desk_address() -> str:
    """Return the address at which this reader has the desk open, with a stroke at its end; empty: not known."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}{parts.path.rsplit('/', 1)[0]}/" if parts.netloc else ""
