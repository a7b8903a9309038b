import pytest

from audit.models import Event
from rfps import library
from rfps.errors import RFPError
from rfps.services import filling, templates
from rfps.services import rfp as rfp_services
from tests.factories.programs import (
    NeedFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.rfps import RFPFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def written(shortlist, procurement, data, now):
    """Give a draft of tablets from the built-in template."""
    content = library.get("oral-solid").content
    return rfp_services.create(
        shortlists=[shortlist], by=procurement, data=data, writings=[content], now=now
    )


def test_a_template_brings_facts_sections_grid_criteria_and_terms(written):
    lot = written.lots.get()

    assert written.briefitem_set.filter(lot=lot, label="Batch size", is_required=True).count() == 1
    assert list(written.section_set.filter(lot=None).values_list("title", flat=True)) == [
        "Company",
        "Capacity and timeline",
        "Named team",
        "Commercial terms",
    ]
    assert written.section_set.get(title="Commercial terms").envelope == "commercial"
    assert written.question_set.get(text__startswith="Legal name").fact == "legal_name"
    assert sum(written.criterion_set.values_list("weight", flat=True)) == 100
    assert written.terms.startswith("Answers are prepared at your own cost")


def test_its_grid_prices_the_scope_first(written):
    lines = list(written.gridline_set.all())
    scope = list(written.scope_lines.all())

    assert [line.scope_key for line in lines[:2]] == [line.key for line in scope]
    assert [(line.quantity, line.unit, line.note) for line in lines[:2]] == [
        (1, "batch", "At 20,000 units/batch"),
        (1, "lump sum", ""),
    ]
    assert [line.position for line in lines] == list(range(1, len(lines) + 1))


def test_what_is_for_other_phases_stays_out(written):
    labels = set(written.briefitem_set.values_list("label", flat=True))

    assert "Validation and PPQ scope" in labels  # a line is of phase 3
    assert "Serialisation and artwork" not in labels


def test_a_second_lot_brings_its_own_facts_and_no_second_company_section(
    shortlist, package, vendors, procurement, data, now
):
    trial = WorkPackageFactory(program=package.program, name="Clinical trial")
    NeedFactory(package=trial, program=package.program, slot="R4.07", capabilities=["R4.07"])
    second = ShortlistFactory(package=trial)
    ShortlistEntryFactory(shortlist=second, vendor=vendors[0])

    rfp = rfp_services.create(
        shortlists=[shortlist, second],
        by=procurement,
        data=data,
        writings=[library.get("oral-solid").content, library.get("clinical").content],
        now=now,
    )

    first, other = rfp.lots.all()
    assert rfp.section_set.filter(title="Company").count() == 1
    assert rfp.section_set.filter(title="Delivery", lot=other).count() == 1
    assert first.briefitems.filter(label="Batch size").count() == 1
    assert other.briefitems.filter(label__startswith="Subjects").count() == 1
    assert rfp.criterion_set.count() == 5


def test_a_request_for_information_gets_no_criteria():
    rfp = RFPFactory(kind="RFI")

    filling.complete(rfp=rfp)

    assert rfp.criterion_set.count() == 0


def test_filling_a_second_time_adds_nothing(draft, procurement, now):
    lot, content = draft.lots.get(), library.get("oral-solid").content
    filling.fill(lot=lot, content=content, by=procurement, now=now)
    before = templates.extract(draft, with_values=True)

    filling.fill(lot=lot, content=content, by=procurement, now=now)

    assert templates.extract(draft, with_values=True) == before
    assert Event.objects.last().summary == "RFP-2026-001: 0 rows of a template for Drug product"


def test_what_a_draft_says_stays(draft, procurement, now):
    lot, content = draft.lots.get(), library.get("oral-solid").content
    draft.briefitem_set.create(
        organisation=draft.organisation,
        lot=lot,
        position=7,
        group="Ours",
        label="Batch size",
        value="9",
    )

    filling.fill(lot=lot, content=content, by=procurement, now=now)

    item = draft.briefitem_set.get(label="Batch size")
    assert (item.value, item.group, item.position) == ("9", "Ours", 7)
    assert min(draft.briefitem_set.exclude(pk=item.pk).values_list("position", flat=True)) == 8


def test_only_a_draft_is_filled(issued, procurement, now):
    content = library.get("oral-solid").content

    with pytest.raises(RFPError):
        filling.fill(lot=issued.lots.get(), content=content, by=procurement, now=now)

    assert issued.briefitem_set.count() == 0
