from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit import acting
from rfps.errors import FileRefusedError, RFPError
from rfps.models import Bid, BidFile, BidPart, BidVersion
from rfps.services import bids, paper
from tests.rfps import panels, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def content(asked) -> dict:
    return asked.versions.get().content


@pytest.fixture
def logged(asked, bidder, procurement):
    return paper.log(
        rfp=asked,
        invitation=bidder.invitation,
        received_at=timezone.now(),
        note="By courier",
        by=procurement,
    )


@pytest.fixture
def opened(logged, asked, procurement, lead):
    sealed.open_bids(asked, procurement, lead)
    return logged


def enter(logged, raw, by, uploads=()):
    with acting.as_organisation(by.organisation_id):
        return paper.enter(paper=logged, raw=raw, uploads=uploads, by=by)


def test_it_is_logged_before_the_deadline_alone(asked, bidder, procurement):
    sealed.close(asked)

    with pytest.raises(RFPError, match="Paper bids are logged before"):
        paper.log(
            rfp=asked,
            invitation=bidder.invitation,
            received_at=timezone.now() - timedelta(hours=1),
            note="",
            by=procurement,
        )


@pytest.mark.parametrize(
    ("away", "words"),
    [(timedelta(hours=1), "still to come"), (-timedelta(days=1), "before the request was issued")],
)
def test_its_time_is_between_the_issue_and_now(asked, bidder, procurement, away, words):
    with pytest.raises(RFPError, match=words):
        paper.log(
            rfp=asked,
            invitation=bidder.invitation,
            received_at=timezone.now() + away,
            note="",
            by=procurement,
        )


def test_one_of_each_vendor(logged, asked, bidder, procurement):
    with pytest.raises(RFPError, match="A paper bid of Brackenfell is logged already"):
        paper.log(
            rfp=asked,
            invitation=bidder.invitation,
            received_at=timezone.now(),
            note="",
            by=procurement,
        )


def test_it_stays_in_its_cover_until_the_opening(logged, content, procurement):
    with pytest.raises(RFPError, match="stays in its cover"):
        enter(logged, sealed.filled(content), procurement)


def test_an_opener_types_it_in_and_a_second_person_confirms(opened, content, procurement, lead):
    scan = (SimpleUploadedFile("scan.pdf", sealed.PDF), "technical", None)
    enter(opened, sealed.filled(content), procurement, [scan])

    with acting.as_organisation(procurement.organisation_id):
        with pytest.raises(RFPError, match="a second person confirms it"):
            paper.confirm(paper=opened, by=procurement)
        confirmed = paper.confirm(paper=opened, by=lead)
        version = BidVersion.objects.for_user(lead).get()
        files = list(BidFile.objects.for_user(lead).values_list("name", flat=True))
    assert (version.entered_by, version.submitted_by, files) == (procurement, None, ["scan.pdf"])
    assert (confirmed.entered_by, confirmed.confirmed_by) == (procurement, lead)


def test_typing_it_in_again_replaces_until_it_is_confirmed(opened, content, procurement, lead):
    enter(opened, sealed.filled(content), procurement)
    enter(opened, sealed.filled(content, price="7"), procurement)
    with acting.as_organisation(lead.organisation_id):
        paper.confirm(paper=opened, by=lead)

    with pytest.raises(RFPError, match="stays as it is"):
        enter(opened, sealed.filled(content, price="8"), procurement)

    with acting.as_organisation(lead.organisation_id):
        assert Bid.objects.select_related("current").get().current.number == 2


def test_what_is_wrong_is_named_and_stores_nothing(opened, content, procurement):
    with pytest.raises(bids.IncompleteError, match="1 point to settle"):
        enter(opened, sealed.filled(content, price="0"), procurement)

    with acting.as_organisation(procurement.organisation_id):
        assert Bid.objects.count() == 0


def test_a_refused_scan_stores_nothing(opened, content, procurement):
    scan = (SimpleUploadedFile("scan.pdf", b"MZ"), "technical", None)

    with pytest.raises(FileRefusedError):
        enter(opened, sealed.filled(content), procurement, [scan])

    with acting.as_organisation(procurement.organisation_id):
        assert Bid.objects.count() == 0


def test_a_bid_that_came_by_link_stands(logged, asked, bidder, content, procurement, lead):
    sealed.submit(bidder)
    sealed.open_bids(asked, procurement, lead)

    with pytest.raises(RFPError, match="has submitted a bid by its link: that one stands"):
        enter(logged, sealed.filled(content), procurement)


def test_nobody_else_types_it_in(opened, content, org_admin):
    with pytest.raises(RFPError, match="Only the people named"):
        enter(opened, sealed.filled(content), org_admin)


def test_what_is_not_typed_in_is_not_confirmed(opened, lead):
    with pytest.raises(RFPError, match="not typed in yet"):
        paper.confirm(paper=opened, by=lead)


def test_in_two_steps_its_prices_are_sealed_as_soon_as_they_are_typed_in(
    logged, asked, content, procurement, lead, as_sponsor
):
    panels.plan(asked)
    sealed.open_bids(asked, procurement, lead)

    enter(logged, sealed.filled(content), procurement)

    assert list(BidPart.objects.values_list("envelope", flat=True)) == ["technical"]
    with pytest.raises(RFPError, match="once they are open"):
        paper.confirm(paper=logged, by=lead)


def test_once_bids_are_scored_none_is_typed_in_any_more(
    logged, asked, bidders, content, procurement, lead, as_sponsor
):
    panel = panels.open_panel(asked, bidders[1:2], [procurement, lead])
    panel.score_all({bidders[1].invitation.vendor.name: 4})

    with pytest.raises(RFPError, match="not typed in any more"):
        enter(logged, sealed.filled(content), procurement)
