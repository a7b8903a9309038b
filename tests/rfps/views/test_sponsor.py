from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from notifications.models import Email
from rfps import library
from rfps.models import RFP
from rfps.services import filling, invitations
from rfps.services import rfp as rfp_services
from tests.factories.programs import ProgramFactory, ShortlistFactory
from tests.factories.rfps import (
    InvitationFactory,
    LotFactory,
    RecipientFactory,
    RFPFactory,
    ScopeLineFactory,
)

pytestmark = pytest.mark.django_db

ZURICH = ZoneInfo("Europe/Zurich")


@pytest.fixture
def buyer(client_of, procurement):
    return client_of(procurement)


def typed(**changes) -> dict:
    deadline = timezone.now() + timedelta(days=30)
    return {
        "title": "Drug product, tablets",
        "kind": "RFP",
        "deadline": f"{deadline:%Y-%m-%d}T17:00",
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR", "CHF"],
        "message": "Please plan for two campaigns.",
    } | changes


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_list_has_a_flat_query_count(buyer, sponsor, count, django_assert_num_queries):
    program = ProgramFactory(organisation=sponsor)
    for rfp in RFPFactory.create_batch(count, organisation=sponsor, program=program, issued=True):
        InvitationFactory(rfp=rfp)

    with django_assert_num_queries(13):
        response = buyer.get(reverse("rfp-list"))

    assert response.context["page"].paginator.count == count


def test_the_list_counts_who_was_asked_and_who_answered(buyer, recipient, now):
    invitations.declare_intent(recipient=recipient, now=now)

    response = buyer.get(reverse("rfp-list"))

    row = response.context["rows"][0]
    assert (row["rfp"].asked_count, row["rfp"].answered_count, row["label"].words) == (
        3,
        1,
        "Open for answers",
    )
    assert response.context["open_count"] == 1


def test_the_empty_list_offers_the_next_action(buyer):
    response = buyer.get(reverse("rfp-list"))

    assert reverse("program-list") in response.content.decode()


def test_the_list_survives_a_tampered_page(buyer, draft):
    assert buyer.get(reverse("rfp-list"), {"page": "x"}).status_code == 200


def test_writing_starts_with_a_choice_of_the_filled_shortlists(buyer, shortlist):
    empty = ShortlistFactory(package__program=shortlist.package.program)

    response = buyer.get(reverse("rfp-create"))

    page = response.content.decode()
    assert (str(shortlist.pk) in page, str(empty.pk) in page) == (True, False)


def test_a_draft_is_written_from_the_form(buyer, shortlist, procurement):
    response = buyer.post(f"{reverse('rfp-create')}?shortlist={shortlist.pk}", typed())

    rfp = RFP.objects.get()
    assert response.url == rfp.get_absolute_url()
    assert (rfp.title, rfp.time_zone, rfp.currencies, rfp.created_by) == (
        "Drug product, tablets",
        "Europe/Zurich",
        ["EUR", "CHF"],
        procurement,
    )


def test_a_wrong_form_names_the_field_and_keeps_what_was_typed(buyer, shortlist):
    response = buyer.post(
        f"{reverse('rfp-create')}?shortlist={shortlist.pk}", typed(deadline="2020-01-01T10:00")
    )

    page = response.content.decode()
    assert (response.status_code, RFP.objects.count()) == (200, 0)
    assert "Choose a time in the future" in page
    assert "Please plan for two campaigns." in page
    assert 'value="2020-01-01T10:00"' in page


def test_an_empty_shortlist_is_refused_with_a_sentence(buyer, package):
    shortlist = ShortlistFactory(package=package)

    response = buyer.post(f"{reverse('rfp-create')}?shortlist={shortlist.pk}", typed())

    assert "The shortlist is empty" in response.content.decode()


def test_a_draft_is_edited(buyer, draft):
    buyer.post(reverse("rfp-edit", args=[draft.pk]), typed(title="Tablets, twice"))

    assert RFP.objects.get().title == "Tablets, twice"


def test_the_edit_form_shows_the_deadline_in_its_zone(buyer, draft):
    page = buyer.get(reverse("rfp-edit", args=[draft.pk])).content.decode()

    local = draft.deadline_at.astimezone(ZURICH)
    assert f'value="{local:%Y-%m-%dT%H:%M}"' in page


def test_of_what_is_issued_only_the_words_are_edited(buyer, issued):
    words = {"message": "Three campaigns.", "terms": "As before."}
    buyer.post(reverse("rfp-edit", args=[issued.pk]), typed(title="Other") | words)

    rfp = RFP.objects.get()
    assert (rfp.title, rfp.message, rfp.terms) == (
        "Drug product, tablets",
        "Three campaigns.",
        "As before.",
    )


def test_a_frozen_request_takes_no_more_words(buyer, issued, now):
    RFP.objects.filter(pk=issued.pk).update(freeze_at=now)

    response = buyer.post(reverse("rfp-edit", args=[issued.pk]), {"message": "Other"})

    assert "takes no more changes" in response.content.decode()
    assert RFP.objects.get().message == "Please plan for two campaigns."


def test_the_confirm_page_names_everybody_who_gets_a_mail_and_sends_none(buyer, draft):
    page = buyer.get(reverse("rfp-issue", args=[draft.pk])).content.decode()

    for name in ("brackenfell", "cindervale", "hallowmere"):
        assert f"rfp@{name}.example" in page
    assert (RFP.objects.get().state, Email.objects.count()) == ("draft", 0)


def test_post_issues(buyer, draft):
    response = buyer.post(reverse("rfp-issue", args=[draft.pk]))

    assert response.url == draft.get_absolute_url()
    assert (RFP.objects.get().state, Email.objects.count()) == ("issued", 3)


