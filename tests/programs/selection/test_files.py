"""The selection files: written, and read back by other libraries."""

import io
from datetime import UTC, datetime

import openpyxl
import pypdf
import pytest

from programs import matching
from programs.models import Shortlist
from programs.plans import drawing, page
from programs.plans.wish import Wish
from programs.selection import considered, pdf, plan_file, shortlist_file, xlsx
from programs.selection.document import Document, Section, Table
from programs.services import selection, shortlists
from tests.factories.programs import KeptPlanFactory

NOW = datetime(2026, 11, 22, 9, 0, 0, 5, tzinfo=UTC)
EVIL = '=HYPERLINK("http://x") #panic() *b* $x$ <i> \\ \u201c'


def text_of(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(one.extract_text() for one in pages).split())


def document(**fields):
    table = Table("Needs: [all]", ["Need", "Points"], [[EVIL, 3], ["-5", None]], [3, 1])
    plain = {
        "title": EVIL,
        "subtitle": "Sub",
        "facts": [("Fact", EVIL)],
        "sections": [Section("One", [EVIL], [table, table])],
    }
    return Document(**(plain | fields))


def test_pdf_takes_text_as_text():
    said = text_of(pdf.render(document(), now=NOW))

    assert said.count("#panic() *b* $x$ <i>") == 6  # title, footer, fact, sentence, two tables


def test_pdf_is_tagged_and_dated():
    reader = pypdf.PdfReader(io.BytesIO(pdf.render(document(title="Plan"), now=NOW)))

    assert reader.metadata.title == "Plan"
    assert reader.metadata.creation_date == NOW.replace(microsecond=0)
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_workbook_holds_no_formula_and_no_sheet_twice():
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(document())))

    assert book.sheetnames == ["Selection", "Needs   all", "Needs   all 2"]
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in book["Needs   all"][2]] == [f"'{EVIL}", 3]
    assert [cell.value for cell in book["Needs   all"][3]] == ["-5", None]


@pytest.mark.django_db
def test_plan_file_says_who_does_what_and_what_is_open(world, now):
    record = drawing.draw(world.program, Wish(exclude=("birch",), cap=2), now=now)

    said = text_of(pdf.render(plan_file.document(page.show(record)), now=now))

    assert "Partner plan for AUR-9" in said
    assert "A draft: it is kept by nobody yet" in said
    assert "At most two partners; without Birch Manufacturing" in said
    assert "Drug substance Commercial Making Nobody whom these options allow meets it" in said
    assert "AB 2 needs, Alder One" in said
    assert "Proved best: no plan covers these needs with fewer partners" in said


@pytest.mark.django_db
def test_kept_plan_file_carries_its_sign_off(world, now):
    kept = KeptPlanFactory(program=world.program)

    said = text_of(pdf.render(plan_file.document(page.show(kept.record), kept), now=now))

    assert "Kept by Lea D, 2 Nov 2026, 00:00 UTC" in said
    assert "Reason Fewest transfers before the filing" in said
    assert "Drug substance Alder Biologics Birch Manufacturing Commercial 2031-09-01" in said


@pytest.mark.django_db
def test_shortlist_file_has_result_reason_and_digest(world, lead, now):
    entry = shortlists.add(package=world.making, vendor=world.alder, note="=1+1", by=lead, now=now)
    sign = selection.sign_off(entry=entry, reason="Audited by us", by=lead, now=now)

    ranking = matching.leaders(world.making, now=now, top=20)
    found = shortlist_file.document(Shortlist.objects.for_file().get(), ranking)

    said = text_of(pdf.render(found, now=now))
    assert "Selection file: Making, AUR-9" in said
    assert f"Alder Biologics Lea D 22 Nov 2026, 09:00 UTC Audited by us {sign.digest[:16]}" in said
    assert "Phase 1 Drug substance Must 4 Met declared Alder One 44.45" in said
    book = openpyxl.load_workbook(io.BytesIO(xlsx.render(found)))
    assert book.sheetnames == [
        "Selection",
        "Shortlist",
        "Sign-offs",
        "Alder Biologics",
        considered.TITLE,
    ]
    assert [cell.value for cell in book["Shortlist"][2]][-1] == "'=1+1"
