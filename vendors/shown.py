"""What the database holds of the vendors on a page of the directory, all in one statement."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from django.db import connection

from vendors import querysets, traits
from vendors.choices import ActionKind, VendorKind
from vendors.models import Vendor


class Listed(NamedTuple):
    """What the list shows of a vendor itself: a fifth of the price of a model with deferred columns."""

    id: int
    slug: str
    name: str
    kind: str
    tagline: str
    country: str
    city: str
    is_fictional: bool
    private_to_id: int | None
    confirmed_at: datetime | None

    __str__ = Vendor.__str__
    get_absolute_url = Vendor.get_absolute_url

    def get_kind_display(self) -> str:
        return VendorKind(self.kind).label


class Place(NamedTuple):
    id: int
    country: str
    fei: str


class Action(NamedTuple):
    kind: str
    classification: str
    authority: str
    acted_on: date
    is_closed: bool


class Line(NamedTuple):
    site_id: int
    capability_id: str
    is_offered: bool
    phases: tuple[str, ...]
    modalities: tuple[str, ...]
    dosage_forms: tuple[str, ...]
    evidence: int
    lead_time_weeks: int | None


@dataclass
class Shown:
    """A vendor and what stands below it; of its lines, those of the leaves that are shown."""

    vendor: Listed
    confirmed: list[str]  # groups
    sites: list[Place] = field(default_factory=list)
    actions: list[Action] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


# A row per site. What PostgreSQL takes for it is planning for the most part, so that five statements
# cost three times as much; lines come as numbers, which it writes faster than lists of words.
ROWS = f"""
WITH asked AS MATERIALIZED (
    SELECT id, string_to_array(leaves, ' ') AS leaves, place
    FROM unnest(string_to_array(%(vendors)s, ',')::bigint[], string_to_array(%(leaves)s, ','))
        WITH ORDINALITY AS a (id, leaves, place)
)
SELECT {", ".join(f"v.{name}" for name in Listed._fields)},
    ARRAY(SELECT "group" FROM vendors_groupconfirmation c WHERE c.vendor_id = v.id),
    s.id, s.country, s.fei,
    (SELECT json_agg(json_build_array(a.kind, a.classification, a.authority, a.acted_on, EXISTS (
            SELECT FROM vendors_regulatoryaction c
            WHERE c.closes_id = a.id AND c.kind = %(close_out)s
        )) ORDER BY a.acted_on DESC, a.id)
        FROM vendors_regulatoryaction a WHERE a.site_id = s.id),
    ARRAY(SELECT ARRAY[array_position(asked.leaves, l.capability_id::text), l.is_offered::int,
            l.traits, l.lead_time_weeks]
        FROM vendors_capabilityline l
        WHERE l.site_id = s.id AND l.capability_id = ANY(asked.leaves))
FROM asked JOIN vendors_vendor v ON v.id = asked.id LEFT JOIN vendors_site s ON s.vendor_id = v.id
WHERE {querysets.SEEN} ORDER BY asked.place, s.name, s.id
"""  # noqa: S608  only constants of ours are put in


def read(leaves_by_vendor: dict[int, list], organisation_id: int | None) -> list[Shown]:
    """
    Return what there is of these vendors, in this order, as far as an organisation may see them.

    :param leaves_by_vendor: by the vendor's id, the leaves whose lines are read
    :param organisation_id: None for a visitor
    """
    codes = [[leaf.code for leaf in leaves] for leaves in leaves_by_vendor.values()]
    asked = {
        "vendors": ",".join(map(str, leaves_by_vendor)),
        "leaves": ",".join(map(" ".join, codes)),
        "close_out": ActionKind.CLOSE_OUT.value,
        "organisation": organisation_id,
    }
    with connection.cursor() as cursor:
        cursor.execute(ROWS, asked)
        rows = cursor.fetchall()
    codes_of = dict(zip(leaves_by_vendor, codes, strict=True))
    found: list[Shown] = []
    for *own, confirmed, site_id, country, fei, actions, lines in rows:
        if not found or found[-1].vendor.id != own[0]:
            found.append(Shown(Listed(*own), confirmed))
        if site_id is not None:
            one = found[-1]
            one.sites.append(Place(site_id, country, fei))
            one.actions.extend(_action(*action) for action in actions or ())
            one.lines.extend(_line(site_id, codes_of[own[0]], *line) for line in lines)
    return found


def _action(kind, classification, authority, acted_on, is_closed) -> Action:
    return Action(kind, classification, authority, date.fromisoformat(acted_on), is_closed)


def _line(site_id, codes, place, is_offered, number, weeks) -> Line:
    """Return a line whose traits are one number (vendors/traits.py)."""
    phases, modalities, forms, evidence = (
        traits.stated(name, number) for name in ("phase", "modality", "form", "evidence")
    )
    code = codes[place - 1]
    return Line(site_id, code, bool(is_offered), phases, modalities, forms, evidence[-1], weeks)
