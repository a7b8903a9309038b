import re

import pytest

from audit import acting
from audit.models import Event
from rfps.errors import RFPError
from rfps.models import BidVersion, Invitation, Opening
from rfps.services import openings
from rfps.services import rfp as rfp_services
from tests.rfps import sealed

pytestmark = pytest.mark.django_db


def agree(rfp, user) -> bool:
    with acting.as_organisation(user.organisation_id):
        return openings.agree(rfp=rfp, by=user)


def envelopes(rfp) -> list[str]:
    return sorted(Opening.objects.filter(rfp=rfp).values_list("envelope", flat=True))


def test_before_the_deadline_nobody_opens_and_the_time_is_named(asked, procurement):
    with pytest.raises(RFPError) as refused:
        agree(asked, procurement)

    words = r"Bids stay sealed until .* \(UTC\+01:00\); it is .* by the server's clock\."
    assert re.fullmatch(words, str(refused.value))
    assert envelopes(asked) == []


def test_both_named_people_have_to_agree(asked, bidder, procurement, lead):
    sealed.submit(bidder)
    sealed.close(asked)

    first = agree(asked, procurement)
    between = envelopes(asked)
    second = agree(asked, lead)

    assert (first, between, second) == (False, [], True)
    assert envelopes(asked) == ["commercial", "technical"]


def test_agreeing_twice_counts_once(asked, procurement):
    sealed.close(asked)

    assert (agree(asked, procurement), agree(asked, procurement)) == (False, False)
    assert Event.objects.filter(verb="rfp.opening-agreed").count() == 1


def test_nobody_else_opens(asked, org_admin):
    sealed.close(asked)

    with pytest.raises(RFPError, match="Only the people named"):
        agree(asked, org_admin)


def test_a_cancelled_request_is_not_opened(asked, procurement, now):
    rfp_services.cancel(rfp=asked, reason="Paused", by=procurement, now=now)
    sealed.close(asked)

    with pytest.raises(RFPError, match="is cancelled: there is nothing to open"):
        agree(asked, procurement)


def test_opening_dates_the_submissions_that_were_hidden(shortlist, procurement):
    rfp = sealed.issue(shortlist, procurement, procurement, shows_submitted=False)
    first, second, third = rfp.invitations.order_by("vendor__name")
    version = sealed.submit(first.recipients.get())

    sealed.open_bids(rfp, procurement)

    dates = dict(Invitation.objects.values_list("pk", "submitted_at"))
    assert dates == {first.pk: version.submitted_at, second.pk: None, third.pk: None}


def test_the_opening_is_on_the_trail_with_every_receipt(asked, bidder, procurement, lead):
    version = sealed.submit(bidder)

    sealed.open_bids(asked, procurement, lead)

    event = Event.objects.get(verb="rfp.opened")
    assert event.organisation_id == asked.organisation_id
    assert event.data["bids"] == [
        {"vendor": "Brackenfell", "version": 1, "sha256": version.sha256, "is_verified": True}
    ]


def test_what_was_changed_behind_our_back_is_not_verified(asked, bidder, procurement, lead):
    sealed.submit(bidder)
    sealed.open_bids(asked, procurement, lead)

    with acting.as_organisation(asked.organisation_id):
        version = BidVersion.objects.prefetch_related("parts").get()
        before = openings.verified(version)
        version.parts.all()[0].content["team"] = []

        assert (before, openings.verified(version)) == (True, False)


def test_looking_is_on_the_trail_once_for_each_person(asked, procurement, lead, now):
    for user in (procurement, procurement, lead):
        openings.record_view(rfp=asked, by=user, now=now)

    assert Event.objects.filter(verb="rfp.bids-viewed").count() == 2
