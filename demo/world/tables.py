"""Read the small tables the world is drawn from."""

import csv
from dataclasses import dataclass
from functools import cache
from importlib import resources

from demo import data
from demo.data import (
    archetypes_biologics,
    archetypes_chemistry,
    archetypes_clinical,
    archetypes_product,
    archetypes_research,
)
from vendors import taxonomy


@dataclass(frozen=True)
class Country:
    code: str
    name: str
    south: float
    north: float
    west: float
    east: float
    authority: str
    inspector: str  # whose public inspection records the demo knows; few, as a profile names each
    legal_form: str
    culture: str
    weight_cdmo: int
    weight_cro: int


@dataclass(frozen=True)
class City:
    country: str
    name: str
    latitude: float
    longitude: float


ARCHETYPES = (
    *archetypes_chemistry.ARCHETYPES,
    *archetypes_biologics.ARCHETYPES,
    *archetypes_product.ARCHETYPES,
    *archetypes_research.ARCHETYPES,
    *archetypes_clinical.ARCHETYPES,
)


def _rows(name: str) -> list[dict[str, str]]:
    text = resources.files(data).joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def countries() -> dict[str, Country]:
    """Return the countries by code, with rough bounds in degrees."""
    return {
        row["code"]: Country(
            **{
                **row,
                **{side: float(row[side]) for side in ("south", "north", "west", "east")},
                **{weight: int(row[weight]) for weight in ("weight_cdmo", "weight_cro")},
            }
        )
        for row in _rows("countries.csv")
    }


@cache
def cities() -> dict[str, list[City]]:
    """Return the cities of each country."""
    found: dict[str, list[City]] = {}
    for row in _rows("cities.csv"):
        city = City(row["country"], row["city"], float(row["latitude"]), float(row["longitude"]))
        found.setdefault(city.country, []).append(city)
    return found


@cache
def people() -> dict[str, tuple[list[str], list[str]]]:
    """Return first and last names by culture."""
    return {
        row["culture"]: (row["first_names"].split(), row["last_names"].split())
        for row in _rows("people.csv")
    }


@cache
def stems() -> dict[str, list[str]]:
    """Return invented company names by culture; each is used once."""
    return {row["culture"]: row["stems"].split(";") for row in _rows("stems.csv")}


@cache
def leaves() -> dict:
    """Return the taxonomy's leaves by code, unsaved, as the product ships them."""
    return {leaf.code: leaf for leaf in taxonomy.read(taxonomy.FILE)}
