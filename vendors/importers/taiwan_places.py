"""Where in Taiwan an address is: its city or county, in one spelling."""

import re

# "112 臺北市北投區", "新竹科學工業園區新竹縣竹北市": a postcode or the name of a park may stand before it.
CITY = re.compile(r"^(?:\d+\s*|\S*?園區)?(.{2}[市縣])")
SPELLINGS = str.maketrans("巿臺", "市台")  # the first of each pair is written for the second


def city(address: str) -> str:
    """Return the city or county an address begins with, or nothing."""
    match = CITY.match(address.translate(SPELLINGS))
    return match[1] if match else ""
