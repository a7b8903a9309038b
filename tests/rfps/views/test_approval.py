import pytest
from django.urls import reverse

from rfps.models import RFP
from rfps.services import approval, policy

pytestmark = pytest.mark.django_db


@pytest.fixture
def waiting(draft, sponsor, procurement, colleague, org_admin, now):
    policy.set_approval(organisation=sponsor, needs_approval=True, by=org_admin, now=now)
    return approval.ask(rfp=draft, by=procurement, now=now)


def url(name, rfp) -> str:
    return reverse(name, args=[rfp.pk])


def test_an_admin_says_that_a_second_person_is_needed(client_of, org_admin, sponsor):
    client = client_of(org_admin)

    client.post(reverse("sourcing-policy"), {"needs_approval": "on"})

    assert policy.needs_approval(sponsor.pk) is True
    assert "checked" in client.get(reverse("sourcing-policy")).content.decode()
    client.post(reverse("sourcing-policy"), {})
    assert policy.needs_approval(sponsor.pk) is False


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("who", "status"), [("procurement", 403), ("member", 403), ("curator", 404)]
)
def test_the_rule_is_the_admins(request, client_of, sponsor, who, status, method):
    client = client_of(request.getfixturevalue(who))

    answer = getattr(client, method)(reverse("sourcing-policy"), {"needs_approval": "on"})

    assert answer.status_code == status
    assert policy.needs_approval(sponsor.pk) is False


def test_another_sponsors_admin_changes_only_their_own(client_of, stranger, sponsor, other_sponsor):
    client_of(stranger).post(reverse("sourcing-policy"), {"needs_approval": "on"})

    assert (policy.needs_approval(sponsor.pk), policy.needs_approval(other_sponsor.pk)) == (
        False,
        True,
    )


def test_a_draft_is_asked_for_and_approved_by_somebody_else(
    client_of, draft, sponsor, procurement, colleague, org_admin, now
):
    policy.set_approval(organisation=sponsor, needs_approval=True, by=org_admin, now=now)
    mina, iris = client_of(procurement), client_of(colleague)
    board = mina.get(draft.get_absolute_url()).content.decode()

    asked = mina.post(url("rfp-approval-ask", draft), follow=True).content.decode()
    own = mina.post(url("rfp-approval", draft), follow=True).content.decode()
    page = iris.get(url("rfp-approval", draft)).content.decode()
    iris.post(url("rfp-approval", draft))

    assert url("rfp-approval-ask", draft) in board
    assert url("rfp-issue", draft) not in board
    assert "waits for approval" in asked
    assert "somebody else has to give it" in own
    assert "Approve and issue" in page
    assert RFP.objects.get().state == "issued"


def test_the_page_of_the_issue_says_that_a_second_person_is_needed(
    client_of, draft, sponsor, procurement, org_admin, now
):
    policy.set_approval(organisation=sponsor, needs_approval=True, by=org_admin, now=now)
    client = client_of(procurement)

    page = client.get(url("rfp-issue", draft)).content.decode()
    client.post(url("rfp-issue", draft))

    assert "A second person has to approve it" in page
    assert RFP.objects.get().state == "draft"


def test_the_page_offers_nobody_their_own_approval(client_of, procurement, waiting):
    page = client_of(procurement).get(url("rfp-approval", waiting)).content.decode()

    assert "Approve and issue" not in page
    assert "Make it a draft again" in page


def test_sending_back_shows_the_reason_on_the_draft(client_of, procurement, colleague, waiting):
    client_of(colleague).post(url("rfp-send-back", waiting), {"reason": "Name the strengths."})

    page = client_of(procurement).get(waiting.get_absolute_url()).content.decode()
    assert "Sent back: Name the strengths." in page


def test_sending_back_without_a_reason_is_refused_on_the_page(client_of, colleague, waiting):
    response = client_of(colleague).post(url("rfp-send-back", waiting), {"reason": " "})

    assert "This field is required." in response.content.decode()
    assert RFP.objects.get().state == "in_approval"


def test_the_page_of_what_waits_for_nothing_leads_back(client_of, colleague, draft):
    assert client_of(colleague).get(url("rfp-approval", draft)).url == draft.get_absolute_url()
    sent = client_of(colleague).post(url("rfp-send-back", draft), {"reason": "Too early."})
    assert sent.url == draft.get_absolute_url()


@pytest.mark.parametrize("who", ["member", "lead", "evaluator"])
def test_a_member_reads_that_it_waits_and_decides_nothing(request, client_of, waiting, who):
    client = client_of(request.getfixturevalue(who))

    page = client.get(waiting.get_absolute_url()).content.decode()

    assert "asked for approval" in page
    assert url("rfp-approval", waiting) not in page
    assert client.post(url("rfp-approval", waiting)).status_code == 403


def test_a_stranger_meets_404(client_of, stranger, waiting):
    for name in ("rfp-approval", "rfp-send-back", "rfp-approval-ask"):
        assert client_of(stranger).post(url(name, waiting)).status_code == 404
    assert RFP.objects.get().state == "in_approval"


@pytest.mark.parametrize("vendors_asked", [1, 3])
def test_the_page_has_a_flat_query_count(
    client_of, colleague, waiting, vendors_asked, django_assert_num_queries
):
    for invitation in list(waiting.invitations.all())[vendors_asked:]:
        invitation.delete()

    client = client_of(colleague)

    with django_assert_num_queries(22):
        client.get(url("rfp-approval", waiting))
