from datetime import timedelta

import pytest

from audit.models import Event
from notifications.choices import EmailState
from notifications.models import Email
from programs.choices import Visibility
from programs.models import ProgramMember
from rfps.errors import RFPError
from rfps.models import RFP
from rfps.services import approval, policy
from rfps.services import rfp as rfp_services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _two_people(sponsor, org_admin, now):
    policy.set_approval(organisation=sponsor, needs_approval=True, by=org_admin, now=now)


@pytest.fixture
def waiting(draft, procurement, colleague, now):
    return approval.ask(rfp=draft, by=procurement, now=now)


def test_nobody_issues_alone(draft, procurement, now):
    with pytest.raises(RFPError) as caught:
        rfp_services.issue(rfp=draft, by=procurement, now=now)

    assert str(caught.value) == (
        "Your organisation wants a second person to approve this: ask for it."
    )
    assert (RFP.objects.get().state, Email.objects.count()) == ("draft", 0)


def test_asking_writes_to_the_others_who_may_approve(waiting, procurement, now):
    mails = Email.objects.filter(kind="rfp-approval-asked").order_by("to")

    assert (waiting.state, waiting.approval_asked_by, waiting.approval_asked_at) == (
        "in_approval",
        procurement,
        now,
    )
    assert [mail.to for mail in mails] == ["admin@auroral.example", "colleague@auroral.example"]


def test_what_waits_is_not_edited_and_not_issued_directly(waiting, procurement, now):
    for move, sentence in (
        (
            lambda: rfp_services.edit(rfp=waiting, data={"title": "X"}, by=procurement, now=now),
            "RFP-2026-001 is in approval: only a draft can be edited.",
        ),
        (
            lambda: rfp_services.issue(rfp=waiting, by=procurement, now=now),
            "RFP-2026-001 waits for a second person to approve it.",
        ),
    ):
        with pytest.raises(RFPError) as caught:
            move()
        assert str(caught.value) == sentence


def test_nobody_approves_their_own_request(waiting, procurement, now):
    with pytest.raises(RFPError) as caught:
        approval.approve(rfp=waiting, by=procurement, now=now)

    assert str(caught.value) == ("You have asked for this approval: somebody else has to give it.")
    assert RFP.objects.get().state == "in_approval"


def test_a_second_person_approves_which_issues_it(waiting, colleague, now):
    later = now + timedelta(hours=1)

    issued = approval.approve(rfp=waiting, by=colleague, now=later)

    assert (issued.state, issued.approved_by, issued.approved_at) == ("issued", colleague, later)
    assert issued.versions.count() == 1
    assert Email.objects.filter(kind="rfp-invitation").count() == 3
    states = Email.objects.filter(kind="rfp-approval-asked").values_list("state", flat=True)
    assert set(states) == {EmailState.CANCELLED}


def test_sending_back_makes_it_a_draft_again_and_tells_who_asked(waiting, colleague, now):
    draft = approval.send_back(rfp=waiting, reason=" Name the strengths. ", by=colleague, now=now)

    mail = Email.objects.select_related("content").get(kind="rfp-sent-back")
    assert (draft.state, draft.sent_back_reason) == ("draft", "Name the strengths.")
    assert mail.to == "procurement@auroral.example"
    assert "Name the strengths." in mail.content.text


def test_who_asked_takes_it_back_without_an_email(waiting, procurement, now):
    draft = approval.send_back(rfp=waiting, reason="A slip.", by=procurement, now=now)

    assert draft.state == "draft"
    assert Email.objects.filter(kind="rfp-sent-back").exists() is False


def test_asking_again_forgets_the_reason_and_writes_again(waiting, procurement, colleague, now):
    approval.send_back(rfp=waiting, reason="Not yet.", by=colleague, now=now)

    again = approval.ask(rfp=waiting, by=procurement, now=now + timedelta(days=1))

    assert again.sent_back_reason == ""
    assert Email.objects.filter(kind="rfp-approval-asked", state=EmailState.READY).count() == 2


@pytest.mark.parametrize("reason", ["", "  "])
def test_sending_back_needs_a_reason(waiting, colleague, now, reason):
    with pytest.raises(RFPError):
        approval.send_back(rfp=waiting, reason=reason, by=colleague, now=now)

    assert RFP.objects.get().state == "in_approval"


def test_only_what_waits_is_approved_or_sent_back(draft, colleague, now):
    for move in (
        lambda: approval.approve(rfp=draft, by=colleague, now=now),
        lambda: approval.send_back(rfp=draft, reason="No.", by=colleague, now=now),
    ):
        with pytest.raises(RFPError) as caught:
            move()
        assert str(caught.value) == "RFP-2026-001 is draft: it waits for no approval."


def test_an_incomplete_draft_is_not_put_forward(draft, procurement, colleague, now):
    draft.scope_lines.all().delete()

    with pytest.raises(RFPError):
        approval.ask(rfp=draft, by=procurement, now=now)

    assert (RFP.objects.get().state, Email.objects.count()) == ("draft", 0)


def test_somebody_must_be_there_to_ask(draft, procurement, org_admin, now):
    draft.program.visibility = Visibility.TEAM
    draft.program.save()
    ProgramMember.objects.create(
        organisation=draft.organisation, program=draft.program, user=procurement
    )

    with pytest.raises(RFPError) as caught:
        approval.ask(rfp=draft, by=procurement, now=now)

    assert str(caught.value).startswith("Nobody else may approve it")


def test_cancelling_stops_the_asking(waiting, procurement, now):
    rfp_services.cancel(rfp=waiting, reason="Paused.", by=procurement, now=now)

    states = Email.objects.filter(kind="rfp-approval-asked").values_list("state", flat=True)
    assert set(states) == {EmailState.CANCELLED}


def test_a_deadline_that_passed_in_the_meantime_keeps_it_from_being_issued(waiting, colleague):
    with pytest.raises(RFPError):
        approval.approve(rfp=waiting, by=colleague, now=waiting.deadline_at)

    assert RFP.objects.get().state == "in_approval"


def test_the_record_names_both(waiting, colleague, now):
    approval.approve(rfp=waiting, by=colleague, now=now)

    said = Event.objects.filter(verb__in=["rfp.approval-asked", "rfp.approved", "rfp.issued"])
    assert list(said.values_list("actor_label", "summary")) == [
        ("Pro Curement", "RFP-2026-001 put before 2 for approval"),
        ("Col League", "RFP-2026-001 approved"),
        ("Col League", "RFP-2026-001 issued to 3 vendors"),
    ]
