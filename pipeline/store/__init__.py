"""The store: SQLite by default, PostgreSQL by address; schema and migrations, upsert, one run at a time.

with Store.open("sqlite:///tocsin.db") as store, store.run() as run:
    counts = store.upsert(entries)
"""

from pipeline.store.rows import content_hash
from pipeline.store.store import BATCH, Run, Store
from pipeline.store.views import View, Views
from pipeline.store.writing import Counts, Entry

__all__ = ["BATCH", "Counts", "Entry", "Run", "Store", "View", "Views", "content_hash"]
