from datetime import UTC, datetime, timedelta

import pytest

from notifications.choices import EmailState
from notifications.models import Email
from rfps import labels
from rfps.choices import RFPState
from rfps.models import RFP, Bid, Invitation, PaperBid

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def rfp(**changes) -> RFP:
    fields = {"state": RFPState.ISSUED, "deadline_at": NOW + timedelta(days=1)}
    return RFP(**fields | changes)


DECLINED = {"intent": "declined", "intent_at": NOW, "decline_reason": "terms"}


@pytest.mark.parametrize(
    ("facts", "marks", "words"),
    [
        ({}, ["now", "", "", ""], "Not invited yet"),
        ({"sent_at": NOW}, ["done", "now", "", ""], "No reaction yet"),
        ({"sent_at": NOW, "viewed_at": NOW}, ["done", "done", "now", ""], "Read, no answer yet"),
        (
            {"sent_at": NOW, "viewed_at": NOW, "intent": "intends", "intent_at": NOW},
            ["done", "done", "done", "now"],
            "Intends to answer",
        ),
        (
            {"sent_at": NOW, "viewed_at": NOW, **DECLINED},
            ["done", "done", "stop", ""],
            "Declined: the terms",
        ),
        ({"sent_at": NOW, "revoked_at": NOW}, ["done", "stop", "", ""], "Revoked"),
        (
            {"sent_at": NOW, "viewed_at": NOW, "submitted_at": NOW},
            ["done", "done", "now", "done"],
            "Bid in",
        ),
        (
            {"sent_at": NOW, "viewed_at": NOW, "submitted_at": NOW, "withdrawn_at": NOW},
            ["done", "done", "now", ""],
            "Bid withdrawn",
        ),
    ],
)
def test_progress_follows_from_the_dates(facts, marks, words):
    progress = labels.progress(Invitation(**facts), rfp(), NOW)

    assert ([step.state for step in progress.steps], progress.words) == (marks, words)


@pytest.mark.parametrize(
    ("facts", "marks", "words"),
    [
        ({}, ["done", "done", "now", "", ""], "CDA not accepted yet"),
        ({"cda_at": NOW}, ["done", "done", "done", "now", ""], "Read, no answer yet"),
    ],
)
def test_progress_has_a_step_for_the_cda_where_one_is_needed(facts, marks, words):
    invitation = Invitation(sent_at=NOW, viewed_at=NOW, **facts)

    progress = labels.progress(invitation, rfp(needs_cda=True), NOW)

    assert ([step.state for step in progress.steps], progress.words) == (marks, words)


def test_progress_has_no_step_for_a_bid_that_the_request_hides():
    progress = labels.progress(Invitation(sent_at=NOW), rfp(shows_submitted=False), NOW)

    assert [step.name for step in progress.steps] == ["Invited", "Read", "Intent"]


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"deadline_at": NOW}, "No answer by the deadline"),
        ({"state": RFPState.CANCELLED}, "No answer before it was cancelled"),
    ],
)
def test_progress_waits_for_nothing_once_it_is_over(changes, words):
    progress = labels.progress(Invitation(sent_at=NOW), rfp(**changes), NOW)

    marks = [step.state for step in progress.steps]
    assert (marks, progress.words) == (["done", "", "", ""], words)


def test_a_hidden_bid_is_not_told_by_the_words_after_the_deadline():
    progress = labels.progress(
        Invitation(sent_at=NOW), rfp(deadline_at=NOW, shows_submitted=False), NOW
    )

    assert progress.words == "No word by the deadline"


def test_progress_says_in_words_how_far_it_is():
    progress = labels.progress(Invitation(sent_at=NOW, viewed_at=NOW), rfp(), NOW)

    assert progress.spoken == "Invited, Read done, 2 of 4"


@pytest.mark.parametrize(
    ("facts", "changes", "paper", "words", "icon"),
    [
        ({}, {}, None, "No bid yet", ""),
        ({}, {"deadline_at": NOW}, None, "None", ""),
        ({"submitted_at": NOW}, {}, None, "Sealed", "lock"),
        ({"submitted_at": NOW, "withdrawn_at": NOW}, {}, None, "Withdrawn", "x"),
        ({}, {"shows_submitted": False}, None, "Hidden until the opening", "lock"),
        ({}, {"shows_submitted": False}, PaperBid(received_at=NOW), "On paper", "doc"),
    ],
)
def test_a_bid_is_told_as_far_as_the_request_shows_it(facts, changes, paper, words, icon):
    label = labels.bid(Invitation(**facts), rfp(**changes), paper, NOW)

    assert (label.words, label.icon) == (words, icon)


