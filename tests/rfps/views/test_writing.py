import pytest
from django.urls import reverse

from rfps import library
from rfps.models import RFP
from rfps.services import filling, templates
from rfps.services import rfp as rfp_services

pytestmark = pytest.mark.django_db

PARTS = ("rfp-brief", "rfp-questionnaire", "rfp-grid", "rfp-criteria")


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


@pytest.fixture
def written(shortlist, procurement, data, now):
    content = library.get("oral-solid").content
    return rfp_services.create(
        shortlists=[shortlist], by=procurement, data=data, writings=[content], now=now
    )


def url(name: str, rfp) -> str:
    return reverse(name, args=[rfp.pk])


def typed(response) -> dict:
    """Return what a browser would send back from the page as it is shown."""
    sent = {}
    for rows in response.context["rowsets"]:
        sent |= {
            f"{rows.prefix}-{name}": rows.management_form[name].value()
            for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
        }
        for form in rows.forms:
            for field in form:
                value = (
                    field.field.prepare_value(field.value())
                    if hasattr(field.field, "prepare_value")
                    else field.value()
                )
                if value is True:
                    sent[field.html_name] = "on"
                elif value not in (None, False, ""):
                    sent[field.html_name] = str(value)
    return sent


def save(buyer, name, rfp, **changes):
    sent = typed(buyer.get(url(name, rfp)))
    return buyer.post(url(name, rfp), {k: v for k, v in (sent | changes).items() if v is not None})


@pytest.mark.parametrize(
    ("name", "count"),
    [("rfp-brief", 13), ("rfp-questionnaire", 15), ("rfp-grid", 13), ("rfp-criteria", 12)],
)
@pytest.mark.parametrize("copies", [1, 3])
def test_each_part_has_a_flat_query_count(
    buyer, written, name, count, copies, django_assert_num_queries
):
    for _ in range(copies - 1):
        filling.apply(lot=written.lots.get(), content=library.get("clinical").content)

    with django_assert_num_queries(count):
        assert buyer.get(url(name, written)).status_code == 200


@pytest.mark.parametrize("name", PARTS)
def test_sending_a_page_back_as_it_is_changes_nothing(buyer, written, name):
    before = templates.extract(written, with_values=True)

    response = save(buyer, name, written)

    assert response.url == url(name, written)
    assert templates.extract(written, with_values=True) == before
    assert "Nothing had changed." in buyer.get(response.url).content.decode()


def test_a_fact_is_stated_another_added_a_third_removed(buyer, written):
    last = written.briefitem_set.count()

    save(
        buyer,
        "rfp-brief",
        written,
        **{
            "briefitem-2-value": "120,000 tablets",
            f"briefitem-{last}-group": "Supply",
            f"briefitem-{last}-label": "Port of delivery",
            "briefitem-0-DELETE": "on",
        },
    )

    items = list(written.briefitem_set.values_list("label", "value"))
    assert ("Batch size", "120,000 tablets") in items
    assert items[-1] == ("Port of delivery", "")
    assert ("Composition and strengths", "") not in items


@pytest.mark.parametrize(
    ("index", "place", "order"),
    [
        (4, 2, [0, 4, 1, 2, 3]),
        (1, 4, [0, 2, 3, 1, 4]),
        (0, 5, [1, 2, 3, 4, 0]),
        (3, 1, [3, 0, 1, 2, 4]),
    ],
)
def test_another_place_moves_a_row_there(buyer, written, index, place, order):
    names = list(written.criterion_set.values_list("name", flat=True))

    save(buyer, "rfp-criteria", written, **{f"criterion-{index}-place": str(place)})

    found = list(written.criterion_set.values_list("name", flat=True))
    assert found == [names[old] for old in order]


