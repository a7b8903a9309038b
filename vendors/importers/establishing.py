"""
What a register of establishments becomes: companies in review, their sites, lines and certificates.

The same for every such register: an importer reads its file into places, and this writes them. What
stands already is read in a few queries, and what is new is written in a few, however long the file.
A value that a person has set is never overwritten: it is proposed upon.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import OuterRef, Q, Subquery

from audit import services as audit
from vendors.choices import CertificateScheme, Evidence, Grade, ListingState, Phase, VendorKind
from vendors.importers.proposing import propose
from vendors.importers.report import Report, RowError
from vendors.models import (
    Capability,
    CapabilityLine,
    Certificate,
    RegulatoryAction,
    Site,
    Vendor,
)

COMMERCIAL = (Phase.REG, Phase.COM, Phase.PMK)
BATCH = 1000
FATES = ["unchanged", "proposed", "updated"]  # of a place's parts the last one wins


@dataclass(frozen=True)
class Offer:
    """One line to be: the leaf, and what the register says of it."""

    leaf: str
    dosage_form: str = ""
    modality: str = ""
    grade: str = Grade.GMP_COMMERCIAL
    phases: tuple = COMMERCIAL


@dataclass(frozen=True)
class Register:
    """Whose list it is, the day it speaks of, and what its word is worth."""

    name: str
    source: str
    as_of: date
    kind: VendorKind
    about: str
    evidence: Evidence
    url: str = ""
    family: str = ""  # registers whose names begin so write a company's name the same way

    @property
    def origin(self) -> dict:
        return {"source": self.source, "source_url": self.url, "as_of": self.as_of}


@dataclass
class Place:
    """One establishment, from one or several rows of the file."""

    key: str
    rows: list[int]
    company: str
    site: dict  # Site's fields
    offers: list[Offer] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)
    website: str = ""
    day: date | None = None  # of the newest that the row says
    certificate: dict | None = None  # Certificate's fields, found again by scheme and number


def key_of(register: str, name: str, address: str) -> str:
    """Return what finds the same site again: register, name and address, within 200 characters."""
    digest = hashlib.sha256(f"{name}|{address}".encode()).hexdigest()[:20]
    return f"{register}:{name[:80]}:{digest}"


def without_repeats(items: list[dict], report: Report) -> list[dict]:
    """Leave out a row (``row``, ``cells``) that says word for word what an earlier one said."""
    seen: dict[tuple, int] = {}
    kept = []
    for item in items:
        if item["cells"] in seen:
            report.skip(item["row"], RowError("row", f"repeats row {seen[item['cells']]}"))
        else:
            seen[item["cells"]] = item["row"]
            kept.append(item)
    return kept


def settle(
    places: list[Place], register: Register, *, report: Report, now, progress, file=""
) -> None:
    """Write the places, and count the fate of each for all of its rows."""
    writer = _Writer(places, register, now)
    for place in places:
        report.unknown_terms.update(place.terms)
        report.count(writer.settle(place), len(place.rows))
        progress(report.records)
    writer.finish(file)
    report.skips.sort(key=lambda skip: skip.row)


class _Writer:
    """One import at work: what was there, and what is to be created at its end."""

    def __init__(self, places: list[Place], register: Register, now):
        self.register, self.now = register, now
        self.leaves = set(Capability.objects.values_list("code", flat=True))
        self.by_key, self.by_fei = _sites(places)
        self.companies = self._companies(places)
        self.vendors: list[Vendor] = []
        self.sites: list[Site] = []
        self.lines: list[CapabilityLine] = []
        self.certificates: list[Certificate] = []

    def _companies(self, places: list[Place]) -> dict[str, Vendor]:
        """Return the vendors there are by company: of this register, or of one that writes alike."""
        names = {place.company for place in places}
        known = Vendor.objects.filter(import_key__in=[self._company_key(name) for name in names])
        if self.register.family:
            known |= Vendor.objects.filter(
                name__in=names, import_key__startswith=self.register.family
            )
        start = len(self.register.name) + 1
        found = {}
        for vendor in known.select_related("merged_into__merged_into").order_by("-pk"):
            is_own = vendor.import_key.startswith(f"{self.register.name}:")
            found[vendor.import_key[start:] if is_own else vendor.name] = vendor.survivor()
        return found

    def _company_key(self, company: str) -> str:
        return f"{self.register.name}:{company}"

    def settle(self, place: Place) -> str:
        offers = [offer for offer in dict.fromkeys(place.offers) if offer.leaf in self.leaves]
        site = self.by_key.get(place.key)
        is_own = site is not None
        site = site or self.by_fei.get(place.site.get("fei"))
        if site is None:
            self._create(place, offers)
            return "created"
        fates = [
            self._update_site(site, place, is_own=is_own),
            self._update_lines(site, offers),
            self._update_certificate(site, place.certificate),
        ]
        return max(fates, key=FATES.index)

    def _create(self, place: Place, offers: list[Offer]) -> None:
        vendor = self.companies.get(place.company) or self._new_vendor(place)
        site = Site(
            vendor=vendor,
            unmapped_terms=place.terms,
            import_key=place.key,
            **place.site,
            **self.register.origin,
        )
        self.sites.append(site)
        self._add_lines(site, offers, [])
        self._update_certificate(site, place.certificate)

    def _new_vendor(self, place: Place) -> Vendor:
        key = self._company_key(place.company)
        digest = hashlib.sha256(key.encode()).hexdigest()[:10]
        vendor = Vendor(
            slug=f"{self.register.name.partition('-')[0]}-{digest}",
            name=place.company,
            legal_name=place.company,
            kind=self.register.kind,
            country=place.site.get("country", ""),
            website=place.website,
            description=self.register.about,
            state=ListingState.IN_REVIEW,
            import_key=key,
            created_at=self.now,
            **self.register.origin,
        )
        self.vendors.append(vendor)
        self.companies[place.company] = vendor
        return vendor

    def _update_site(self, site: Site, place: Place, *, is_own: bool) -> str:
        """Follow the register in what it said before; of a site that others know, fill blanks only."""
        facts = place.site | {"unmapped_terms": place.terms} if is_own else place.site
        changes = {
            name: value
            for name, value in facts.items()
            if getattr(site, name) != value and (is_own or not getattr(site, name))
        }
        if not changes:
            return "unchanged"
        if site.set_by_id:
            return self._ask(site, site, changes)
        # What another source says of the site stays under that source: here blanks alone were filled.
        origin = self.register.origin if is_own else {}
        Site.objects.filter(pk=site.pk).update(**changes, **origin)
        return "updated"

    def _update_lines(self, site: Site, offers: list[Offer]) -> str:
        """Add what is new; what differs from a line of this source is updated, or proposed."""
        known = list(site.lines.all())
        fates = ["updated" if self._add_lines(site, offers, known) else "unchanged"]
        by_leaf_and_form = {_identity(line): line for line in known}
        for offer in offers:
            line = by_leaf_and_form.get((offer.leaf, offer.dosage_form))
            if line is None or line.evidence > self.register.evidence:
                continue  # what is better proven is not made less
            wanted = self._line_facts(offer)
            changes = {
                name: value for name, value in wanted.items() if getattr(line, name) != value
            }
            if changes and line.set_by_id:
                fates.append(self._ask(site, line, changes, f"{offer.leaf} {offer.dosage_form} "))
            elif changes:
                rows = CapabilityLine.objects.filter(pk=line.pk)
                rows.update(**changes, **self.register.origin)
                fates.append("updated")
        return max(fates, key=FATES.index)

    def _add_lines(self, site: Site, offers: list[Offer], known: list[CapabilityLine]) -> bool:
        taken = {_identity(line) for line in known} | {
            (line.capability_id, None) for line in known if line.set_by_id
        }
        new = [
            CapabilityLine(
                site=site,
                capability_id=offer.leaf,
                **self.register.origin,
                **self._line_facts(offer),
            )
            for offer in offers
            if not {(offer.leaf, offer.dosage_form), (offer.leaf, None)} & taken
        ]
        self.lines += new
        return bool(new)

    def _line_facts(self, offer: Offer) -> dict:
        return {
            "phases": [str(phase) for phase in offer.phases],
            "modalities": [str(offer.modality)] if offer.modality else [],
            "dosage_forms": [str(offer.dosage_form)] if offer.dosage_form else [],
            "grade": str(offer.grade),
            "evidence": int(self.register.evidence),
        }

    def _update_certificate(self, site: Site, facts: dict | None) -> str:
        if not facts:
            return "unchanged"
        same = [
            one
            for one in (site.certificates.all() if site.pk else [])
            if (one.scheme, one.number) == (facts["scheme"], facts["number"])
        ]
        if not same:
            self.certificates.append(Certificate(site=site, **facts, **self.register.origin))
            return "updated"
        [known] = same[:1]
        changes = {name: value for name, value in facts.items() if getattr(known, name) != value}
        if not changes:
            return "unchanged"
        if known.set_by_id:
            return self._ask(site, known, changes, f"certificate #{known.pk} ")
        Certificate.objects.filter(pk=known.pk).update(**changes, **self.register.origin)
        return "updated"

    def _ask(self, site: Site, row, changes: dict, prefix: str = "") -> str:
        """Propose the changes of a row that a person set, and return its fate."""
        filed = [
            propose(
                site=site,
                field=prefix + name,
                old=_storable(getattr(row, name)),
                new=_storable(value),
                source=self.register.source,
                as_of=self.register.as_of,
            )
            for name, value in changes.items()
        ]
        return "proposed" if any(filed) else "unchanged"

    def finish(self, file: str) -> None:
        """Write what is new, and give the new sites the records of their FEI."""
        Vendor.objects.bulk_create(self.vendors, batch_size=BATCH)
        Site.objects.bulk_create(self.sites, batch_size=BATCH)
        CapabilityLine.objects.bulk_create(self.lines, batch_size=BATCH)
        Certificate.objects.bulk_create(self.certificates, batch_size=BATCH)
        attach_records(site.fei for site in self.sites if site.fei)
        if self.sites:
            audit.record(
                verb="register.imported",
                target=self.sites[0],
                summary=f"{len(self.sites)} sites read from {self.register.source}",
                now=self.now,
                file=file,
                vendors=[vendor.pk for vendor in self.vendors],
            )


def attach_records(numbers: Iterable[str]) -> int:
    """Give the sites of these FEIs the register records that stood alone; return how many."""
    owner = Site.objects.filter(fei=OuterRef("fei")).values("pk")
    alone = RegulatoryAction.objects.filter(site=None, fei__in=list(numbers))
    return alone.update(site=Subquery(owner))


def certificate(*, scheme: CertificateScheme, number: str, **facts) -> dict:
    """Return a certificate's fields for a place."""
    return {"scheme": scheme.value, "number": number, **facts}


def _sites(places: list[Place]) -> tuple[dict, dict]:
    """Return the sites on file by import key and by FEI, each with lines and certificates."""
    numbers = [place.site["fei"] for place in places if place.site.get("fei")]
    known = Site.objects.filter(
        Q(import_key__in=[place.key for place in places]) | Q(fei__in=numbers)
    ).prefetch_related("lines", "certificates")
    found = list(known)
    return (
        {site.import_key: site for site in found if site.import_key},
        {site.fei: site for site in found if site.fei},
    )


def _identity(line: CapabilityLine) -> tuple[str, str]:
    return line.capability_id, line.dosage_forms[0] if line.dosage_forms else ""


def _storable(value):
    """Return a value as JSON keeps it."""
    return value.isoformat() if isinstance(value, date) else value
