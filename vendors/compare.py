"""Up to five vendors side by side: what differs stands in the same row."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from vendors import completeness, countries, directory, grid, registers
from vendors.choices import CertificateScheme, Standing
from vendors.models import CapabilityLine, Certificate, Vendor
from vendors.profile import lead_time, scale
from vendors.templatetags.evidence import WORDS, code


@dataclass(frozen=True)
class Cell:
    """Words, or the levels of a leaf by phase with words beside them."""

    words: str = ""
    levels: tuple = ()
    tone: str = ""

    @property
    def said(self) -> str:
        """Return all of it in words, for a spreadsheet."""
        levels = ", ".join(
            f"{phase} {WORDS[code(level)].lower()}" for phase, level in self.levels if level
        )
        return "; ".join(filter(None, [levels, self.words]))

    @property
    def by_phase(self) -> dict:
        return dict(self.levels)


@dataclass(frozen=True)
class Row:
    label: str
    cells: list[Cell]

    @property
    def differs(self) -> bool:
        return len(set(self.cells)) > 1


@dataclass(frozen=True)
class Section:
    title: str
    rows: list[Row]


@dataclass(frozen=True)
class Comparison:
    vendors: list[Vendor]
    sections: list[Section]

    def differences(self) -> "Comparison":
        """Return only the rows in which the vendors are not all alike."""
        sections = [
            Section(one.title, [row for row in one.rows if row.differs]) for one in self.sections
        ]
        return Comparison(self.vendors, [one for one in sections if one.rows])

    def sheet(self) -> Iterable[list]:
        """Yield the rows of a spreadsheet."""
        yield ["", *(vendor.name for vendor in self.vendors)]
        for section in self.sections:
            yield [section.title]
            for row in section.rows:
                yield [row.label, *(cell.said for cell in row.cells)]


def of(vendors, *, slugs: list[str], standings: dict | None, today: date) -> Comparison:
    """
    Compare vendors, in the order of their slugs.

    :param vendors: what the reader may see; a slug beyond it is passed over
    :param standings: the reader's own standing by vendor id, None where they have none
    """
    found = completeness.annotate(vendors.filter(slug__in=slugs), today).prefetch_related(
        "confirmations",
        "sites",
        Prefetch("sites__lines", CapabilityLine.objects.select_related("capability")),
        Prefetch("sites__certificates", Certificate.objects.in_force(today), to_attr="in_force"),
        Prefetch("sites__actions", directory.with_closings()),
    )
    own = sorted(found, key=lambda vendor: slugs.index(vendor.slug))
    sections = [_company(own), _evidence(own), *_capabilities(own)]
    if standings is not None:
        yours = [
            Cell(Standing(standings[v.pk]).label if standings.get(v.pk) else "None given")
            for v in own
        ]
        sections[0].rows.append(Row("Your standing", yours))
    return Comparison(own, sections)


def _company(vendors) -> Section:
    def row(label, words):
        return Row(label, [Cell(words(vendor) or "Not stated") for vendor in vendors])

    def place(vendor):
        return ", ".join(filter(None, [vendor.city, countries.name(vendor.country)]))

    def sites(vendor):
        codes = dict.fromkeys(site.country for site in vendor.sites.all() if site.country)
        named = ", ".join(countries.name(code) for code in codes)
        return f"{len(vendor.sites.all())}{f' ({named})' if named else ''}"

    return Section(
        "Company",
        [
            row("Kind", lambda vendor: vendor.get_kind_display()),
            row("Headquarters", place),
            row("Sites", sites),
            row("Size", lambda vendor: vendor.get_size_display()),
            row("Ownership", lambda vendor: vendor.get_ownership_display()),
            row("Founded", lambda vendor: str(vendor.founded or "")),
            row(
                "Last confirmed",
                lambda v: f"{v.confirmed_at:%d %b %Y}".lstrip("0") if v.confirmed_at else "Never",
            ),
            row("Profile complete", lambda vendor: f"{vendor.completeness}\u00a0%"),
        ],
    )


def _evidence(vendors) -> Section:
    sources = registers.newest()
    findings = [registers.standing(vendor.sites.all(), sources) for vendor in vendors]
    standing = [Cell(f"{one.words}: {one.detail}", tone=one.tone) for one in findings]
    held = [
        {
            certificate.scheme: certificate
            for site in vendor.sites.all()
            for certificate in site.in_force
        }
        for vendor in vendors
    ]
    schemes = [scheme for scheme in CertificateScheme if any(scheme.value in one for one in held)]
    return Section(
        "Evidence",
        [
            Row("On the register", standing),
            *(
                Row(
                    f"{scheme.label} in force",
                    [Cell("Yes" if scheme.value in one else "None on file") for one in held],
                )
                for scheme in schemes
            ),
        ],
    )


def _capabilities(vendors) -> list[Section]:
    """Return a section per group, a row per leaf that one of the vendors states."""
    leaves = {
        line.capability_id: line.capability
        for vendor in vendors
        for site in vendor.sites.all()
        for line in site.lines.all()
        if line.is_offered
    }
    sections: dict[str, Section] = {}
    for code_, leaf in sorted(leaves.items()):
        section = sections.setdefault(leaf.group, Section(leaf.group_label, []))
        section.rows.append(
            Row(f"{code_} {leaf.label}", [_cell(vendor, leaf) for vendor in vendors])
        )
    return list(sections.values())


def _cell(vendor, leaf) -> Cell:
    sites = list(vendor.sites.all())
    lines = [line for site in sites for line in site.lines.all() if line.capability_id == leaf.code]
    row = grid.row(
        leaf,
        lines,
        site_ids=[site.pk for site in sites],
        is_confirmed=leaf.group in {one.group for one in vendor.confirmations.all()},
    )
    offered = [line for line in lines if line.is_offered]
    words = ", ".join(filter(None, [scale(offered), lead_time(offered)]))
    return Cell(words, tuple(row.levels.items()))
