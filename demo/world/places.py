"""Where a fictional company works: a real city, a made-up address."""

from decimal import Decimal
from random import Random

from demo.world import tables
from vendors.choices import VendorKind

STREETS = (
    "Harbour Road",
    "Science Park",
    "Old Mill Lane",
    "Station Road",
    "Industrial Park North",
    "University Avenue",
    "Canal Street",
    "Observatory Hill",
    "Foundry Lane",
    "Orchard Way",
)
SPREAD = 0.03  # degrees around the city's centre


def pick_country(rng: Random, archetype) -> str:
    if archetype.countries:
        return rng.choice(archetype.countries.split())
    known = tables.countries().values()
    weights = [
        country.weight_cro if archetype.kind == VendorKind.CRO else country.weight_cdmo
        for country in known
    ]
    return rng.choices([country.code for country in known], weights)[0]


def pick_cities(rng: Random, home: str, number: int, abroad: str) -> list:
    """Return cities for the sites: the first at home, later ones there or in another country."""
    chosen = [rng.choice(tables.cities()[home])]
    for _ in range(number - 1):
        country = home if rng.random() < 0.5 else abroad
        free = [city for city in tables.cities()[country] if city not in chosen]
        chosen.append(rng.choice(free or tables.cities()[country]))
    return chosen


def place(rng: Random, city) -> dict:
    """Return the address and the point of a site in a city."""
    bounds = tables.countries()[city.country]
    latitude = city.latitude + rng.uniform(-SPREAD, SPREAD)
    longitude = city.longitude + rng.uniform(-SPREAD, SPREAD)
    return {
        "address": f"{rng.randint(2, 180)} {rng.choice(STREETS)}",
        "city": city.name,
        "country": city.country,
        "latitude": degrees(latitude, bounds.south, bounds.north),
        "longitude": degrees(longitude, bounds.west, bounds.east),
    }


def degrees(value: float, low: float, high: float) -> Decimal:
    """Return a coordinate as it is stored, inside the country's bounds."""
    return Decimal(f"{min(max(value, low), high):.5f}")
