"""Turn an archetype and chance into one believable, fictional vendor."""

from datetime import UTC, date, datetime, time, timedelta
from random import Random

from demo.world import lines, naming, places, standing, tables
from demo.world.entry import Entry
from vendors.choices import Ownership, Size, VendorKind

SIZES = {"XS": Size.XS, "S": Size.S, "M": Size.M, "L": Size.L, "XL": Size.XL}
TIERS = {"XS": 0, "S": 0, "M": 1, "L": 2, "XL": 2}
OWNERSHIP = (Ownership.PRIVATE, Ownership.EQUITY, Ownership.PUBLIC, Ownership.STATE)
FICTION = "Fictional company of the Phaseline demo world."
MAIN_SHARE, SECOND_SHARE = 0.85, 0.45  # of the leaves, at the first site and at the others


def draw(rng: Random, *, archetype, number: int, stems, serial: int, today: date) -> Entry:
    """
    Draw one vendor of an archetype.

    :param number: which one of its archetype, from 1
    :param stems: hands out company names
    :param serial: a number no other vendor has; its sites' certificates and identifiers use it
    """
    country = places.pick_country(rng, archetype)
    details = tables.countries()[country]
    stem = stems.take(rng, details.culture)
    name = f"{stem} {rng.choice(archetype.names)}"
    size = rng.choice(archetype.sizes.split())
    said_on, confirmed_at = confirmed(rng, today)
    days_ago = max(rng.randint(30, 700), (today - said_on).days + 3)
    sites, actions = draw_sites(
        rng, archetype=archetype, country=country, tier=TIERS[size], serial=serial,
        today=today, said_on=said_on, name=name,
    )  # fmt: skip
    host = naming.domain(stem)
    profile = {
        "name": name,
        "legal_name": f"{name} {details.legal_form}",
        "trading_names": [stem] if rng.random() < 0.2 else [],
        "kind": VendorKind(archetype.kind),
        "tagline": rng.choice(archetype.taglines),
        "description": f"{archetype.about} {FICTION}",
        "country": country,
        "city": sites[0]["city"],
        "size": SIZES[size],
        "ownership": rng.choices(OWNERSHIP, (60, 22, 14, 4))[0],
        "founded": rng.randint(1961, 2021),
        "website": f"https://{host}/",
        "is_fictional": True,
        "confirmed_at": confirmed_at,
        "source": standing.SOURCE,
        "as_of": said_on,
        "contacts": naming.contacts(rng, details.culture, host, rng.choice((1, 2, 2, 3))),
        "sites": sites,
        "confirmations": confirmations(rng, sites, said_on) if confirmed_at else [],
    }
    return Entry(f"{archetype.key}-{number}", profile, days_ago=days_ago, actions=actions)


def confirmed(rng: Random, today: date) -> tuple[date, datetime | None]:
    """Return when the vendor last spoke, and when it last confirmed the whole: some never have."""
    chance = rng.random()
    days = rng.randint(5, 320) if chance < 0.74 else rng.randint(370, 900)
    said_on = today - timedelta(days=days)
    if chance > 0.88:
        return said_on, None
    return said_on, datetime.combine(said_on, time(9), tzinfo=UTC)


def draw_sites(rng, *, archetype, country, tier, serial, today, said_on, name):
    """Return the sites of a vendor with their lines, and the register's records about them."""
    reach = rng.choice(archetype.reach)
    codes = archetype.core.split() + [c for c in archetype.extra.split() if rng.random() < 0.5]
    number = rng.randint(*archetype.sites)
    abroad = places.pick_country(rng, archetype)
    sites, actions = [], []
    for index, city in enumerate(places.pick_cities(rng, country, number, abroad)):
        proof = standing.draw(
            rng,
            regime=archetype.regime,
            country=city.country,
            serial=serial * 10 + index,
            today=today,
        )
        wanted = _leaves_of_site(rng, codes, index)
        offered = [
            line
            for code in wanted
            for line in lines.offer(
                rng, code, archetype=archetype, reach=reach, standing=proof, tier=tier,
                today=today, said_on=said_on,
            )
        ]  # fmt: skip
        if index and not offered:
            continue
        if index == 0:
            refused = [code for code in archetype.never.split() if rng.random() < 0.7]
            offered += [lines.refusal(code, said_on) for code in refused]
        sites.append(site(rng, archetype, city, index, serial, proof, offered))
        actions += [{**record, "firm_name": name} for record in proof.actions]
    return sites, actions


def _leaves_of_site(rng, codes, index) -> list[str]:
    if index == 0:
        dropped = [code for code in codes[3:] if rng.random() > MAIN_SHARE]
        return [code for code in codes if code not in dropped]
    return [codes[0]] + [code for code in codes[1:] if rng.random() < SECOND_SHARE]


def site(rng, archetype, city, index, serial, proof, offered) -> dict:
    place = places.place(rng, city)
    label = archetype.site_word if index == 0 else f"{archetype.site_word} {index + 1}"
    return {
        "name": f"{city.name} {label}",
        **place,
        "fei": proof.fei,
        "duns": f"99{serial * 10 + index:07d}",
        "description": f"{rng.randint(6, 180) * 100:,} m² in {city.name}. Fictional site.",
        "certificates": proof.certificates,
        "lines": offered,
    }


def confirmations(rng, sites, said_on) -> list[dict]:
    """Return the groups whose list the vendor calls complete: about half of those it works in."""
    groups = sorted(
        {tables.leaves()[line["capability"]].group for place in sites for line in place["lines"]}
    )
    return [
        {"group": group, "confirmed_on": said_on, "source": "Demo world: vendor's statement"}
        for group in groups
        if rng.random() < 0.5
    ]
