import pytest
from django.urls import reverse

from accounts import services
from accounts.choices import Role
from accounts.models import ColleagueInvitation, Membership, User
from notifications.models import Email
from tests.accounts.test_services import PASSWORD, token_of
from tests.factories.accounts import person

pytestmark = pytest.mark.django_db


@pytest.fixture
def invitation(org_admin, now):
    return services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=org_admin.date_joined
    )


@pytest.fixture
def join_url(invitation):
    return reverse("colleague-join", args=[token_of(Email.objects.get())])


@pytest.mark.parametrize("count", [1, 3, 100])
def test_colleague_list_query_count_is_flat(
    client_of, org_admin, sponsor, count, django_assert_num_queries
):
    for _ in range(count):
        person(sponsor, Role.MEMBER)
    client = client_of(org_admin)

    with django_assert_num_queries(12):
        response = client.get(reverse("colleague-list"))

    assert len(response.context["memberships"]) == count + 1


def test_colleague_list_shows_the_own_organisation_only(client_of, member, stranger):
    response = client_of(member).get(reverse("colleague-list"))

    assert [row.user for row in response.context["memberships"]] == [member]


@pytest.mark.parametrize("name", ["colleague-list", "colleague-invite"])
def test_a_visitor_is_asked_to_sign_in(client, name):
    response = client.get(reverse(name))

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={reverse(name)}")


@pytest.mark.parametrize(
    "url",
    ["colleague-roles", "colleague-remove", "colleague-uninvite"],
)
def test_a_strangers_rows_do_not_exist(client_of, stranger, org_admin, invitation, url):
    pk = invitation.pk if url == "colleague-uninvite" else org_admin.acting_id

    response = client_of(stranger).post(reverse(url, args=[pk]), {"roles": ["member"]})

    assert response.status_code == 404
    assert Membership.objects.get(pk=org_admin.acting_id).roles == [Role.ADMIN]
    assert ColleagueInvitation.objects.get().revoked_at is None


@pytest.mark.parametrize("url", ["colleague-roles", "colleague-remove", "colleague-uninvite"])
def test_only_an_admin_manages_colleagues(client_of, member, invitation, url):
    response = client_of(member).post(reverse(url, args=[member.acting_id]))

    assert response.status_code == 403
    assert "organisation's admin" in response.content.decode().replace("&#x27;", "'")


def test_colleague_invite_invites(client_of, org_admin):
    response = client_of(org_admin).post(
        reverse("colleague-invite"),
        {"email": "new@auroral.example", "roles": ["member", "evaluator"]},
    )

    assert response.url == reverse("colleague-list")
    assert ColleagueInvitation.objects.get().roles == ["member", "evaluator"]


def test_colleague_invite_names_the_field_and_keeps_what_was_typed(client_of, org_admin, member):
    response = client_of(org_admin).post(
        reverse("colleague-invite"), {"email": member.email, "roles": ["member"]}
    )

    form = response.context["form"]
    assert form.errors == {
        "email": [f"{member.email} is a member of Auroral Therapeutics already."]
    }
    assert form["email"].value() == member.email


def test_colleague_uninvite_makes_the_link_dead(client_of, org_admin, invitation, join_url, client):
    client_of(org_admin).post(reverse("colleague-uninvite", args=[invitation.pk]))

    response = client.get(join_url)

    assert response.status_code == 404
    assert "Auroral" not in response.content.decode()


def test_colleague_roles_changes_them(client_of, org_admin, member):
    client_of(org_admin).post(
        reverse("colleague-roles", args=[member.acting_id]), {"roles": ["evaluator"]}
    )

    assert Membership.objects.get(user=member).roles == ["evaluator"]


def test_colleague_remove_says_why_it_cannot(client_of, org_admin):
    response = client_of(org_admin).post(
        reverse("colleague-remove", args=[org_admin.acting_id]), follow=True
    )

    assert [str(m) for m in response.context["messages"]] == [
        "An organisation needs an admin: give somebody else that role first."
    ]


def test_organisation_switch_changes_what_is_seen(client_of, member, other_sponsor, now):
    other = services.add_member(
        user=member, organisation=other_sponsor, roles=[Role.MEMBER], now=now
    )

    client_of(member).post(reverse("organisation-switch", args=[other.pk]))

    assert User.objects.get(pk=member.pk).organisation == other_sponsor


def test_organisation_switch_of_a_stranger_is_404(client_of, member, stranger):
    response = client_of(member).post(reverse("organisation-switch", args=[stranger.acting_id]))

    assert response.status_code == 404


def test_colleague_join_get_changes_nothing(client, join_url):
    response = client.get(join_url)

    assert response.status_code == 200
    assert ColleagueInvitation.objects.get().accepted_at is None
    assert User.objects.filter(email="new@auroral.example").exists() is False


def test_colleague_join_makes_an_account_and_signs_in(client, join_url):
    response = client.post(join_url, {"name": "Nia New", "password": PASSWORD})

    user = User.objects.get(email="new@auroral.example")
    assert response.url == reverse("home")
    assert client.session["_auth_user_id"] == str(user.pk)


def test_colleague_join_explains_a_weak_password(client, join_url):
    response = client.post(join_url, {"name": "Nia New", "password": "short"})

    assert list(response.context["form"].errors) == ["password"]
    assert response.context["form"]["name"].value() == "Nia New"


def test_colleague_join_as_another_person_is_refused(client_of, stranger, join_url):
    client = client_of(stranger)

    response = client.post(join_url)

    assert [str(m) for m in response.context["messages"]] == [
        "This invitation is for new@auroral.example. Sign in with that address."
    ]
    assert Membership.objects.filter(user=stranger).count() == 1


def test_a_mistyped_link_says_so(client):
    response = client.get(reverse("colleague-join", args=["mistyped"]))

    assert response.status_code == 404
    assert "This link does not work" in response.content.decode()
