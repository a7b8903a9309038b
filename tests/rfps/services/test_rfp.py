from datetime import UTC, datetime, timedelta

import pytest

from audit.models import Event
from notifications.choices import EmailState
from notifications.models import Email
from rfps import content, tokens
from rfps.choices import RFPState
from rfps.errors import RFPError
from rfps.models import RFP, RFPVersion
from rfps.services import addressees, invitations
from rfps.services import rfp as rfp_services
from tests.factories.programs import (
    NeedFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.factories.rfps import RFPFactory
from tests.factories.vendors import ContactFactory, VendorFactory
from tests.rfps.conftest import DEADLINE, token_for

pytestmark = pytest.mark.django_db


def test_create_writes_a_draft_with_a_lot_and_its_lines_in_the_order_of_the_phases(
    draft, shortlist, package, procurement
):
    lot = draft.lots.get()
    lines = lot.scope_lines.values_list("phase", "label", "quantity", "unit", "priority", "note")

    assert (draft.number, draft.state, draft.program) == (
        "RFP-2026-001",
        RFPState.DRAFT,
        package.program,
    )
    assert (lot.title, lot.package, lot.shortlist) == ("Drug product", package, shortlist)
    assert list(lines) == [
        ("P1", "Clinical tablets", 20000, "units/batch", "must", ""),
        ("P3", "Commercial tablets", None, "", "should", ""),
    ]


def test_create_prepares_an_invitation_for_the_first_contact_of_each_vendor(draft):
    asked = draft.invitations.values_list(
        "vendor__name", "recipients__email", "recipients__token_hash", "sent_at"
    )

    assert list(asked) == [
        ("Brackenfell", "rfp@brackenfell.example", None, None),
        ("Cindervale", "rfp@cindervale.example", None, None),
        ("Hallowmere", "rfp@hallowmere.example", None, None),
    ]
    assert Email.objects.count() == 0


def test_create_never_takes_another_sponsors_private_contact(
    shortlist, other_sponsor, sponsor, procurement, data, now
):
    vendor = VendorFactory(name="Zephyr")
    ContactFactory(vendor=vendor, email="theirs@zephyr.example", private_to=other_sponsor)
    ContactFactory(vendor=vendor, email="ours@zephyr.example", private_to=sponsor, is_primary=False)
    ShortlistEntryFactory(shortlist=shortlist, vendor=vendor)

    rfp = rfp_services.create(shortlists=[shortlist], by=procurement, data=data, now=now)

    recipient = rfp.invitations.get(vendor=vendor).recipients.get()
    assert recipient.email == "ours@zephyr.example"


def test_create_refuses_an_empty_shortlist(package, procurement, data, now):
    with pytest.raises(RFPError):
        rfp_services.create(
            shortlists=[ShortlistFactory(package=package)], by=procurement, data=data, now=now
        )


def test_numbers_count_per_organisation_and_year(shortlist, procurement, sponsor, data, now):
    RFPFactory(organisation=sponsor, number="RFP-2026-999")
    RFPFactory(organisation=sponsor, number="RFP-2026-1000")
    RFPFactory(number="RFP-2026-2000")

    first = rfp_services.create(shortlists=[shortlist], by=procurement, data=data, now=now)
    second = rfp_services.create(
        shortlists=[shortlist], by=procurement, data=data, now=datetime(2027, 1, 1, tzinfo=UTC)
    )

    assert (first.number, second.number) == ("RFP-2026-1001", "RFP-2027-001")


def test_edit_changes_a_draft_and_records_what(draft, procurement, data, now):
    rfp_services.edit(rfp=draft, data=data | {"title": "Tablets"}, by=procurement, now=now)

    event = Event.objects.get(verb="rfp.edited")
    assert (RFP.objects.get().title, event.data) == ("Tablets", {"changed": {"title": "Tablets"}})


def test_edit_takes_no_other_field(draft, procurement, now):
    rfp_services.edit(rfp=draft, data={"state": "awarded", "number": "X"}, by=procurement, now=now)

    stored = RFP.objects.get()
    assert (stored.state, stored.number) == ("draft", "RFP-2026-001")


def test_edit_refuses_what_is_issued(issued, procurement, data, now):
    with pytest.raises(RFPError) as caught:
        rfp_services.edit(rfp=issued, data=data | {"title": "Other"}, by=procurement, now=now)

    assert str(caught.value) == (
        "RFP-2026-001 is issued: only its message and its terms can be edited."
    )


def test_edit_takes_new_words_for_the_next_addendum(issued, procurement, now):
    rfp_services.edit(rfp=issued, data={"message": "Three campaigns."}, by=procurement, now=now)

    assert RFP.objects.get().message == "Three campaigns."
    assert issued.versions.get().content["message"] == "Please plan for two campaigns."


def test_edit_that_changes_nothing_leaves_no_trace(draft, procurement, data, now):
    rfp_services.edit(rfp=draft, data=data, by=procurement, now=now)

    assert Event.objects.filter(verb="rfp.edited").exists() is False


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        (
            {"questions_close_at": DEADLINE + timedelta(days=1)},
            "Answers due must come after: Questions close.",
        ),
        ({"freeze_at": DEADLINE}, "Answers due must come after: Last addendum."),
        ({"opening_at": DEADLINE - timedelta(hours=1)}, "Opening must come after: Answers due."),
    ],
)
def test_edit_and_create_refuse_an_impossible_schedule(
    draft, shortlist, procurement, data, now, dates, sentence
):
    for move in (
        lambda: rfp_services.edit(rfp=draft, data=dates, by=procurement, now=now),
        lambda: rfp_services.create(
            shortlists=[shortlist], by=procurement, data=data | dates, now=now
        ),
    ):
        with pytest.raises(RFPError) as caught:
            move()
        assert str(caught.value) == sentence


