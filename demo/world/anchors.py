"""Turn the vendors designed by hand into entries."""

from datetime import UTC, datetime, time, timedelta
from random import Random

from demo.data import anchors_adc, anchors_clinical, anchors_programs
from demo.world import lines, naming, places, profile, standing, tables
from demo.world.entry import Entry
from vendors.choices import ActionKind, Evidence, InspectionClass, Ownership

ANCHORS = (*anchors_adc.ANCHORS, *anchors_programs.ANCHORS, *anchors_clinical.ANCHORS)
REVIEWED = 60  # days since a designed site's inspection, at the least


def entries(*, today) -> list[Entry]:
    return [entry(anchor, serial, today) for serial, anchor in enumerate(ANCHORS, start=1)]


def entry(anchor, serial: int, today) -> Entry:
    """Return a designed vendor; only its streets and people's addresses are left to chance."""
    rng = Random(f"anchor/{anchor.name}")
    home = anchor.places[0]
    said_on = today - timedelta(days=anchor.confirmed_days_ago or 240)
    sites, actions = [], []
    for index, place in enumerate(anchor.places):
        proof = standing_of(rng, place, serial * 10 + index, today)
        sites.append(site(rng, anchor, place, proof, serial * 10 + index, today, said_on))
        actions += [{**record, "firm_name": anchor.name} for record in proof.actions]
    sites[0]["lines"] += [lines.refusal(code, said_on) for code in anchor.never.split()]
    host = naming.domain(anchor.name.split()[0])
    details = tables.countries()[home.country]
    found = {
        "name": anchor.name,
        "legal_name": f"{anchor.name} {details.legal_form}",
        "kind": anchor.kind,
        "tagline": anchor.tagline,
        "description": f"{anchor.about} {profile.FICTION}",
        "country": home.country,
        "city": home.city,
        "size": profile.SIZES[anchor.size],
        "ownership": Ownership.PRIVATE,
        "founded": anchor.founded,
        "website": f"https://{host}/",
        "is_fictional": True,
        "confirmed_at": None
        if anchor.confirmed_days_ago is None
        else datetime.combine(said_on, time(9), tzinfo=UTC),
        "source": standing.SOURCE,
        "as_of": said_on,
        "contacts": people(anchor, host),
        "sites": sites,
        "confirmations": [
            {"group": group, "confirmed_on": said_on, "source": "Demo world: vendor's statement"}
            for group in anchor.confirmed.split()
        ],
    }
    key = f"anchor-{naming.domain(anchor.name).removesuffix('.example')}"
    actions += letters(anchor, sites[0], serial, today)
    return Entry(key, found, days_ago=500 - serial * 3, actions=actions)


def people(anchor, host: str) -> list[dict]:
    return [
        {
            "name": name,
            "email": f"{naming.plain(name)[0]}.{naming.plain(name.split()[-1])}@{host}",
            "job": job,
            "is_primary": job == naming.JOBS[0],
        }
        for name, job in zip(anchor.people, naming.JOBS, strict=False)
    ]


def standing_of(rng, place, serial, today):
    proof = standing.make(
        rng,
        regime=place.regime,
        level=Evidence(place.level),
        country=place.country,
        serial=serial,
        today=today,
        months_left=place.months_left,
    )
    if place.level == Evidence.INSPECTED:
        acted_on = today - timedelta(days=REVIEWED + serial % 200)
        record = standing.action(
            ActionKind.INSPECTION,
            authority="FDA",
            fei=proof.fei,
            serial=serial,
            acted_on=acted_on,
            firm="",
            country=place.country,
            regime=place.regime,
            classification=InspectionClass(place.outcome),
        )
        proof.actions = [record]
    return proof


def site(rng, anchor, place, proof, serial, today, said_on) -> dict:
    city = next(city for city in tables.cities()[place.country] if city.name == place.city)
    return {
        "name": place.label,
        **places.place(rng, city),
        "fei": proof.fei,
        "duns": f"99{serial:07d}",
        "description": f"{rng.randint(20, 180) * 100:,} m² in {place.city}. Fictional site.",
        "certificates": proof.certificates,
        "lines": [
            line
            for row in place.lines.strip().splitlines()
            for line in read_row(row, anchor, proof, today, said_on)
        ],
    }


def read_row(row: str, anchor, proof, today, said_on) -> list[dict]:
    """Read ``M2.10 PRE:2 P1-REG:4 | 5-500 | 26 | 10``: a line for each run of phases."""
    parts = [part.strip() for part in row.split("|")] + [""] * 3
    code, *stretches = parts[0].split()
    leaf = tables.leaves()[code]
    common = {
        "capability": code,
        "modalities": lines.subset(leaf.modalities, anchor.modalities),
        "dosage_forms": lines.subset(leaf.dosage_forms, anchor.forms),
    }
    if parts[1]:
        smallest, largest = parts[1].split("-")
        common |= {
            "scale_min": lines.amount(float(smallest)),
            "scale_max": lines.amount(float(largest)),
        }
    if parts[2]:
        common["lead_time_weeks"] = int(parts[2])
    if parts[3]:
        common["next_slot_date"] = today + timedelta(weeks=int(parts[3]))
    found = []
    for stretch in stretches:
        reach, rung = stretch.split(":")
        phases = lines.phases_of(leaf, reach)
        level = Evidence(int(rung))
        found.append(
            common
            | {"phases": phases, "grade": lines.grade(leaf, phases), "evidence": level}
            | lines.proof(proof, level, said_on)
        )
    return found


def letters(anchor, place: dict, serial: int, today) -> list[dict]:
    """Return the warning letter of a vendor that got one, and its close-out where there is one."""
    if anchor.warning_letter_days_ago is None:
        return []
    return standing.warning_letter(
        fei=place["fei"],
        serial=serial,
        firm=anchor.name,
        country=place["country"],
        dated=today - timedelta(days=anchor.warning_letter_days_ago),
        closed=anchor.closed_days_ago and today - timedelta(days=anchor.closed_days_ago),
    )
