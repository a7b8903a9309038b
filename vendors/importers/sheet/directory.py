"""The part of the directory that a file speaks of, read in a handful of queries."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import F, Q

from vendors.choices import ProposalState
from vendors.importers.report import RowError
from vendors.importers.sheet.records import Record
from vendors.models import CapabilityLine, Certificate, Proposal, Site, Vendor, VendorContact


class Directory:
    """
    Finds the vendor, and what belongs to it, that a row means.

    A vendor is found by its DUNS number, or else by its name or legal name; a site by its FEI, or
    else by its name at that vendor; a line by its leaf and dosage forms, a certificate by its scheme
    and number at that site; a contact by its address. What belongs to one sponsor alone is not
    found, and who was merged into another is that other.
    """

    def __init__(self, records: list[Record], *, source: str, is_locked: bool):
        self._lock = is_locked
        self._read_vendors(records)
        self._read_sites(records)
        self._read_lines(records)
        self._read_certificates(records)
        self._read_contacts(records)
        asked = Proposal.objects.filter(
            vendor__in=list(self._vendors),
            source=source,
            state__in=[ProposalState.OPEN, ProposalState.REJECTED],
        )
        self._asked = {
            (one.vendor_id, one.site_id, one.field, json.dumps(one.new)) for one in asked
        }

    def vendor(self, said: dict) -> Vendor | None:
        pk = self._by_duns.get(said.get("duns"))
        if pk is None:
            named = self._by_name.get(said["name"].casefold(), set())
            if len(named) > 1:
                raise RowError("Vendor", f"{len(named)} vendors have this name: give the DUNS")
            pk = next(iter(named), None)
        return self._vendors.get(pk)

    def site(self, vendor: Vendor, said: dict) -> Site | None:
        by_fei = self.sites_by_fei.get(said.get("fei"))
        if by_fei is not None and by_fei.vendor_id == vendor.pk:
            return by_fei
        named = self._sites.get((vendor.pk, said["name"].casefold()), [])
        if len(named) > 1:
            raise RowError("Site", "two sites of this vendor have this name: give the FEI")
        return named[0] if named else None

    def line(self, site: Site, said: dict) -> CapabilityLine | None:
        """Return the line of the same forms; a row that states none means the only one there is."""
        known = self._lines.get((site.pk, said["capability"].pk), []) if site.pk else []
        forms = said.get("dosage_forms", [])
        same = [line for line in known if line.dosage_forms == forms]
        found = same or ([] if forms else known)
        if len(found) > 1:
            raise RowError("Capability", "this site has several lines of it: give dosage forms")
        return found[0] if found else None

    def certificate(self, site: Site, said: dict) -> Certificate | None:
        """Return that of the same number; a row that states none means the only one there is."""
        known = self._certificates.get((site.pk, said["scheme"]), []) if site.pk else []
        number = said.get("number", "")
        found = [one for one in known if one.number == number] or ([] if number else known)
        if len(found) > 1:
            raise RowError("Certificate", "this site has several of this kind: give the number")
        return found[0] if found else None

    def contact(self, vendor: Vendor, said: dict) -> VendorContact | None:
        one = self._contacts.get((vendor.pk, said["email"].casefold())) if vendor.pk else None
        if one is not None and one.private_to_id:
            raise RowError("Contact e-mail", "cannot be entered from a file: enter it by hand")
        return one

    def was_asked(self, subject, name: str, value) -> bool:
        """Say whether a proposal waits already, or was rejected."""
        where = address(subject, name)
        return (*where, json.dumps(jsonable(value))) in self._asked

    def _read_vendors(self, records) -> None:
        public = Vendor.objects.filter(private_to=None).order_by("pk")
        self._by_duns: dict[str, int] = {}
        self._by_name: dict[str, set[int]] = {}
        merged = {}
        for pk, name, legal, duns, into in public.values_list(
            "pk", "name", "legal_name", "duns", "merged_into"
        ):
            merged[pk] = into
            if duns:
                self._by_duns.setdefault(duns, pk)
            for words in {name.casefold(), legal.casefold()} - {""}:
                self._by_name.setdefault(" ".join(words.split()), set()).add(pk)
        for pk in [pk for pk, into in merged.items() if into]:
            last = pk
            while merged.get(last):
                last = merged[last]
            merged[pk] = last

        def survivor(pk):
            return merged.get(pk) or pk

        self._by_duns = {duns: survivor(pk) for duns, pk in self._by_duns.items()}
        self._by_name = {name: {survivor(pk) for pk in pks} for name, pks in self._by_name.items()}
        wanted = set()
        for record in records:
            said = record.said["vendor"]
            wanted.add(self._by_duns.get(said.get("duns")))
            wanted |= self._by_name.get(said["name"].casefold(), set())
        self._vendors = self._locked(Vendor.objects.order_by("pk")).in_bulk(wanted - {None})

    def _read_sites(self, records) -> None:
        numbers = {record.said["site"].get("fei") for record in records} - {None}
        sites = Site.objects.filter(Q(vendor__in=list(self._vendors)) | Q(fei__in=numbers))
        self.sites_by_fei: dict[str, Site] = {}
        self._sites: dict[tuple, list[Site]] = {}
        for site in self._locked(sites.select_related("vendor").order_by("pk")):
            if site.fei:
                self.sites_by_fei[site.fei] = site
            self._sites.setdefault((site.vendor_id, site.name.casefold()), []).append(site)

    def _read_lines(self, records) -> None:
        pairs = {
            (vendor.pk, record.said["line"]["capability"].pk)
            for record in records
            if record.said["line"] and (vendor := self._maybe(record.said["vendor"]))
        }
        lines = CapabilityLine.objects.at(sorted(pairs)).annotate(vendor_id=F("site__vendor_id"))
        self._lines: dict[tuple, list[CapabilityLine]] = {}
        for line in self._locked(lines.order_by("pk")):
            self._lines.setdefault((line.site_id, line.capability_id), []).append(line)

    def _read_certificates(self, records) -> None:
        self._certificates: dict[tuple, list[Certificate]] = {}
        if not any(record.said["certificate"] for record in records):
            return
        known = Certificate.objects.filter(site__vendor__in=list(self._vendors))
        for one in self._locked(known.annotate(vendor_id=F("site__vendor_id")).order_by("pk")):
            self._certificates.setdefault((one.site_id, one.scheme), []).append(one)

    def _read_contacts(self, records) -> None:
        self._contacts: dict[tuple, VendorContact] = {}
        if not any(record.said["contact"] for record in records):
            return
        known = VendorContact.objects.filter(vendor__in=list(self._vendors))
        for one in self._locked(known.order_by("pk")):
            self._contacts[one.vendor_id, one.email.casefold()] = one

    def _maybe(self, said: dict) -> Vendor | None:
        try:
            return self.vendor(said)
        except RowError:
            return None

    def _locked(self, rows):
        return rows.select_for_update(of=["self"]) if self._lock else rows


def address(subject, name: str) -> tuple[int, int | None, str]:
    """Return vendor, site and field of a proposal, as ``vendors.proposals`` finds them again."""
    instance = subject.instance
    match subject.part:
        case "vendor":
            return instance.pk, None, name
        case "site":
            return instance.vendor_id, instance.pk, name
        case "contact":
            return instance.vendor_id, None, f"contact #{instance.pk} {name}"
    kind = instance.capability_id if subject.part == "line" else subject.part
    return instance.vendor_id, instance.site_id, f"{kind} #{instance.pk} {name}"


def jsonable(value):
    """Return a value as JSON keeps it."""
    return json.loads(json.dumps(value, cls=DjangoJSONEncoder))
