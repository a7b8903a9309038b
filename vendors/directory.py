"""The rows of the directory's listing: for a page of vendors, what each shows of the chosen leaves."""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Prefetch

from vendors import countries, grid, registers
from vendors.choices import ActionKind
from vendors.filters import VendorFilter
from vendors.models import CapabilityLine, RegulatoryAction, Site, Vendor

OTHERS = ("grade", "certificate", "record", "relationship", "size", "confirmed")  # named by chips
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


def entries(vendors, filterset: VendorFilter) -> list[Entry]:
    """
    Return an entry per vendor in a number of queries that does not grow with them.

    :param vendors: the page's vendors, as a queryset of what the reader may see, in order
    """
    page = list(vendors.prefetch_related("confirmations", *_at_sites()))
    chosen = filterset.shown_leaves()
    if 0 < len(chosen) <= STRIPS:
        shown = {vendor.pk: (chosen, 0) for vendor in page}
    else:
        tally = filterset.tally
        shown = {vendor.pk: tally.strongest(vendor.pk, chosen, most=STRIPS) for vendor in page}
    lines = _lines({pk: leaves for pk, (leaves, _) in shown.items()})
    sources = registers.newest()
    return [
        _entry(vendor, *shown[vendor.pk], lines[vendor.pk], filterset.asked(), sources)
        for vendor in page
    ]


def _at_sites():
    sites = Site.objects.order_by("name", "pk").only("pk", "vendor_id", "country", "fei")
    return Prefetch("sites", sites), Prefetch("sites__actions", with_closings())


def _lines(leaves_by_vendor: dict) -> dict[int, list[CapabilityLine]]:
    """Return the lines of these leaves alone: a vendor may have hundreds of others."""
    wanted = [(pk, leaf.code) for pk, leaves in leaves_by_vendor.items() for leaf in leaves]
    found = CapabilityLine.objects.at(wanted).annotate(vendor_id=F("site__vendor_id"))
    lines = {pk: [] for pk in leaves_by_vendor}
    for line in found.only(
        "site_id", "capability_id", "is_offered", "phases", "modalities", "dosage_forms",
        "evidence", "lead_time_weeks",
    ):  # fmt: skip
        lines[line.vendor_id].append(line)
    return lines


def _entry(vendor, leaves, more, lines, asked, sources) -> Entry:
    sites = list(vendor.sites.all())
    confirmed = {confirmation.group for confirmation in vendor.confirmations.all()}
    strips = [
        grid.row(
            leaf,
            [line for line in lines if line.capability_id == leaf.code],
            site_ids=[site.pk for site in sites],
            is_confirmed=leaf.group in confirmed,
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
        standing=registers.standing(sites, sources),
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
    others = sum(name in chosen for name in OTHERS)
    if others:
        parts.append(f"meet {others} more filter{'s' if others > 1 else ''}")
    if "q" in chosen:
        parts.append(f"match “{chosen['q']}”")
    text = ", ".join(parts[:-1]) + (" and " if len(parts) > 1 else "") + "".join(parts[-1:])
    if "evidence" in chosen:
        text = f"{text or 'have a capability'}, {_lower(filterset.words('evidence', chosen['evidence']))}"
    return text


def _either(words) -> str:
    words = [str(word) for word in words]
    return " or ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def _lower(words: str) -> str:
    """Return the words with a small first letter, unless it begins an abbreviation."""
    return words if words[1:2].isupper() or words[1:2].isdigit() else words[:1].lower() + words[1:]
