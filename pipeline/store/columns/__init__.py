"""The index: what counting needs of a store, as arrays in memory that all sessions of a process share.

with store.indexed() as (connection, columns):
    n_quotes = len(columns.quotes)
"""

from pipeline.store.columns.columns import DAY_US, NO_DAY, Columns
from pipeline.store.columns.shared import SharedColumns, keep_snapshot
from pipeline.store.columns.tables import UNDATED

__all__ = ["DAY_US", "NO_DAY", "UNDATED", "Columns", "SharedColumns", "keep_snapshot"]
