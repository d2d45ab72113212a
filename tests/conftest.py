"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# A busy machine is no defect: how long one example takes is the benchmarks' business.
settings.register_profile("tocsin", deadline=None)
settings.load_profile("tocsin")
