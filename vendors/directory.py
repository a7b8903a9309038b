"""The rows of the directory's listing: for a page of vendors, what each shows of the chosen leaves."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from vendors import countries, grid, one_vendor, registers, shown
from vendors.choices import ActionKind
from vendors.filters import VendorFilter
from vendors.models import RegulatoryAction

OTHERS = ("grade", "certificate", "record", "relationship", "size", "confirmed")  # named by chips
NAMED = 2  # of their values, in a sentence; more are counted
STRIPS = 3  # per vendor; more leaves than that are ranked, and the strongest are shown


@dataclass(frozen=True)
class Entry:
    vendor: shown.Listed
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


def entries(pks: list[int], filterset: VendorFilter) -> list[Entry]:
    """
    Return an entry per vendor, in a number of queries that does not grow with them.

    :param pks: the vendors of the page, in order; who is not for the reader is left out
    """
    if not pks:
        return []
    chosen = filterset.shown_leaves()
    if 0 < len(chosen) <= STRIPS:
        named = dict.fromkeys(pks, (chosen, 0))
    else:
        named = one_vendor.strongest(filterset.tally, pks, chosen, most=STRIPS)
    leaves = {pk: own for pk, (own, _) in named.items()}
    found = shown.read(leaves, filterset.reader.organisation_id)
    sources = registers.newest() if any(_is_silent(one) for one in found) else []
    asked = filterset.asked()
    return [_entry(one, *named[one.vendor.id], sources, asked) for one in found]


def _is_silent(one: shown.Shown) -> bool:
    """Say whether the registers were asked about a vendor, and hold nothing."""
    return not one.actions and any(site.fei for site in one.sites)


def _entry(one: shown.Shown, leaves, more, sources, asked) -> Entry:
    lines: dict[str, list] = {leaf.code: [] for leaf in leaves}
    for line in one.lines:
        lines[line.capability_id].append(line)
    site_ids = [site.id for site in one.sites]
    strips = [
        grid.row(
            leaf,
            lines[leaf.code],
            site_ids=site_ids,
            is_confirmed=leaf.group in one.confirmed,
            asked=asked,
        )
        for leaf in leaves
    ]
    return Entry(
        vendor=one.vendor,
        strips=strips,
        more=more,
        lead_time=_lead_time(one.lines),
        places=_places(one.vendor, one.sites),
        standing=registers.verdict(one.actions, one.sites, sources),
    )


def _lead_time(lines) -> str:
    weeks = {
        line.lead_time_weeks
        for line in lines
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
