from decimal import Decimal

import pytest

from audit.models import Event
from rfps.errors import RFPError
from rfps.models import RFP, BriefItem, Criterion, Question, Section
from rfps.services import writing
from rfps.services.writing import Row
from tests.factories.rfps import RFPFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def items(draft):
    return [
        BriefItem.objects.create(
            organisation=draft.organisation, rfp=draft, position=place, group="A", label=label
        )
        for place, label in enumerate(("One", "Two", "Three"), start=1)
    ]


def labels(rfp) -> list[str]:
    return list(rfp.briefitem_set.values_list("label", flat=True))


def save(rfp, rows, by, now, model=BriefItem) -> str:
    return writing.save(rfp=rfp, rows={model: rows}, by=by, now=now)


def test_rows_are_added_edited_moved_and_removed_at_once(draft, items, procurement, now):
    one, two, three = items

    said = save(
        draft,
        [
            Row(one.pk, is_removed=True),
            Row(three.pk, {"value": "7 kg"}),
            Row(None, {"group": "B", "label": "Four"}),
            Row(two.pk, {"label": "Two"}),
        ],
        procurement,
        now,
    )

    assert labels(draft) == ["Three", "Four", "Two"]
    assert said == (
        "1 brief item added, 1 brief item edited, 1 brief item removed, brief items reordered"
    )
    event = Event.objects.last()
    assert event.summary == f"RFP-2026-001: {said}"
    assert event.data == {
        "added_briefitem": ["Four"],
        "edited_briefitem": ["Three"],
        "removed_briefitem": ["One"],
    }


def test_an_edited_row_keeps_its_key(draft, items, procurement, now):
    save(draft, [Row(items[0].pk, {"label": "Uno"})], procurement, now)

    stored = BriefItem.objects.get(pk=items[0].pk)
    assert (stored.label, stored.key) == ("Uno", items[0].key)


def test_nothing_new_leaves_no_trace(draft, items, procurement, now):
    said = save(draft, [Row(one.pk, {"label": one.label}) for one in items], procurement, now)

    assert said == ""
    assert Event.objects.filter(verb="rfp.written").exists() is False


def test_rows_that_another_tab_has_added_stay(draft, items, procurement, now):
    save(draft, [Row(items[1].pk), Row(items[0].pk)], procurement, now)

    assert labels(draft) == ["Two", "One", "Three"]


def test_a_row_that_another_tab_has_removed_is_not_brought_back(draft, items, procurement, now):
    items[1].delete()

    with pytest.raises(RFPError) as caught:
        save(draft, [Row(items[0].pk, {"label": "Uno"}), Row(2**40)], procurement, now)

    assert str(caught.value) == writing.STALE
    assert labels(draft) == ["One", "Three"]


def test_a_row_of_another_request_is_not_there(draft, procurement, now):
    other = RFPFactory(organisation=draft.organisation, program=draft.program)
    foreign = BriefItem.objects.create(
        organisation=other.organisation, rfp=other, position=1, group="A", label="Theirs"
    )

    with pytest.raises(RFPError):
        save(draft, [Row(foreign.pk, is_removed=True)], procurement, now)

    assert labels(other) == ["Theirs"]


def test_a_removed_section_takes_its_questions_along_unless_they_move(draft, procurement, now):
    owner = {"organisation": draft.organisation, "rfp": draft}
    first, second = (
        Section.objects.create(**owner, position=place, title=f"S{place}") for place in (1, 2)
    )
    stays, goes = (
        Question.objects.create(**owner, position=place, section=first, text=f"Q{place}")
        for place in (1, 2)
    )

    writing.save(
        rfp=draft,
        rows={
            Question: [Row(stays.pk, {"section": second}), Row(goes.pk, {"section": first})],
            Section: [Row(first.pk, is_removed=True), Row(second.pk)],
        },
        by=procurement,
        now=now,
    )

    assert list(draft.question_set.values_list("text", "section__title")) == [("Q1", "S2")]


def test_what_is_issued_is_written_for_the_next_addendum(issued, procurement, now):
    data = {"name": "Fit", "weight": Decimal(5)}

    save(issued, [Row(None, data)], procurement, now, model=Criterion)

    assert issued.criterion_set.count() == 6
    assert len(issued.versions.get().content["criteria"]) == 5


def test_what_is_frozen_is_not_written(issued, procurement, now):
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)

    with pytest.raises(RFPError):
        save(issued, [Row(None, {"group": "A", "label": "Late"})], procurement, now)

    assert labels(issued) == []
