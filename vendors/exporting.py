"""Lists and comparisons as files: CSV and XLSX, with cells that no program runs."""

import csv
import io
from collections.abc import Iterable

from django.conf import settings
from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from audit.spreadsheets import safe_cell
from vendors import countries, directory, grid, one_vendor
from vendors.choices import CertificateScheme, Evidence, Standing
from vendors.filters import VendorFilter
from vendors.models import Certificate, Site, Vendor

HEADINGS = (
    "Name", "Legal name", "Kind", "Country", "City", "Size", "Sites", "Site countries",
    "Capabilities offered", "Best evidence on what was asked", "Evidence by phase", "Lead time",
    "On the register", "Certificates in force", "FEI", "DUNS", "Last confirmed", "Website", "Profile",
)  # fmt: skip
STANDING = "Your standing"  # a sponsor's own, as the last column
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 1000


def listing(filterset: VendorFilter, vendors) -> Iterable[list]:
    """
    Yield the headings, then a row per vendor found, in the order of the page and with what it shows.

    :param vendors: what the reader may see
    """
    is_sponsor = filterset.reader.is_sponsor
    yield [*HEADINGS, STANDING] if is_sponsor else list(HEADINGS)
    ids = filterset.vendor_ids().tolist()
    for first in range(0, len(ids), AT_ONCE):
        beside = _Beside(filterset, ids[first : first + AT_ONCE])
        for vendor in vendors.in_order(ids[first : first + AT_ONCE]):
            row = _row(vendor, filterset, beside)
            yield [*row, beside.standing(vendor)] if is_sponsor else row


class _Beside:
    """What an export says beside a vendor's own columns, of many at once, by vendor."""

    def __init__(self, filterset: VendorFilter, ids: list[int]):
        self.standings = filterset.reader.standings if filterset.reader.is_sponsor else {}
        entries = directory.entries(ids, filterset)
        self.entries = {entry.vendor.id: entry for entry in entries}
        self.feis: dict[int, list[str]] = {}
        sites = Site.objects.filter(vendor__in=ids).exclude(fei="").order_by("fei")
        for pk, fei in sites.values_list("vendor", "fei"):
            self.feis.setdefault(pk, []).append(fei)
        self.schemes: dict[int, set[str]] = {}
        held = Certificate.objects.in_force(filterset.today).filter(site__vendor__in=ids)
        for pk, scheme in held.order_by().values_list("site__vendor", "scheme").distinct():
            self.schemes.setdefault(pk, set()).add(scheme)

    def standing(self, vendor: Vendor) -> str:
        standing = self.standings.get(vendor.pk)
        return Standing(standing).label if standing else ""

    def certificates(self, vendor: Vendor) -> str:
        held = self.schemes.get(vendor.pk, ())
        return ", ".join(scheme.label for scheme in CertificateScheme if scheme.value in held)


def _row(vendor: Vendor, filterset: VendorFilter, beside: _Beside) -> list:
    own, entry = one_vendor.own(filterset.tally, vendor.pk), beside.entries[vendor.pk]
    return [
        vendor.name,
        vendor.legal_name,
        vendor.get_kind_display(),
        countries.name(vendor.country),
        vendor.city,
        vendor.get_size_display(),
        own.sites,
        ", ".join(countries.name(code) for code in own.countries),
        own.leaves,
        Evidence(own.best).label if own.best else "",
        "; ".join(map(_by_phase, entry.strips)),
        entry.lead_time,
        f"{entry.standing.words}, {entry.standing.detail}",
        beside.certificates(vendor),
        ", ".join(beside.feis.get(vendor.pk, ())),
        vendor.duns,
        vendor.confirmed_at.date() if vendor.confirmed_at else None,
        vendor.website,
        settings.SITE_URL + vendor.get_absolute_url(),
    ]


def _by_phase(strip: grid.Row) -> str:
    """Say what the list draws: "M4.14 Aseptic filling: P1 inspected, P2 declared"."""
    said = [
        f"{phase} {Evidence(level).label.lower()}"
        for phase, level in strip.levels.items()
        if isinstance(level, int)
    ]
    return f"{strip.leaf}: {', '.join(said) or 'not stated'}"


def as_csv(rows: Iterable[list], name: str) -> HttpResponse:
    """Answer with a CSV file; its mark of UTF-8 is for Excel."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([safe_cell(value) for value in row] for row in rows)
    content = "\ufeff" + text.getvalue()
    return _file(content.encode(), f"{name}.csv", "text/csv; charset=utf-8")


def as_xlsx(sheets: dict[str, Iterable[list]], name: str) -> HttpResponse:
    """Answer with a workbook; the first row of each sheet is its heading and stays in sight."""
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title[:31])
        for row in rows:
            sheet.append([_storable(safe_cell(value)) for value in row])
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        sheet.freeze_panes = "B2"
        for column in sheet.iter_cols(max_row=1):
            sheet.column_dimensions[column[0].column_letter].width = 24
    content = io.BytesIO()
    book.save(content)
    return _file(content.getvalue(), f"{name}.xlsx", XLSX)


def _storable(value):
    """XML has no control characters; the workbook would refuse them."""
    return ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value


def _file(content: bytes, name: str, kind: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