def test_a_second_click_on_issue_says_so_and_sends_nothing(buyer, issued):
    response = buyer.post(reverse("rfp-issue", args=[issued.pk]), follow=True)

    assert f"{issued.number} is issued already." in response.content.decode()
    assert Email.objects.count() == 3


def test_the_confirm_page_of_an_issued_request_leads_back(buyer, issued):
    assert buyer.get(reverse("rfp-issue", args=[issued.pk])).url == issued.get_absolute_url()


def test_cancelling_needs_a_reason(buyer, issued):
    url = reverse("rfp-cancel", args=[issued.pk])

    buyer.post(url, {"reason": " "})
    before = RFP.objects.get().state
    buyer.post(url, {"reason": "Paused."})

    assert (before, RFP.objects.get().cancel_reason) == ("issued", "Paused.")


@pytest.mark.parametrize("count", [1, 3, 100])
def test_the_board_has_a_flat_query_count(buyer, sponsor, now, count, django_assert_num_queries):
    rfp = RFPFactory(organisation=sponsor, issued=True, deadline_at=now + timedelta(days=9))
    lot = LotFactory(rfp=rfp)
    ScopeLineFactory.create_batch(count, rfp=rfp, lot=lot)
    for invitation in InvitationFactory.create_batch(count, rfp=rfp, sent_at=now):
        RecipientFactory(invitation=invitation)

    with django_assert_num_queries(28):
        response = buyer.get(rfp.get_absolute_url())

    assert len(response.context["rows"]) == count


@pytest.mark.parametrize("count", [1, 3])
def test_the_board_of_a_draft_has_a_flat_query_count(
    buyer, sponsor, count, django_assert_num_queries
):
    program = ProgramFactory(organisation=sponsor)
    rfp = RFPFactory(organisation=sponsor, program=program)
    for position in range(1, count + 1):
        lot = LotFactory(rfp=rfp, position=position)
        ScopeLineFactory(rfp=rfp, lot=lot, capabilities=["M4.06"])
        filling.apply(lot=lot, content=library.get("oral-solid").content)
        RecipientFactory(invitation=InvitationFactory(rfp=rfp))

    with django_assert_num_queries(41):
        response = buyer.get(rfp.get_absolute_url())

    assert response.context["readiness"].score < 100


def test_the_board_shows_what_happened_per_vendor_and_its_mail(buyer, issued, recipient, now):
    invitations.declare_intent(recipient=recipient, now=now)
    Email.objects.filter(to="rfp@hallowmere.example").update(
        state="failed", last_code=550, last_error="5.1.1 no such user"
    )
    Email.objects.filter(to=recipient.email).update(state="sent", sent_at=now)

    response = buyer.get(issued.get_absolute_url())

    told = {
        row.invitation.vendor.name: (row.progress.words, row.mail.words, bool(row.returned))
        for row in response.context["rows"]
    }
    assert told == {
        "Brackenfell": (
            "Intends to answer",
            f"Accepted by their server {now.astimezone(ZURICH):%H:%M}",
            False,
        ),
        "Cindervale": ("No reaction yet", "Queued", False),
        "Hallowmere": ("No reaction yet", "Returned: no such mailbox", True),
    }
    page = response.content.decode()
    assert "Correct the address of Hallowmere" in page


def test_a_planned_reminder_does_not_hide_where_the_invitation_is(buyer, issued, recipient, now):
    at = now + timedelta(days=3)
    invitations.remind_me(recipient=recipient, at=at, now=now)

    response = buyer.get(issued.get_absolute_url())

    row = response.context["rows"][0]
    assert (row.mail.words, row.mail.detail[:11]) == ("Queued", "Invitation,")
    assert f"Asked for a reminder on {at.astimezone(ZURICH).day} " in response.content.decode()


def test_the_board_names_what_a_draft_lacks(buyer, draft):
    draft.invitations.first().recipients.all().delete()

    page = buyer.get(draft.get_absolute_url()).content.decode()

    assert "Brackenfell has no address." in page
    assert reverse("rfp-issue", args=[draft.pk]) not in page


def test_the_board_keeps_a_record_of_request_and_invitations(buyer, issued, recipient, now):
    invitations.decline(recipient=recipient, reason="terms", now=now)

    response = buyer.get(issued.get_absolute_url())

    assert [event.verb for event in response.context["events"]] == [
        "invitation.declined",
        "rfp.issued",
        "rfp.created",
    ]


def test_a_member_reads_along_without_buttons(client_of, member, issued):
    page = client_of(member).get(issued.get_absolute_url()).content.decode()

    assert "Procurement writes, issues and cancels requests" in page
    for name in ("rfp-cancel", "rfp-edit", "rfp-issue"):
        assert reverse(name, args=[issued.pk]) not in page


def test_the_preview_shows_the_frozen_version(buyer, issued):
    RFP.objects.update(title="Changed behind the scenes")

    page = buyer.get(reverse("rfp-preview", args=[issued.pk])).content.decode()

    assert "<h1>Drug product, tablets</h1>" in page


def test_the_preview_of_a_draft_shows_what_would_be_issued(buyer, draft):
    page = buyer.get(reverse("rfp-preview", args=[draft.pk])).content.decode()

    assert "Clinical tablets" in page
    assert "Our secret plan" not in page


def test_a_cancelled_board_offers_nothing(buyer, issued, procurement, now):
    rfp_services.cancel(rfp=issued, reason="Paused.", by=procurement, now=now)

    response = buyer.get(issued.get_absolute_url())

    assert (response.context["can_cancel"], response.context["is_open"]) == (False, False)
    assert "Paused." in response.content.decode()