def test_a_frozen_request_takes_no_more_words(issued, procurement, now):
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)

    with pytest.raises(RFPError) as caught:
        rfp_services.edit(rfp=issued, data={"terms": "Other"}, by=procurement, now=now)

    assert str(caught.value) == (
        "RFP-2026-001 takes no more changes since 22 Nov 2026, 10:00 Europe/Zurich (UTC+01:00)."
    )


def test_create_makes_a_lot_of_each_package_and_asks_each_vendor_once(
    shortlist, vendors, package, procurement, data, now
):
    other = WorkPackageFactory(program=package.program, name="Testing")
    NeedFactory(package=other, program=package.program, label="Release testing", slot="M5.03")
    second = ShortlistFactory(package=other)
    ShortlistEntryFactory(shortlist=second, vendor=vendors[0])
    ShortlistEntryFactory(shortlist=second, vendor=VendorFactory(name="Zephyr"))

    rfp = rfp_services.create(shortlists=[shortlist, second], by=procurement, data=data, now=now)

    lots = [(lot.position, lot.title, lot.scope_lines.count()) for lot in rfp.lots.all()]
    assert lots == [(1, "Drug product", 2), (2, "Testing", 1)]
    assert list(rfp.invitations.values_list("vendor__name", flat=True)) == [
        "Brackenfell",
        "Cindervale",
        "Hallowmere",
        "Zephyr",
    ]


def test_create_refuses_lots_of_two_programs(shortlist, sponsor, procurement, data, now):
    foreign = ShortlistFactory(package__program__organisation=sponsor)

    with pytest.raises(RFPError) as caught:
        rfp_services.create(shortlists=[shortlist, foreign], by=procurement, data=data, now=now)

    assert str(caught.value) == (
        "The lots of a request belong to one program: choose its shortlists only."
    )


def test_create_proposes_criteria_that_add_up_unless_it_only_asks_for_information(
    shortlist, draft, procurement, data, now
):
    asking = rfp_services.create(
        shortlists=[shortlist], by=procurement, data=data | {"kind": "RFI"}, now=now
    )

    assert sum(draft.criterion_set.values_list("weight", flat=True)) == 100
    assert asking.criterion_set.count() == 0


def test_create_names_who_opens_the_bids(shortlist, procurement, data, now):
    rfp = rfp_services.create(
        shortlists=[shortlist], by=procurement, data=data, opened_by=[procurement], now=now
    )

    assert [opener.user for opener in rfp.openers.all()] == [procurement]


@pytest.mark.parametrize("kind", ["RFP", "RFQ", "RFI"])
def test_issue_needs_weights_of_one_hundred_unless_it_only_asks(draft, procurement, now, kind):
    RFP.objects.update(kind=kind)
    draft.criterion_set.filter(name="Price").update(weight=15)

    found = rfp_services.problems(RFP.objects.get(), list(draft.invitations.all()), now)

    said = "The weights of the criteria add up to 95, not to 100."
    assert found == ([] if kind == "RFI" else [said])


def test_issue_needs_a_synopsis_where_a_cda_comes_first(draft, procurement, now):
    RFP.objects.update(needs_cda=True, blinded_title="Oral solid")

    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=draft, by=procurement, now=now)

    assert str(caught.value) == (
        "Before the CDA vendors read a blinded title and a synopsis: write both."
    )


def test_issue_names_a_planned_date_that_is_past(draft, procurement, now):
    RFP.objects.update(intent_due_at=now)

    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=draft, by=procurement, now=now)

    assert str(caught.value) == (
        "Intent to answer, 22 Nov 2026, 10:00 Europe/Zurich (UTC+01:00), is past."
    )


def test_issue_freezes_version_1_with_its_fingerprint(issued, procurement, now):
    version = issued.versions.get()

    assert (issued.state, issued.issued_at) == (RFPState.ISSUED, now)
    assert (version.number, version.issued_at, version.issued_by) == (1, now, procurement)
    assert version.content == content.build(issued)
    assert version.sha256 == content.fingerprint(version.content)


def test_issue_dates_the_invitations_and_keeps_only_the_hash_of_each_link(issued, now):
    for invitation in issued.invitations.all():
        recipient = invitation.recipients.get()
        assert invitation.sent_at == now
        assert recipient.token_hash == tokens.digest(token_for(recipient))


