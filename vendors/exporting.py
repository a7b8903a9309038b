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
from vendors import countries, one_vendor
from vendors.choices import Evidence
from vendors.filters import VendorFilter
from vendors.models import Vendor

HEADINGS = (
    "Name", "Legal name", "Kind", "Country", "City", "Size", "Sites", "Site countries",
    "Capabilities offered", "Best evidence on what was asked", "Last confirmed", "Website", "Profile",
)  # fmt: skip
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
AT_ONCE = 1000


def listing(filterset: VendorFilter, vendors) -> Iterable[list]:
    """
    Yield the headings, then a row per vendor found, in the order of the page.

    :param vendors: what the reader may see
    """
    yield list(HEADINGS)
    ids = filterset.vendor_ids().tolist()
    for first in range(0, len(ids), AT_ONCE):
        for vendor in vendors.in_order(ids[first : first + AT_ONCE]):
            yield _row(vendor, filterset)


def _row(vendor: Vendor, filterset: VendorFilter) -> list:
    own = one_vendor.own(filterset.tally, vendor.pk)
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
        vendor.confirmed_at.date() if vendor.confirmed_at else None,
        vendor.website,
        settings.SITE_URL + vendor.get_absolute_url(),
    ]


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
