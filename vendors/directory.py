"""The rows of the directory's listing: for a page of vendors, what each shows of the chosen leaves."""

from collections import defaultdict, namedtuple
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, OuterRef

from vendors import countries, grid, one_vendor, registers
from vendors.choices import ActionKind
from vendors.filters import VendorFilter
from vendors.models import RegulatoryAction, Vendor

OTHERS = ("grade", "certificate", "record", "relationship", "size", "confirmed")  # named by chips
NAMED = 2  # of their values, in a sentence; more are counted
STRIPS = 3  # per vendor; more leaves than that are ranked, and the strongest are shown


@dataclass(frozen=True)
class Entry:
    vendor: Vendor
    strips: list[grid.Row]
    more: int
    lead_time: str
    places: str
    standing: registers.Finding


def with_closings(actions=None):
    """Return register records, newest first, that know whether they were closed out."""
    actions = RegulatoryAction.objects.all() if actions is None else actions
    return actions.annotate(
        is_closed=Exists(
            RegulatoryAction.objects.filter(closes=OuterRef("pk"), kind=ActionKind.CLOSE_OUT)
        )
    )


# What the list shows of a vendor; a column that is read otherwise costs a query per vendor.
COLUMNS = (
    "slug", "name", "kind", "tagline", "country", "city", "is_fictional", "private_to",
    "confirmed_at",
)  # fmt: skip


def entries(vendors, filterset: VendorFilter) -> list[Entry]:
    """
    Return an entry per vendor in a number of queries that does not grow with them.

    The rows are gathered by hand, in SQL: prefetching makes a queryset for each vendor and site, and
    only to write the statements took the ORM longer than the database to answer them.

    :param vendors: the page's vendors, as a queryset of what the reader may see, in order
    """
    page = list(vendors.only(*COLUMNS))
    if not page:
        return []
    chosen = filterset.shown_leaves()
    if 0 < len(chosen) <= STRIPS:
        shown = {vendor.pk: (chosen, 0) for vendor in page}
    else:
        tally = filterset.tally
        shown = {
            vendor.pk: one_vendor.strongest(tally, vendor.pk, chosen, most=STRIPS)
            for vendor in page
        }
    below = _Below({pk: leaves for pk, (leaves, _) in shown.items()})
    return [_entry(vendor, *shown[vendor.pk], below, filterset.asked()) for vendor in page]


Place = namedtuple("Place", "vendor_id id country fei")
Action = namedtuple("Action", "vendor_id kind classification authority acted_on is_closed")
Line = namedtuple(
    "Line",
    "vendor_id site_id capability_id is_offered phases modalities dosage_forms evidence "
    "lead_time_weeks",
)
SITES = """
SELECT vendor_id, id, country, fei FROM vendors_site WHERE vendor_id = ANY(%(vendors)s)
ORDER BY name, id
"""
ACTIONS = """
SELECT s.vendor_id, a.kind, a.classification, a.authority, a.acted_on, EXISTS (
    SELECT FROM vendors_regulatoryaction c WHERE c.closes_id = a.id AND c.kind = %(close_out)s
) FROM vendors_regulatoryaction a JOIN vendors_site s ON s.id = a.site_id
WHERE s.vendor_id = ANY(%(vendors)s) ORDER BY a.acted_on DESC, a.id
"""
# The lines of the leaves shown alone: a vendor may have hundreds of others.
LINES = """
SELECT s.vendor_id, l.site_id, l.capability_id, l.is_offered, l.phases, l.modalities,
    l.dosage_forms, l.evidence, l.lead_time_weeks
FROM unnest(%(owners)s::bigint[], %(leaves)s::text[]) AS w (vendor_id, code)
JOIN vendors_site s ON s.vendor_id = w.vendor_id
JOIN vendors_capabilityline l ON l.site_id = s.id AND l.capability_id = w.code
ORDER BY l.capability_id, l.site_id, l.id
"""
CONFIRMED = """
SELECT vendor_id, "group" FROM vendors_groupconfirmation WHERE vendor_id = ANY(%(vendors)s)
"""


class _Below:
    """What stands below the vendors of a page, by vendor: sites, records, lines, confirmations."""

    def __init__(self, leaves_by_vendor: dict):
        pairs = [(pk, leaf.code) for pk, leaves in leaves_by_vendor.items() for leaf in leaves]
        asked = {
            "vendors": list(leaves_by_vendor),
            "owners": [pk for pk, _ in pairs],
            "leaves": [code for _, code in pairs],
            "close_out": ActionKind.CLOSE_OUT.value,
        }
        with connection.cursor() as cursor:
            self.sites = _by_vendor(cursor, SITES, asked, Place)
            self.actions = _by_vendor(cursor, ACTIONS, asked, Action)
            self.lines = _by_vendor(cursor, LINES, asked, Line)
            cursor.execute(CONFIRMED, asked)
            self.confirmed = set(cursor.fetchall())
        self.sources = registers.newest()


