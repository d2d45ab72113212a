"""The dashboard's entry: `python -m streamlit run dashboard/app.py`.

Streamlit imports this file once, for the server with its headers, and runs it again and
again, for the pages.
"""

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # `streamlit run` only knows this file's own folder

from dashboard import frame, headers

if __name__ == "__main__":
    frame.open_desk()
else:
    app = st.App(__file__, middleware=headers.MIDDLEWARE, on_script_error=frame.say_failed)
