"""Distances, bearings and points on the sphere, in degrees; WGS 84 taken as a sphere, 0.6 % from it at most."""

from __future__ import annotations

import math

Point = tuple[float, float]  # latitude, longitude in degrees

EARTH_RADIUS_KM = 6371.0088  # mean radius (IUGG)


def distance_km(here: Point, there: Point) -> float:
    """Return the great-circle distance of two points (haversine)."""
    latitude, other = math.radians(here[0]), math.radians(there[0])
    turned = math.radians(there[1] - here[1])
    half = math.sin((other - latitude) / 2) ** 2 + math.cos(latitude) * math.cos(other) * math.sin(turned / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(min(1.0, half)))


def bearing(here: Point, there: Point) -> float:
    """Return the direction in which one sets out from one point to another: degrees from north, clockwise, 0–360."""
    latitude, other = math.radians(here[0]), math.radians(there[0])
    turned = math.radians(there[1] - here[1])
    north = math.cos(latitude) * math.sin(other) - math.sin(latitude) * math.cos(other) * math.cos(turned)
    return math.degrees(math.atan2(math.sin(turned) * math.cos(other), north)) % 360


def away(start: Point, *, km: float, towards: float) -> Point:
    """Return the point `km` kilometres from a start, setting out `towards` degrees from north, clockwise."""
    latitude, angle, course = math.radians(start[0]), km / EARTH_RADIUS_KM, math.radians(towards)
    height = math.sin(latitude) * math.cos(angle) + math.cos(latitude) * math.sin(angle) * math.cos(course)
    there = math.asin(max(-1.0, min(1.0, height)))
    across = math.sin(course) * math.sin(angle) * math.cos(latitude)
    turned = math.atan2(across, math.cos(angle) - math.sin(latitude) * math.sin(there))
    return math.degrees(there), (start[1] + math.degrees(turned) + 180) % 360 - 180