def _by_vendor(cursor, sql: str, asked: dict, kind) -> dict[int, list]:
    """Return rows as named tuples, by vendor: half as dear as models of some columns."""
    cursor.execute(sql, asked)
    found = defaultdict(list)
    for row in cursor.fetchall():
        found[row[0]].append(kind._make(row))
    return found


def _entry(vendor, leaves, more, below: _Below, asked) -> Entry:
    sites = below.sites[vendor.pk]
    strips = [
        grid.row(
            leaf,
            [line for line in below.lines[vendor.pk] if line.capability_id == leaf.code],
            site_ids=[site.id for site in sites],
            is_confirmed=(vendor.pk, leaf.group) in below.confirmed,
            asked=asked,
        )
        for leaf in leaves
    ]
    return Entry(
        vendor=vendor,
        strips=strips,
        more=more,
        lead_time=_lead_time(strips),
        places=_places(vendor, sites),
        standing=registers.verdict(below.actions[vendor.pk], sites, below.sources),
    )


def _lead_time(rows) -> str:
    weeks = {
        line.lead_time_weeks
        for row in rows
        for line in row.lines
        if line.is_offered and line.lead_time_weeks is not None
    }
    if not weeks:
        return ""
    first, last = min(weeks), max(weeks)
    return f"{first} wk" if first == last else f"{first} to {last} wk"


def _places(vendor, sites) -> str:
    headquarters = ", ".join(filter(None, [vendor.city, countries.name(vendor.country)]))
    codes = ", ".join(dict.fromkeys(site.country for site in sites if site.country))
    number = f"{len(sites)} site{'' if len(sites) == 1 else 's'}"
    return " · ".join(filter(None, [headquarters, f"{number} ({codes})" if codes else number]))


@dataclass(frozen=True)
class Summary:
    """The numbers of the sentence that opens the page."""

    found: int
    total: int
    asked: str
    weaker: int
    without_evidence: str


def summary(filterset: VendorFilter, *, found: int) -> Summary:
    """Return the numbers; ``weaker`` is how many more there are with less evidence."""
    tally = filterset.tally
    weaker = (
        int(tally.vendors(besides="evidence").sum()) - found
        if "evidence" in filterset.chosen
        else 0
    )
    eased = filterset.without("evidence").query()
    return Summary(found, tally.all, sentence(filterset), weaker, eased)


def sentence(filterset: VendorFilter) -> str:
    """Say what was asked for, as the end of "12 of 412 listed vendors ..."."""
    chosen = filterset.chosen

    def words(name: str, *, most: int, many: str, style=str) -> str:
        values = chosen.get(name, ())
        if len(values) > most:
            return f"any of {len(values)} {many}"
        return _either([style(filterset.words(name, value)) for value in values])

    parts = []
    if filterset.chosen_function:
        parts.append(f"do {_lower(filterset.chosen_function.label)}")
    if "capability" in chosen:
        offers = "offer " + words("capability", most=3, many="capabilities", style=_lower)
        parts = [" or ".join([*parts, offers])]
    axes = []
    if "form" in chosen:
        axes.append("as " + words("form", most=2, many="dosage forms", style=_lower))
    if "modality" in chosen:
        axes.append("for " + words("modality", most=2, many="modalities", style=_lower))
    if "phase" in chosen:
        axes.append("at " + _either(chosen["phase"]))
    if "country" in chosen:
        axes.append("in " + words("country", most=4, many="countries"))
    if axes:
        parts = parts or ["work"]
        parts[-1] = " ".join([parts[-1], *axes])
    if "kind" in chosen:
        kinds = {"CDMO": "CDMOs", "CRO": "CROs", "BOTH": "CDMO and CRO at once"}
        parts.append("are " + _either(kinds[kind] for kind in chosen["kind"]))
    if others := [name for name in OTHERS if name in chosen]:
        parts.append(f"meet {_others(filterset, others)}")
    if "q" in chosen:
        parts.append(f"match “{chosen['q']}”")
    text = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + "".join(parts[-1:])
    if "evidence" in chosen:
        text = f"{text or 'have a capability'}, {_lower(filterset.words('evidence', chosen['evidence']))}"
    return text


def _others(filterset: VendorFilter, names: list[str]) -> str:
    """Name one or two filters as their chips do, so that two saved searches differ; count more."""
    if sum(len(filterset.chosen[name]) for name in names) > NAMED:
        return f"{len(names)} more filter{'s' if len(names) > 1 else ''}"
    return " and ".join(
        _either(f"“{filterset.words(name, value)}”" for value in filterset.chosen[name])
        for name in names
    )


def _either(words) -> str:
    words = [str(word) for word in words]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _lower(words: str) -> str:
    """Return the words with a small first letter, unless it begins an abbreviation."""
    return words if words[1:2].isupper() or words[1:2].isdigit() else words[:1].lower() + words[1:]
