from datetime import timedelta

import pytest

from accounts.choices import Role
from accounts.models import Membership
from audit import acting
from audit.models import Event
from notifications.choices import EmailState
from notifications.models import Email
from programs.choices import Visibility
from rfps import tokens
from rfps.choices import Intent
from rfps.errors import RFPError
from rfps.models import Invitation
from rfps.services import invitations
from rfps.services import rfp as rfp_services
from tests.factories.accounts import person
from tests.factories.programs import ProgramMemberFactory
from tests.rfps.conftest import DEADLINE, token_for

pytestmark = pytest.mark.django_db

MOVES = {
    "declare_intent": invitations.declare_intent,
    "decline": lambda **who: invitations.decline(reason="capacity", **who),
    "remind_me": lambda **who: invitations.remind_me(at=who["now"] + timedelta(days=1), **who),
}
ALL_MOVES = pytest.mark.parametrize("move", MOVES.values(), ids=MOVES)


def facts(invitation) -> dict:
    return Invitation.objects.filter(pk=invitation.pk).values().get()


def test_declare_intent_dates_intent_and_reading(recipient, invitation, now):
    invitations.declare_intent(recipient=recipient, now=now)

    invitation.refresh_from_db()
    assert (invitation.intent, invitation.intent_at, invitation.viewed_at) == ("intends", now, now)


def test_declaring_twice_tells_the_buyers_once(recipient, procurement, now):
    invitations.declare_intent(recipient=recipient, now=now)
    invitations.declare_intent(recipient=recipient, now=now + timedelta(minutes=1))

    assert Email.objects.filter(kind="intent-received").count() == 1


def test_decline_keeps_reason_and_note_and_stops_the_reminder(recipient, invitation, now):
    invitations.remind_me(recipient=recipient, at=now + timedelta(days=1), now=now)

    invitations.decline(recipient=recipient, reason="capacity", note=" Full until 2028. ", now=now)

    invitation.refresh_from_db()
    assert (invitation.intent, invitation.decline_reason, invitation.decline_note) == (
        Intent.DECLINED,
        "capacity",
        "Full until 2028.",
    )
    assert invitation.reminder_at is None
    assert Email.objects.get(kind="deadline-reminder").state == EmailState.CANCELLED


@pytest.mark.parametrize("reason", ["", "boredom"])
def test_decline_needs_one_of_the_reasons(recipient, invitation, now, reason):
    before = facts(invitation)

    with pytest.raises(RFPError):
        invitations.decline(recipient=recipient, reason=reason, now=now)

    assert facts(invitation) == before


def test_a_vendor_may_change_its_mind_and_each_answer_is_told(recipient, invitation, now):
    invitations.decline(recipient=recipient, reason="terms", note="No.", now=now)
    later = now + timedelta(days=1)

    invitations.declare_intent(recipient=recipient, now=later)

    invitation.refresh_from_db()
    assert (invitation.intent, invitation.decline_reason, invitation.decline_note) == (
        "intends",
        "",
        "",
    )
    subjects = Email.objects.filter(kind="intent-received").order_by("created_at")
    assert [mail.content.subject for mail in subjects] == [
        "Brackenfell declines: Drug product, tablets",
        "Brackenfell intends to answer: Drug product, tablets",
    ]


def test_buyers_are_the_creator_and_procurement(issued, sponsor, member, lead, stranger):
    colleague = person(sponsor, Role.PROCUREMENT)
    person(sponsor, Role.PROCUREMENT, is_active=False)
    issued.created_by = member
    issued.save()

    told = invitations.buyers(issued)

    assert set(told) == {member, colleague, Membership.objects.get(user__name="Pro Curement").user}


def test_buyers_of_a_team_program_are_on_its_team(issued, procurement, sponsor):
    colleague = person(sponsor, Role.PROCUREMENT)
    program = issued.program
    program.visibility = Visibility.TEAM
    program.save()
    ProgramMemberFactory(program=program, user=colleague)

    assert invitations.buyers(issued) == [colleague]


def test_intent_is_told_with_a_link_to_the_board(recipient, issued, procurement, now):
    invitations.declare_intent(recipient=recipient, now=now)

    mail = Email.objects.select_related("content").get(kind="intent-received")
    assert (mail.to, mail.user, mail.organisation) == (
        procurement.email,
        procurement,
        issued.organisation,
    )
    assert f"http://localhost:8000/rfps/{issued.pk}/" in mail.content.text
    assert "Brackenfell intends to answer RFP-2026-001" in mail.content.text


def test_remind_me_plans_one_mail_with_the_same_link(recipient, token, invitation, now):
    at = now + timedelta(days=3)
    found = tokens.find(token)

    invitations.remind_me(recipient=found, at=at, now=now)

    mail = Email.objects.select_related("content").get(kind="deadline-reminder")
    assert (mail.not_before, mail.expires_at, mail.to) == (at, DEADLINE, recipient.email)
    assert f"http://localhost:8000/respond/{token}/" in mail.content.text
    assert facts(invitation)["reminder_at"] == at


def test_a_new_date_replaces_the_reminder_before(recipient, now):
    for days in (3, 1, 3):
        now += timedelta(minutes=1)
        invitations.remind_me(recipient=recipient, at=DEADLINE - timedelta(days=days), now=now)

    mails = Email.objects.filter(kind="deadline-reminder").order_by("created_at")
    assert [mail.state for mail in mails] == ["cancelled", "cancelled", "ready"]


def test_the_same_date_twice_is_one_reminder(recipient, now):
    for _ in range(2):
        invitations.remind_me(recipient=recipient, at=DEADLINE - timedelta(days=3), now=now)

    assert Email.objects.filter(kind="deadline-reminder").count() == 1