def test_closed_is_derived_from_the_clock():
    assert labels.state(rfp(deadline_at=NOW), NOW).words == "Closed, deadline past"


@pytest.mark.parametrize("state", RFPState)
def test_every_state_has_a_word(state):
    assert labels.state(rfp(state=state), NOW).words != ""


@pytest.mark.parametrize(
    ("state", "icon"),
    [
        (EmailState.READY, "clock"),
        (EmailState.LEASED, "clock"),
        (EmailState.SENDING, "clock"),
        (EmailState.SENT, "check"),
        (EmailState.UNKNOWN, "warn"),
        (EmailState.FAILED, "bounce"),
        (EmailState.SUPPRESSED, "bounce"),
        (EmailState.EXPIRED, "clock"),
        (EmailState.CANCELLED, "x"),
    ],
)
def test_every_state_of_an_email_has_its_icon(state, icon):
    email = Email(kind="rfp-invitation", state=state, not_before=NOW, created_at=NOW, sent_at=NOW)

    assert labels.delivery(email, "UTC", NOW).icon == icon


def test_delivery_tells_times_in_the_zone_of_the_request():
    email = Email(
        kind="deadline-reminder",
        state=EmailState.READY,
        created_at=NOW,
        not_before=NOW + timedelta(days=1),
    )

    label = labels.delivery(email, "Europe/Zurich", NOW)

    assert (label.words, label.detail) == (
        "To be sent 23 Nov 10:00",
        "Reminder they asked for, 22 Nov 10:00",
    )


ANSWERED = {"intent": "intends", "intent_at": NOW}
CURRENT = Bid(current_id=1)
WITHDRAWN = Bid(current_id=1, withdrawn_at=NOW)


@pytest.mark.parametrize(
    ("facts", "state", "is_past", "more", "words"),
    [
        ({}, "issued", False, {}, "You have read this request and not answered yet"),
        (ANSWERED, "issued", False, {}, "You told Auroral that you intend to answer"),
        (
            {"intent": "declined", "decline_reason": "terms"},
            "issued",
            False,
            {},
            "You declined: the terms",
        ),
        (ANSWERED, "issued", True, {}, "You sent no answer by the deadline"),
        (ANSWERED, "awarded", True, {}, "You sent no answer by the deadline"),
        (
            ANSWERED,
            "cancelled",
            False,
            {},
            "Nothing is left to do: Auroral has cancelled this request",
        ),
        (
            ANSWERED,
            "issued",
            False,
            {"bid": CURRENT},
            "Your bid is in. You can replace it until the deadline",
        ),
        (
            ANSWERED,
            "issued",
            True,
            {"bid": CURRENT},
            "Your bid is in, and stays sealed until it is opened",
        ),
        (
            ANSWERED,
            "issued",
            True,
            {"bid": CURRENT, "is_opened": True},
            "Your bid is opened and being evaluated",
        ),
        (
            ANSWERED,
            "awarded",
            True,
            {"bid": CURRENT, "is_opened": True},
            "Auroral has decided; your bid was among those opened",
        ),
        (ANSWERED, "issued", False, {"bid": WITHDRAWN}, "You have withdrawn your bid"),
        (ANSWERED, "issued", False, {"bid": Bid()}, "You told Auroral that you intend to answer"),
    ],
)
def test_the_vendor_reads_its_own_words(facts, state, is_past, more, words):
    deadline = NOW - timedelta(hours=1) if is_past else NOW + timedelta(days=1)
    asked = rfp(state=state, deadline_at=deadline)
    invitation = Invitation(rfp=asked, **facts)

    assert labels.for_vendor(invitation, asked, NOW, sponsor="Auroral", **more).words == words


def test_a_vendor_whose_cda_is_awaited_is_told_to_accept_it():
    asked = rfp(needs_cda=True)

    said = labels.for_vendor(Invitation(rfp=asked), asked, NOW, sponsor="the sponsor")

    assert said.words == "Accept the confidentiality agreement to read the request"
