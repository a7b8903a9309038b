"""A vendor's profile: one reading of its rows, from which every part of the page is told."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from string import ascii_uppercase

from django.db.models import Prefetch, Q

from vendors import countries, directory, grid, registers, timeline, track_record
from vendors.choices import ActionKind, CertificateScheme, DosageForm, Evidence, Modality, Phase
from vendors.models import (
    Capability,
    CapabilityLine,
    Certificate,
    GroupConfirmation,
    RegulatoryAction,
    Site,
    Vendor,
    VendorContact,
)


@dataclass
class Group:
    """A group of leaves the vendor works in, and what is known of those it does not name."""

    code: str
    label: str
    confirmation: GroupConfirmation | None
    rows: list[grid.Row]
    absent: list[Capability]


@dataclass
class SiteView:
    """A site under its letter."""

    letter: str
    site: Site
    rows: list[grid.Row]
    certificates: list[Certificate]
    actions: list[RegulatoryAction]
    marks: list[tuple[str, str]] = field(default_factory=list)

    @property
    def place(self) -> str:
        return ", ".join(filter(None, [self.site.city, countries.name(self.site.country)]))


@dataclass
class Selection:
    """One cell, with every line behind it, the strongest first."""

    leaf: Capability
    phase: Phase
    level: grid.Level
    lines: list[CapabilityLine]
    is_chosen: bool

    @property
    def best(self) -> CapabilityLine:
        return self.lines[0]


class Profile:
    """
    Read a vendor's rows once and answer what the page asks.

    :param cell: a leaf and a phase as in the address, ``M2.10:REG``; whatever is none is ignored
    """

    def __init__(self, vendor: Vendor, *, today: date, cell: str = "", organisation_id=None):
        self.vendor = vendor
        self.today = today
        self.cell = cell
        self.organisation_id = organisation_id
        self.confirmations = {one.group: one for one in vendor.confirmations.all()}
        self.sites = self._sites()

    def _sites(self) -> list[SiteView]:
        found = self.vendor.sites.order_by("name", "pk").prefetch_related(
            Prefetch("lines", CapabilityLine.objects.select_related("capability", "certificate")),
            "certificates",
            Prefetch("actions", directory.with_closings()),
        )
        sites = []
        for number, site in enumerate(found):
            rows = grid.rows(site.lines.all(), site_ids=[site.pk], confirmed=self.confirmations)
            view = SiteView(
                letter=_letter(number),
                site=site,
                rows=rows,
                certificates=list(site.certificates.all()),
                actions=list(site.actions.all()),
            )
            view.marks = list(_marks(view, self.today))
            for line in site.lines.all():
                self._describe(line, view.letter)
            sites.append(view)
        return sites

    def _describe(self, line, letter: str) -> None:
        """Put a line into words for the templates."""
        line.letter = letter
        line.modality_words = ", ".join(Modality(code).label for code in line.modalities)
        line.form_words = ", ".join(DosageForm(code).label for code in line.dosage_forms)
        line.scale_words = scale([line])

    @property
    def phases(self) -> list[Phase]:
        return list(Phase)

    @property
    def headquarters(self) -> str:
        return countries.name(self.vendor.country)

    @cached_property
    def letters(self) -> dict[int, str]:
        return {view.site.pk: view.letter for view in self.sites}

    # Capabilities

    @cached_property
    def lines(self) -> list[CapabilityLine]:
        return [line for view in self.sites for line in view.site.lines.all()]

    @cached_property
    def groups(self) -> list[Group]:
        """Return the groups in which the vendor states or confirms anything."""
        rows = grid.rows(self.lines, site_ids=list(self.letters), confirmed=self.confirmations)
        codes = {row.leaf.group for row in rows} | set(self.confirmations)
        groups: dict[str, Group] = {}
        for leaf in Capability.objects.current().filter(group__in=codes):
            group = groups.setdefault(
                leaf.group,
                Group(leaf.group, leaf.group_label, self.confirmations.get(leaf.group), [], []),
            )
            group.absent.append(leaf)
        for row in rows:
            if group := groups.get(row.leaf.group):
                group.rows.append(row)
                group.absent = [leaf for leaf in group.absent if leaf.code != row.leaf.code]
        for row in rows:
            row.sites = ", ".join(
                self.letters[pk]
                for pk in sorted({line.site_id for line in row.lines if line.is_offered})
            )
            row.scale = scale([line for line in row.lines if line.is_offered])
            row.lead = lead_time([line for line in row.lines if line.is_offered])
        return sorted(groups.values(), key=lambda group: group.code)

    @cached_property
    def rows(self) -> list[grid.Row]:
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def selection(self) -> Selection | None:
        """Return the cell of the address, or else the last phase of the strongest row."""
        code, _, phase = self.cell.partition(":")
        wanted = next((row for row in self.rows if row.leaf.code == code), None)
        if wanted and isinstance(wanted.levels.get(phase), int):
            return self._select(wanted, phase, is_chosen=True)
        if best := self.strongest:
            top = max(level for level in best.levels.values() if isinstance(level, int))
            phase = [phase for phase, level in best.levels.items() if level == top][-1]
            return self._select(best, phase, is_chosen=False)
        return None

    def _select(self, row, phase, *, is_chosen) -> Selection:
        lines = [line for line in row.lines if line.is_offered and phase in line.phases]
        lines.sort(key=lambda line: (-line.evidence, self.letters[line.site_id], line.pk))
        for line in lines:
            if line.certificate:
                line.validity = timeline.validity(line.certificate, self.today)
        return Selection(row.leaf, Phase(phase), row.levels[phase], lines, is_chosen)

    @cached_property
    def strongest(self) -> grid.Row | None:
        proven = [row for row in self.rows if row.strength()[0]]
        return max(proven, key=lambda row: (row.strength(), row.leaf.code), default=None)

    # Evidence beside the lines

    @cached_property
    def certificates(self) -> timeline.Timeline:
        return timeline.of(
            (
                (f"{view.letter} {view.site.name}", certificate)
                for view in self.sites
                for certificate in view.certificates
            ),
            self.today,
        )

    @property
    def next_lapse(self) -> timeline.Bar | None:
        """Return the certificate in force that lapses first."""
        coming = [
            bar
            for bar in self.certificates.bars
            if bar.tone != "bad" and bar.certificate.expires_on
        ]
        return min(coming, key=lambda bar: bar.certificate.expires_on, default=None)

    @cached_property
    def actions(self) -> list[RegulatoryAction]:
        """Return the register records of all sites, newest first, each with its outcome."""
        found = [(view, action) for view in self.sites for action in view.actions]
        found.sort(key=lambda pair: pair[1].acted_on, reverse=True)
        for view, action in found:
            action.letter = view.letter
            action.tone, action.words = registers.outcome(action)
        return [action for _, action in found]

    @property
    def meanings(self) -> list[str]:
        """Say of each kind of record on the page what it means, and what it does not."""
        kinds = {action.kind for action in self.actions}
        return [words for kind, words in registers.MEANING.items() if kind in kinds]

    @cached_property
    def loaded(self) -> list[registers.Register]:
        return registers.loaded()

    @property
    def searched(self) -> list[SiteView]:
        return [view for view in self.sites if view.site.fei]

    @property
    def not_searched(self) -> list[SiteView]:
        return [view for view in self.sites if not view.site.fei]

    @property
    def silences(self) -> list[registers.Silence]:
        """Return the registers that were searched by FEI and hold no record of these sites."""
        spoken = {(action.authority, action.source) for action in self.actions}
        if not self.searched:
            return []
        return registers.silences(
            one for one in self.loaded if (one.authority, one.source) not in spoken
        )

    @property
    def standing(self) -> registers.Finding:
        return registers.standing([view.site for view in self.sites], self.loaded)

    @cached_property
    def track_record(self) -> track_record.TrackRecord:
        return track_record.of(self.vendor)

    @cached_property
    def contacts(self) -> list[VendorContact]:
        return list(
            self.vendor.contacts.filter(
                Q(private_to=None) | Q(private_to=self.organisation_id or None)
            )
        )

    # Key figures

    @property
    def places(self) -> str:
        return ", ".join(
            dict.fromkeys(countries.name(v.site.country) for v in self.sites if v.site.country)
        )

    @property
    def offered(self) -> int:
        return sum(row.is_offered for row in self.rows)

    @property
    def refused(self) -> int:
        """Count the leaves the vendor does not offer: said so, or absent from a confirmed list."""
        said = sum(not row.is_offered for row in self.rows)
        return said + sum(len(group.absent) for group in self.groups if group.confirmation)

    @property
    def unknown(self) -> int:
        """Count the leaves of its groups of which something is unknown."""
        open_rows = sum(grid.UNKNOWN in row.levels.values() for row in self.rows)
        return open_rows + sum(len(g.absent) for g in self.groups if not g.confirmation)

    @property
    def run(self) -> tuple[str, str, Evidence] | None:
        """Return from which phase to which the strongest row holds its best level."""
        if not self.strongest:
            return None
        top = self.strongest.strength()[0]
        phases = [phase for phase, level in self.strongest.levels.items() if level == top]
        words = phases[0] if len(phases) == 1 else f"{phases[0]} to {phases[-1]}"
        return words, self.strongest.leaf.label, Evidence(top)


def scale(lines: Iterable[CapabilityLine]) -> str:
    """Return the range over the lines with its unit, e.g. ``5 to 500 L``."""
    lines = list(lines)
    low = [line.scale_min for line in lines if line.scale_min is not None]
    high = [line.scale_max for line in lines if line.scale_max is not None]
    units = list(dict.fromkeys(line.scale_unit for line in lines if line.scale_unit))
    ends = [
        f"{min(low).normalize():,f}" if low else "",
        f"{max(high).normalize():,f}" if high else "",
    ]
    if not any(ends) or len(units) > 1:
        return ""
    words = (
        f"from {ends[0]}"
        if not high
        else f"to {ends[1]}"
        if not low
        else " to ".join(dict.fromkeys(ends))
    )
    return " ".join([words, *units])


def lead_time(lines: Iterable[CapabilityLine]) -> str:
    """Return the shortest lead time among the lines, e.g. ``26 wk``."""
    weeks = [line.lead_time_weeks for line in lines if line.lead_time_weeks is not None]
    return f"{min(weeks)} wk" if weeks else ""


def _letter(number: int) -> str:
    return ascii_uppercase[number] if number < len(ascii_uppercase) else f"S{number + 1}"


def _marks(view: SiteView, today: date):
    """Yield (tone, words) of what a site's certificates and register records say today."""
    newest: dict[str, Certificate] = {}
    for certificate in view.certificates:
        known = newest.get(certificate.scheme)
        if not known or (certificate.expires_on or date.max) > (known.expires_on or date.max):
            newest[certificate.scheme] = certificate
    for scheme, certificate in newest.items():
        tone, _ = timeline.validity(certificate, today)
        state = {"good": "in force", "warn": "lapses soon", "bad": "lapsed"}[tone]
        if certificate.issued_on and certificate.issued_on > today:
            state = "not yet in force"
        yield tone, f"{CertificateScheme(scheme).label}: {state}"
    if not newest:
        yield "", "No certificate on file"
    open_letters = [
        a for a in view.actions if a.kind == ActionKind.WARNING_LETTER and not a.is_closed
    ]
    if open_letters:
        yield "bad", "Warning letter, no close-out on record"
