"""Scores, moderated scores and signatures made in the same moment, on connections of their own."""

import pytest
from django.utils import timezone

from accounts.choices import Role
from audit import acting
from rfps.errors import RFPError
from rfps.models import Award, Evaluation, Moderation, Score, Signature
from rfps.services import awarding, moderating, scoring
from tests.at_once import acting_for, at_once
from tests.factories.accounts import OrganisationFactory, person
from tests.rfps import decided, panels, sealed

pytestmark = pytest.mark.django_db(transaction=True)

BIDS = {"Brackenfell": ((5, 4), (3000, 2000))}


def words(results) -> list[str]:
    return [str(one) for one in results if isinstance(one, RFPError)]


@pytest.fixture
def panel(transactional_db):
    """Give three evaluators before the one bid, whose lead is of procurement like a colleague."""
    with acting.as_system():
        sponsor = OrganisationFactory(name="Auroral")
        lead, other = (
            person(sponsor, Role.PROCUREMENT, email=f"{name}@auroral.example", name=name)
            for name in ("Lena", "Otto")
        )
        people = panels.people(sponsor)
    with acting.as_organisation(sponsor.pk):
        rfp = decided.request(sponsor, lead, vendors=tuple(BIDS))
    with acting.as_system():
        decided.bid(rfp, BIDS)
    sealed.open_bids(rfp, lead)
    rfp.created_by = lead
    with acting.as_organisation(sponsor.pk):
        found = panels.Panel(rfp, panels.admitted(rfp, people))
    found.colleague = other
    return found


def test_of_two_leads_on_one_cell_one_settles_it_and_the_other_is_told(panel):
    now = timezone.now()
    with acting.as_organisation(panel.rfp.organisation_id):
        panel.score_all({"Brackenfell": 3})
        bid, key = panel.bid_of("Brackenfell"), panel.key(panels.FIT)
    cell = {"rfp": panel.rfp, "bid": bid, "criterion": key, "reason": "Agreed.", "revision": 0}

    results = at_once(
        *(
            acting_for(user, moderating.settle, **cell, points=points, by=user, now=now)
            for user, points in ((panel.lead, 4), (panel.colleague, 2))
        )
    )

    with acting.as_organisation(panel.rfp.organisation_id):
        settled = Moderation.objects.select_related("by").get()
    (told,) = words(results)
    assert settled.revision == 1
    assert told.startswith(f"{settled.by} settled it at {settled.points} in the meantime")


def test_a_score_while_scoring_is_closed_is_in_or_refused_and_never_both(panel):
    one, now = panel.evaluators[0], timezone.now()
    with acting.as_organisation(panel.rfp.organisation_id):
        bid, key = panel.bid_of("Brackenfell"), panel.key(panels.FIT)
    cell = {"evaluator": one, "bid": bid, "criterion": key, "points": 5, "comment": ""}

    results = at_once(
        acting_for(one.user, scoring.put, **cell, now=now),
        acting_for(
            panel.lead, scoring.close, rfp=panel.rfp, reason="Enough.", by=panel.lead, now=now
        ),
    )

    with acting.as_organisation(panel.rfp.organisation_id):
        written = list(Score.objects.values_list("points", flat=True))
        state = Evaluation.objects.get(rfp=panel.rfp).state
    assert state == "moderation"
    if refused := words(results):
        assert (refused, written) == (
            [f"Scoring of {panel.rfp.number} is closed; nothing was changed."],
            [],
        )
    else:
        assert written == [5]


def test_of_two_who_sign_at_once_one_signs_and_awards_once(transactional_db):
    with acting.as_system():
        world = decided.build(BIDS)
        other = person(world.sponsor, Role.PROCUREMENT, email="third@auroral.example", name="Thi")
        other.set_password(decided.PASSWORD)
        other.save()
    with acting.as_organisation(world.sponsor.pk):
        waiting = world.recommend("Brackenfell", "Brackenfell")
    move = {"recommendation": waiting, "password": decided.PASSWORD, "now": timezone.now()}

    results = at_once(
        *(acting_for(user, awarding.sign, **move, by=user) for user in (world.signer, other))
    )

    with acting.as_organisation(world.sponsor.pk):
        signed, awards = Signature.objects.count(), Award.objects.count()
    assert words(results) == ["This recommendation is signed: it waits for nobody."]
    assert "" in results
    assert (signed, awards) == (1, 2)
