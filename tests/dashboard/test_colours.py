"""Colours that mean different things stay apart for everybody who sees them, and none means anything alone."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from dashboard import charts
from dashboard.labels import GROUPS, MODALITIES

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
VISIONS = {
    "normal": np.eye(3),
    "protan": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deutan": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]]
    ),
    "tritan": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]]
    ),
}
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
PALETTES = {
    "stances": [group.colour for group in GROUPS],
    "realities": [reality.colour for reality in MODALITIES.values()],
    "risks": [*charts.KINDS, charts.REST],
}


def lab(colour: str, vision: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(VISIONS[vision] @ linear, 0, 1) / np.array([0.9505, 1.0, 1.089])
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


@pytest.mark.parametrize("vision", VISIONS)
@pytest.mark.parametrize("palette", PALETTES)
def test_no_two_colours_of_a_palette_look_alike(palette, vision):
    pairs = combinations(PALETTES[palette], 2)
    near = {pair: float(np.linalg.norm(lab(pair[0], vision) - lab(pair[1], vision))) for pair in pairs}
    assert min(near.values()) >= 15, {pair: round(d, 1) for pair, d in near.items() if d < 15}


def test_signs_tell_apart_what_colours_tell_apart():
    for things in (GROUPS, tuple(MODALITIES.values())):
        assert len({thing.sign for thing in things}) == len(things)