def test_issue_writes_one_mail_per_recipient_that_names_no_other_vendor(issued, vendors):
    mails = Email.objects.order_by("to").select_related("content")

    assert [(mail.kind, mail.to, mail.state, mail.is_sensitive) for mail in mails] == [
        ("rfp-invitation", "rfp@brackenfell.example", EmailState.READY, True),
        ("rfp-invitation", "rfp@cindervale.example", EmailState.READY, True),
        ("rfp-invitation", "rfp@hallowmere.example", EmailState.READY, True),
    ]
    for mail in mails:
        said = mail.content.subject + mail.content.text + mail.content.html
        named = [vendor.name for vendor in vendors if vendor.name.lower() in said.lower()]
        assert len(named) == 1
        assert named[0].lower() in mail.to


def test_the_invitation_says_who_asks_for_what_until_when_and_not_the_content(issued):
    mail = Email.objects.select_related("content").get(to="rfp@brackenfell.example")

    assert (
        mail.content.subject == "Auroral Therapeutics asks for your answer: Drug product, tablets"
    )
    for part in (mail.content.text, mail.content.html):
        assert "24 Dec 2026, 17:00 Europe/Zurich (UTC+01:00)" in part
        assert "24 Dec 2026, 16:00 UTC" in part
        assert "http://localhost:8000/respond/" in part
        for secret in ("two campaigns", "Clinical tablets", "AUR-114", "secret plan", "Tomas"):
            assert secret not in part


def test_issue_is_refused_a_second_time_and_writes_nothing_more(issued, procurement, now):
    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=issued, by=procurement, now=now)

    assert str(caught.value) == "RFP-2026-001 is issued already."
    assert (RFPVersion.objects.count(), Email.objects.count()) == (1, 3)


def test_issue_is_refused_once_the_deadline_is_past(draft, procurement):
    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=draft, by=procurement, now=DEADLINE)

    assert str(caught.value) == (
        "The deadline, 24 Dec 2026, 17:00 Europe/Zurich (UTC+01:00), is past."
    )
    assert RFP.objects.get().state == RFPState.DRAFT


def test_issue_names_every_vendor_without_an_address(draft, procurement, now):
    for invitation in draft.invitations.exclude(vendor__name="Cindervale"):
        invitation.recipients.all().delete()

    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=draft, by=procurement, now=now)

    assert str(caught.value) == "Brackenfell has no address. Hallowmere has no address."
    assert (RFPVersion.objects.count(), Email.objects.count()) == (0, 0)


def test_issue_needs_a_vendor_and_a_line(draft, procurement, now):
    draft.invitations.all().delete()
    draft.scope_lines.all().delete()

    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=draft, by=procurement, now=now)

    assert str(caught.value) == "Nothing is asked: the scope has no line. No vendor is invited."


def test_cancel_stores_the_reason_and_stops_what_waits(issued, recipient, procurement, now):
    at = now + timedelta(days=2)
    invitations.remind_me(recipient=recipient, at=at, now=now)
    Email.objects.filter(to="rfp@cindervale.example").update(state=EmailState.SENT)

    cancelled = rfp_services.cancel(rfp=issued, reason=" Paused. ", by=procurement, now=now)

    assert (cancelled.state, cancelled.cancelled_at, cancelled.cancel_reason) == (
        RFPState.CANCELLED,
        now,
        "Paused.",
    )
    states = Email.objects.order_by("kind", "to").values_list("kind", "state")
    assert list(states) == [
        ("deadline-reminder", EmailState.CANCELLED),
        ("rfp-cancelled", EmailState.READY),
        ("rfp-invitation", EmailState.CANCELLED),
        ("rfp-invitation", EmailState.SENT),
        ("rfp-invitation", EmailState.CANCELLED),
    ]
    # Who never got the invitation need not hear that it is off.
    assert Email.objects.get(kind="rfp-cancelled").to == "rfp@cindervale.example"


@pytest.mark.parametrize("reason", ["", "  "])
def test_cancel_needs_a_reason(issued, procurement, now, reason):
    with pytest.raises(RFPError):
        rfp_services.cancel(rfp=issued, reason=reason, by=procurement, now=now)

    assert RFP.objects.get().state == RFPState.ISSUED


def test_every_move_is_in_the_audit_trail(issued, procurement, now):
    rfp_services.cancel(rfp=issued, reason="Paused.", by=procurement, now=now)

    events = Event.objects.values_list("verb", "actor_label", "summary", "organisation")
    assert list(events) == [
        (verb, "Pro Curement", summary, issued.organisation_id)
        for verb, summary in [
            ("rfp.created", "RFP-2026-001 drafted for 3 vendors"),
            ("rfp.issued", "RFP-2026-001 issued to 3 vendors"),
            ("rfp.cancelled", "RFP-2026-001 cancelled"),
        ]
    ]


def test_problems_are_none_once_an_address_is_typed(draft, procurement, now):
    invitation = draft.invitations.first()
    invitation.recipients.all().delete()

    addressees.readdress(
        invitation=invitation, name="New", email="new@brackenfell.example", by=procurement, now=now
    )

    invited = list(draft.invitations.select_related("vendor").prefetch_related("recipients"))
    assert rfp_services.problems(draft, invited, now) == []