def test_the_sum_of_the_weights_is_shown(buyer, written):
    response = save(buyer, "rfp-criteria", written, **{"criterion-4-weight": "12.5"})

    assert "<b>92.5</b> of 100 points given" in buyer.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("name", "changes", "said"),
    [
        ("rfp-brief", {"briefitem-1-label": ""}, "This field is required."),
        ("rfp-grid", {"gridline-0-quantity": "0"}, "A quantity is above zero."),
        ("rfp-grid", {"gridline-0-quantity": "many"}, "Enter a number."),
        ("rfp-criteria", {"criterion-0-weight": "101"}, "A weight is from 0 to 100 points."),
        ("rfp-criteria", {"criterion-0-is_gate": "on"}, "A gate needs the score that passes it."),
        (
            "rfp-criteria",
            {"criterion-0-anchors": "9: Excellent"},
            "Write a score from 0 to 5, a colon and what it means: “9: Excellent”.",
        ),
        ("rfp-questionnaire", {"question-1-type": "choice"}, "Name the options of the choice"),
        ("rfp-questionnaire", {"question-0-fact": "bank"}, "Select a valid choice."),
        ("rfp-questionnaire", {"section-0-title": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_is_named_kept_and_saves_nothing(buyer, written, name, changes, said):
    before = templates.extract(written, with_values=True)
    other = {"briefitem-2-value": "Typed and not lost"} if name == "rfp-brief" else {}

    page = save(buyer, name, written, **(changes | other)).content.decode()

    assert said in page
    assert all(value in page for value in other.values())
    assert templates.extract(written, with_values=True) == before


def test_a_question_moves_to_a_new_section_in_two_saves(buyer, written):
    count = written.section_set.count()
    save(buyer, "rfp-questionnaire", written, **{f"section-{count}-title": "Logistics"})
    section = written.section_set.get(title="Logistics")

    save(buyer, "rfp-questionnaire", written, **{"question-0-section": str(section.pk)})

    assert section.questions.count() == 1
    assert section.position == count + 1


def test_a_section_of_another_request_is_refused(buyer, written, shortlist, procurement, data, now):
    other = rfp_services.create(
        shortlists=[shortlist],
        by=procurement,
        data=data,
        writings=[library.get("oral-solid").content],
        now=now,
    )
    foreign = other.section_set.first()

    page = save(buyer, "rfp-questionnaire", written, **{"question-0-section": str(foreign.pk)})

    assert "Select a valid choice" in page.content.decode()
    assert foreign.questions.count() > 0
    assert written.question_set.filter(section=foreign).count() == 0


def test_a_row_that_is_gone_is_said_and_nothing_is_lost(buyer, written):
    sent = typed(buyer.get(url("rfp-grid", written)))
    written.gridline_set.first().delete()

    page = buyer.post(url("rfp-grid", written), sent | {"gridline-1-label": "Kept"})

    assert "This row is not there any more; reload the page." in page.content.decode()
    assert 'value="Kept"' in page.content.decode()
    assert written.gridline_set.filter(label="Kept").exists() is False


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"x-TOTAL_FORMS": "1"},
        {
            f"{prefix}-{part}": "999999"
            for prefix in ("briefitem", "gridline", "question", "section", "criterion")
            for part in ("TOTAL_FORMS", "INITIAL_FORMS")
        },
    ],
)
def test_a_tampered_page_is_answered_and_changes_nothing(buyer, written, name, sent):
    before = templates.extract(written, with_values=True)

    response = buyer.post(url(name, written), sent)

    assert response.status_code == 200
    assert templates.extract(written, with_values=True) == before


def test_what_is_issued_may_be_written_until_the_last_addendum(buyer, issued, now):
    shown = buyer.get(url("rfp-criteria", issued)).content.decode()
    save(buyer, "rfp-criteria", issued, **{"criterion-0-name": "Fit"})
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)
    frozen = buyer.get(url("rfp-criteria", issued)).content.decode()
    refused = save(buyer, "rfp-criteria", issued, **{"criterion-0-name": "Late"})

    assert "reaches the vendors with the next addendum" in shown
    assert "takes no more changes: this page is for reading" in frozen
    assert "takes no more changes since" in refused.content.decode()
    assert issued.criterion_set.first().name == "Fit"


def test_the_grid_is_proposed_from_the_scope(buyer, draft):
    first = buyer.post(url("rfp-grid-propose", draft), follow=True).content.decode()
    second = buyer.post(url("rfp-grid-propose", draft), follow=True).content.decode()

    assert "2 lines added" in first
    assert "Nothing to add" in second
    assert draft.gridline_set.count() == 2
