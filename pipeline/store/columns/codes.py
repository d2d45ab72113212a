"""Values as small numbers: a name that stands in a million rows is kept once."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any

import numpy as np

from pipeline.store.columns.tables import Ints, Objects

NONE = -1  # the code of a value that is missing


class Codes(dict[Any, int]):
    """Value → code, counted up from 0; None is -1. Asked for a value that it does not know, it takes it in.

    It only grows, under the lock of the index: readers use `get`, `named` and `values`.
    """

    def __init__(self, values: Iterable[Hashable] = ()) -> None:
        super().__init__({None: NONE})
        self.values_by_code: list[Any] = []
        self._array: Objects = np.empty(0, np.object_)
        for value in values:
            self[value]  # taken in by being asked for

    def __missing__(self, value: Hashable) -> int:
        code = self[value] = len(self.values_by_code)
        self.values_by_code.append(value)
        return code

    @property
    def size(self) -> int:
        """The number of codes."""
        return len(self.values_by_code)

    def coded(self, values: Iterable[Hashable], count: int) -> Ints:
        """Return the codes of `count` values, taking in those that are new."""
        return np.fromiter(map(self.__getitem__, values), np.int32, count)

    def of(self, code: int) -> Any:
        """Return the value of a code."""
        return None if code == NONE else self.values_by_code[code]

    def named(self, codes: Iterable[int]) -> list[Any]:
        """Return the values of codes."""
        return [None if code == NONE else self.values_by_code[code] for code in codes]

    def column(self, codes: Ints) -> Objects:
        """Return the values of a column of codes."""
        last = self._array
        if len(last) != self.size + 1:
            last = np.empty(self.size + 1, np.object_)
            last[:-1] = self.values_by_code  # the last one, which -1 stands for, stays None
            self._array = last
        return last[codes]

    def known(self, values: Iterable[Hashable]) -> list[int]:
        """Return the codes of those values that it knows."""
        return [code for value in values if (code := self.get(value, NONE)) != NONE]
