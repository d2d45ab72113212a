"""Letters: the desk's own fonts, each run of a text in the one that has its letters; and how wide words are."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from PIL import ImageFont

from pipeline.settings import ROOT

# The fonts and the base map are the desk's: files that it serves, read here as files.
STATIC = ROOT / "dashboard" / "static"
_FILES = {
    "latin": "inter-latin-wght-normal",
    "extended": "inter-latin-ext-wght-normal",
    "cyrillic": "inter-cyrillic-wght-normal",
    "arabic": "noto-sans-arabic-arabic-wght-normal",
}
# First and last letter of the blocks that a file has; all else is asked of the first file.
_BLOCKS = (
    ("latin", 0x0131, 0x0131),
    ("latin", 0x0152, 0x0153),
    ("extended", 0x0100, 0x02FF),
    ("extended", 0x1E00, 0x1EFF),
    ("cyrillic", 0x0400, 0x04FF),
    ("arabic", 0x0600, 0x08FF),
    ("arabic", 0xFB50, 0xFEFF),
)
_REGULAR, _BOLD = 420, 640


def runs(words: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a font and the letters that it has, in their order; a blank stays with what it follows."""
    held, font = "", "latin"
    for letter in words:
        own = font if letter.isspace() else _font_of(letter)
        if own != font and held:
            yield font, held
            held = ""
        held, font = held + letter, own
    if held:
        yield font, held


def _font_of(letter: str) -> str:
    code = ord(letter)
    return next((name for name, first, last in _BLOCKS if first <= code <= last), "latin")


@cache
def font(name: str, size: float, *, bold: bool) -> ImageFont.FreeTypeFont:
    """Return a font at a size in pixels."""
    found = ImageFont.truetype(STATIC / "fonts" / f"{_FILES[name]}.woff2", size)
    found.set_variation_by_axes([_BOLD if bold else _REGULAR])
    return found


def width(words: str, size: float, *, bold: bool = False, spaced: float = 0.0) -> float:
    """Return how wide words are, in the unit of the size."""
    # Measured large: at ten pixels, widths are rounded to whole ones.
    measured = sum(font(name, 100, bold=bold).getlength(letters) for name, letters in runs(words))
    return measured * size / 100 + spaced * len(words)


def fitted(words: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return words, cut short where they have no room."""
    if width(words, size, bold=bold) <= room:
        return words
    while words and width(words + "…", size, bold=bold) > room:
        words = words[:-1]
    return words.rstrip() + "…"


def lines(words: str, size: float, room: float) -> list[str]:
    """Return words in lines that have room."""
    found = [""]
    for word in words.split():
        longer = f"{found[-1]} {word}".strip()
        if found[-1] and width(longer, size) > room:
            found.append(word)
        else:
            found[-1] = longer
    return [line for line in found if line]
