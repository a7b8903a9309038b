"""Who may read the bids and the decision, and that a tab is shown exactly where its page opens."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from rfps.models import RFP, Opener
from rfps.services import admission, openings, panel
from tests.rfps import panels

pytestmark = pytest.mark.django_db

EVEN = {"Brackenfell": 5, "Cindervale": 4, "Hallowmere": 4}
TABBED = (
    *("rfp-detail", "rfp-enquiries", "rfp-documents", "rfp-disclosure", "rfp-versions"),
    *("rfp-bids", "rfp-evaluation", "rfp-decision", "rfp-record"),
)


def at(name: str, rfp) -> str:
    return reverse(name, args=[rfp.pk])


def tabs(client, rfp) -> list[str]:
    page = client.get(at("rfp-evaluation", rfp)).content.decode()
    found = re.search(r'<nav class="tabs".*?</nav>', page, re.DOTALL)[0]
    return re.findall(r'href="([^"]+)"', found)


def opens(client, rfp) -> list[str]:
    """Return the pages of the tabs that do not refuse a person."""
    return [at(name, rfp) for name in TABBED if client.get(at(name, rfp)).status_code != 403]


def priced(scored, procurement, lead) -> None:
    scored.score_all(EVEN)
    scored.close()
    for opener in (procurement, lead):
        openings.agree_commercial(rfp=scored.rfp, by=opener)


@pytest.mark.parametrize("is_priced", [False, True])
@pytest.mark.parametrize("who", ["procurement", "lead", "member", "evaluator", "panel"])
def test_a_tab_is_shown_where_its_page_opens(
    request, scored, client_of, procurement, lead, who, is_priced
):
    user = scored.evaluators[0].user if who == "panel" else request.getfixturevalue(who)
    if is_priced:
        priced(scored, procurement, lead)

    client = client_of(user)

    assert tabs(client, scored.rfp) == opens(client, scored.rfp)


def test_who_opens_without_a_role_has_the_tabs_and_who_has_a_conflict_has_not(
    scored, client_of, member, procurement
):
    rfp, now = scored.rfp, timezone.now()
    Opener.objects.create(organisation_id=rfp.organisation_id, rfp=rfp, user=member)
    named = panel.name(rfp=rfp, user=procurement, limits=panels.NO_LIMITS, by=scored.lead, now=now)
    panel.declare(evaluator=named, has_conflict=True, statement="Shares.", now=now)

    shown = {user: set(tabs(client_of(user), rfp)) for user in (member, procurement)}

    closed = {at("rfp-bids", rfp), at("rfp-decision", rfp)}
    assert shown[member] & closed == closed
    assert shown[procurement] & closed == set()
    assert opens(client_of(procurement), rfp) == tabs(client_of(procurement), rfp)


def test_after_the_prices_an_evaluator_reads_bids_and_decides_nothing(
    scored, client_of, procurement, lead
):
    client = client_of(scored.evaluators[0].user)
    before = tabs(client, scored.rfp)
    priced(scored, procurement, lead)

    after = tabs(client, scored.rfp)

    assert at("rfp-bids", scored.rfp) not in before
    assert set(after) - set(before) == {at("rfp-bids", scored.rfp)}


def test_with_the_standing_at_hand_nothing_is_asked(scored, procurement, django_assert_num_queries):
    user = scored.evaluators[0].user
    one = RFP.objects.for_user(user).with_standing(user).get(pk=scored.rfp.pk)

    with django_assert_num_queries(0):
        said = admission.refusal(user, one), admission.decides(user, one)

    assert said == ("While there is scoring you read the bids where you score them.", False)
    assert admission.refusal(user, scored.rfp) == said[0]
    assert admission.refusal(procurement, scored.rfp) == ""
