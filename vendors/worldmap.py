"""Where places stand on the map of the world (static/img/world.svg, drawn by scripts/draw_world.py)."""

import csv
import math
from functools import cache
from pathlib import Path

WIDTH, HEIGHT = 1000, 476
NORTH, SOUTH = 83.7, -56.0
CENTRES = Path(__file__).with_name("centres.csv")


def _stretched(latitude: float) -> float:
    """Return Miller's cylindrical projection: familiar, and kinder to the north than Mercator's."""
    return 1.25 * math.log(math.tan(math.pi / 4 + 0.4 * math.radians(latitude)))


TOP, BOTTOM = _stretched(NORTH), _stretched(SOUTH)


def project(longitude: float, latitude: float) -> tuple[float, float]:
    """Return x and y on the map for degrees; what lies beyond its edges is put on the edge."""
    latitude = max(SOUTH, min(NORTH, latitude))
    x = (longitude + 180) / 360 * WIDTH
    return x, (TOP - _stretched(latitude)) / (TOP - BOTTOM) * HEIGHT


@cache
def centres() -> dict[str, tuple[float, float]]:
    """Return longitude and latitude of the middle of each country."""
    with CENTRES.open(newline="") as file:
        return {
            row["country"]: (float(row["longitude"]), float(row["latitude"]))
            for row in csv.DictReader(file)
        }