@pytest.mark.parametrize("shift", [timedelta(0), timedelta(days=-1), timedelta(days=60)])
def test_remind_me_takes_only_times_before_the_deadline(recipient, now, shift):
    with pytest.raises(RFPError):
        invitations.remind_me(recipient=recipient, at=now + shift, now=now)

    assert not Email.objects.filter(kind="deadline-reminder").exists()


def test_who_declined_is_not_reminded(recipient, now):
    invitations.decline(recipient=recipient, reason="terms", now=now)

    with pytest.raises(RFPError):
        invitations.remind_me(recipient=recipient, at=now + timedelta(days=1), now=now)


@ALL_MOVES
def test_no_move_after_the_deadline(recipient, invitation, move):
    before = facts(invitation)

    with pytest.raises(RFPError) as caught:
        move(recipient=recipient, now=DEADLINE)

    assert str(caught.value) == "The deadline has passed: this request takes no more answers."
    assert facts(invitation) == before


@ALL_MOVES
def test_no_move_once_cancelled(recipient, invitation, issued, procurement, now, move):
    rfp_services.cancel(rfp=issued, reason="Paused.", by=procurement, now=now)
    before = facts(invitation)

    with pytest.raises(RFPError) as caught:
        move(recipient=recipient, now=now)

    assert str(caught.value) == "This request is not open: it takes no answers."
    assert facts(invitation) == before


@ALL_MOVES
def test_no_move_by_a_revoked_link(recipient, invitation, procurement, now, move):
    invitations.revoke(invitation=invitation, reason="Wrong firm", by=procurement, now=now)
    before = facts(invitation)

    with pytest.raises(RFPError) as caught:
        move(recipient=recipient, now=now)

    assert str(caught.value) == "This link has been withdrawn."
    assert facts(invitation) == before


@ALL_MOVES
def test_every_move_works_for_the_invitation_alone_and_is_recorded(
    recipient, invitation, now, move
):
    with acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk):
        move(recipient=recipient, now=now)

    event = Event.objects.last()
    assert (event.object_id, event.actor, event.actor_label, event.organisation_id) == (
        str(invitation.pk),
        None,
        "I. Brackenfell for Brackenfell",
        invitation.organisation_id,
    )


def test_revoke_kills_the_links_and_stops_the_mail(invitation, recipient, procurement, now):
    invitations.revoke(invitation=invitation, reason=" Wrong firm ", by=procurement, now=now)

    recipient.refresh_from_db()
    stored = facts(invitation)
    assert (stored["revoked_at"], stored["revoke_reason"], recipient.revoked_at) == (
        now,
        "Wrong firm",
        now,
    )
    assert Email.objects.get(to=recipient.email).state == EmailState.CANCELLED


def test_revoke_needs_a_reason_and_happens_once(invitation, procurement, now):
    with pytest.raises(RFPError):
        invitations.revoke(invitation=invitation, reason=" ", by=procurement, now=now)
    invitations.revoke(invitation=invitation, reason="Wrong firm", by=procurement, now=now)

    with pytest.raises(RFPError) as caught:
        invitations.revoke(invitation=invitation, reason="Again", by=procurement, now=now)

    assert str(caught.value) == "The invitation of Brackenfell is revoked."


def test_revoke_refuses_what_was_never_sent(draft, procurement, now):
    with pytest.raises(RFPError):
        invitations.revoke(
            invitation=draft.invitations.first(), reason="Wrong", by=procurement, now=now
        )


def test_resend_gives_a_new_link_to_the_corrected_address(
    invitation, recipient, token, procurement, now
):
    later = now + timedelta(hours=1)

    new = invitations.resend(
        invitation=invitation,
        name="M. Aebi",
        email="aebi@brackenfell.example",
        by=procurement,
        now=later,
    )

    recipient.refresh_from_db()
    assert (recipient.revoked_at, new.email) == (later, "aebi@brackenfell.example")
    assert tokens.find(token_for(new)) == new
    assert token_for(new) != token
    assert list(Email.objects.filter(to__contains="brackenfell").values_list("to", "state")) == [
        ("aebi@brackenfell.example", EmailState.READY),
        ("rfp@brackenfell.example", EmailState.CANCELLED),
    ]


def test_resend_to_the_same_address_writes_again(invitation, recipient, procurement, now):
    new = invitations.resend(
        invitation=invitation, name="", email=recipient.email, by=procurement, now=now
    )

    assert new.pk != recipient.pk
    assert Email.objects.filter(to=recipient.email, kind="rfp-invitation").count() == 2


def test_resend_takes_the_planned_reminder_along(invitation, recipient, procurement, now):
    at = now + timedelta(days=3)
    invitations.remind_me(recipient=recipient, at=at, now=now)

    invitations.resend(
        invitation=invitation, name="", email="new@brackenfell.example", by=procurement, now=now
    )

    reminders = Email.objects.filter(kind="deadline-reminder").order_by("to")
    assert [(mail.to, mail.state, mail.not_before) for mail in reminders] == [
        ("new@brackenfell.example", EmailState.READY, at),
        ("rfp@brackenfell.example", EmailState.CANCELLED, at),
    ]


@pytest.mark.parametrize("obstacle", ["closed", "cancelled", "revoked"])
def test_resend_is_refused(invitation, issued, procurement, now, obstacle):
    at = DEADLINE if obstacle == "closed" else now
    if obstacle == "cancelled":
        rfp_services.cancel(rfp=issued, reason="Paused.", by=procurement, now=now)
    if obstacle == "revoked":
        invitations.revoke(invitation=invitation, reason="Wrong", by=procurement, now=now)

    with pytest.raises(RFPError):
        invitations.resend(
            invitation=invitation, name="", email="x@y.example", by=procurement, now=at
        )

    assert Email.objects.filter(to="x@y.example").count() == 0
