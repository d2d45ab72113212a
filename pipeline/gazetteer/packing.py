"""The packed gazetteer: one read-only file, mapped into memory and never parsed.

Layout, little-endian: an 8-byte magic, the length of a JSON header (4 bytes), the
header, then the parts it lists. A name is kept as 43 bits of its BLAKE2b hash: 16 choose
the bucket, 16 stand in `low`, 11 in `links` beside the place's row and the name's tier.
With 1.4 million names a stranger meets one of them once in six million look-ups.
"""

from __future__ import annotations

import json
import math
import mmap
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import accumulate
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import AssetError

MAGIC = b"TOCSINGZ"
FORMAT = 1
BUCKETS = 1 << 16
ROW = struct.Struct("<iffHHHBB")  # id, latitude, longitude, population, radius, admin1, country, feature
BLOCK = 16  # names are found by counting from the start of their block of rows
_STEPS = 2000  # population is kept as a logarithm, in steps of 0.03 %
NO_ADMIN1 = 0xFFFF
_ROW_BITS, _TIER_BITS, _HASH_BITS = 19, 2, 11


class Row(NamedTuple):
    """One place as packed. `id` is GeoNames' or, below zero, a position in the header's codes."""

    id: int
    latitude: float
    longitude: float
    population: int
    radius_km: int
    admin1: int  # a row, counted from the first admin-1 division; NO_ADMIN1: none
    country: int  # a position in the header's countries; 0: none
    feature: int


class Link(NamedTuple):
    """A name that leads to a place."""

    row: int
    tier: int


def _key(name: str) -> tuple[int, int, int]:
    number = int.from_bytes(blake2b(name.encode("utf-8", "replace"), digest_size=8).digest(), "little")
    return number & 0xFFFF, number >> 16 & 0xFFFF, number >> 32 & ((1 << _HASH_BITS) - 1)


def write(
    path: Path, rows: Sequence[Row], names: Sequence[str], links: Iterable[tuple[str, Link]], header: dict[str, Any]
) -> None:
    """Write a packed gazetteer; `names` are those of the rows, in their order."""
    buckets: list[list[tuple[int, int]]] = [[] for _ in range(BUCKETS)]
    for name, link in links:
        bucket, low, rest = _key(name)
        buckets[bucket].append((low, link.row | link.tier << _ROW_BITS | rest << (_ROW_BITS + _TIER_BITS)))
    entries = [entry for bucket in buckets for entry in sorted(bucket)]
    starts = [0, *accumulate(len(bucket) for bucket in buckets)]
    spelled = [name.replace("\n", " ").encode() + b"\n" for name in names]
    blocks = [0, *accumulate(sum(map(len, spelled[at : at + BLOCK])) for at in range(0, len(spelled), BLOCK))]
    parts = {
        "starts": struct.pack(f"<{len(starts)}I", *starts),
        "links": struct.pack(f"<{len(entries)}I", *(link for _, link in entries)),
        "low": struct.pack(f"<{len(entries)}H", *(low for low, _ in entries)),
        "blocks": struct.pack(f"<{len(blocks)}I", *blocks),
        "rows": b"".join(_packed(row) for row in rows),
        "names": b"".join(spelled),
    }
    # A process that has the old file mapped keeps it; in place, it would read half of each and crash.
    unfinished = path.with_name(f".{path.name}.new")
    unfinished.write_bytes(_assemble(parts, header))
    unfinished.replace(path)


def _packed(row: Row) -> bytes:
    return ROW.pack(*row._replace(population=round(math.log2(row.population + 1) * _STEPS)))


def _assemble(parts: Mapping[str, bytes], header: dict[str, Any]) -> bytes:
    body = b"".join(parts.values())
    sizes = {name: len(part) for name, part in parts.items()}
    head = json.dumps({**header, "format": FORMAT, "parts": sizes, "crc32": zlib.crc32(body)}).encode()
    return MAGIC + struct.pack("<I", len(head)) + head + body


@dataclass(frozen=True, slots=True)
class Packed:
    """An open packed gazetteer. Safe to share among threads: nothing in it changes."""

    header: Mapping[str, Any]
    starts: memoryview
    links: memoryview
    low: memoryview
    blocks: memoryview
    rows: memoryview
    names: memoryview

    def row(self, index: int) -> Row:
        """Return the row at a position."""
        row = Row(*ROW.unpack_from(self.rows, index * ROW.size))
        return row._replace(population=round(2 ** (row.population / _STEPS)) - 1)

    def name(self, index: int) -> str:
        """Return the name of the row at a position."""
        block, place = divmod(index, BLOCK)
        names = bytes(self.names[self.blocks[block] : self.blocks[block + 1]])
        return names.split(b"\n", place + 1)[place].decode()

    def find(self, name: str) -> Iterator[Link]:
        """Yield the places that a folded name leads to."""
        bucket, low, rest = _key(name)
        for index in range(self.starts[bucket], self.starts[bucket + 1]):
            if self.low[index] == low:
                link = self.links[index]
                if link >> (_ROW_BITS + _TIER_BITS) == rest:
                    yield Link(link & ((1 << _ROW_BITS) - 1), link >> _ROW_BITS & ((1 << _TIER_BITS) - 1))


def read(path: Path) -> Packed:
    """Open a packed gazetteer.

    Raises:
        AssetError: the file is missing, damaged or of another format.
    """
    try:
        with path.open("rb") as file:
            whole = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
        return _open(whole)
    except OSError as error:
        raise _unusable(path, f"cannot be opened ({error.strerror or error})") from error
    except (ValueError, KeyError, TypeError, struct.error) as error:
        raise _unusable(path, f"is damaged ({error})") from error


def _open(whole: memoryview) -> Packed:
    if bytes(whole[:8]) != MAGIC:
        raise ValueError("it does not begin as a packed gazetteer does")
    (length,) = struct.unpack_from("<I", whole, 8)
    header = json.loads(bytes(whole[12 : 12 + length]))
    body = whole[12 + length :]
    if header["format"] != FORMAT:
        raise ValueError(f"its format is {header['format']}, not {FORMAT}")
    if sum(header["parts"].values()) != len(body) or zlib.crc32(body) != header["crc32"]:
        raise ValueError("its checksum does not fit")
    ends = list(accumulate(header["parts"].values()))
    starts, links, low, blocks, rows, names = (body[a:b] for a, b in zip([0, *ends], ends, strict=False))
    return Packed(header, starts.cast("I"), links.cast("I"), low.cast("H"), blocks.cast("I"), rows, names)


def _unusable(path: Path, what: str) -> AssetError:
    return AssetError(
        str(path),
        f"gazetteer {path} {what}; restore it from the repository or build it: python -m pipeline.gazetteer.build",
    )
