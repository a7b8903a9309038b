from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from accounts import services
from accounts.choices import OrganisationKind, Role
from accounts.models import ColleagueInvitation, Membership, User
from accounts.services import AccountError
from audit.models import Event
from notifications.models import Email
from tests.factories.accounts import OrganisationFactory, UserFactory, person

pytestmark = pytest.mark.django_db
PASSWORD = "a long and plain sentence"


def token_of(email: Email) -> str:
    return email.content.text.split("/join/")[1].split("/")[0]


def test_create_organisation_is_audited(now):
    made = services.create_organisation(
        name="Cirrus", slug="cirrus", kind=OrganisationKind.SPONSOR, now=now
    )

    event = Event.objects.get()
    assert (event.verb, event.organisation, event.object_id) == (
        "organisation.created",
        made,
        str(made.pk),
    )


def test_add_member_lets_a_person_act_who_acts_for_nobody(sponsor, now):
    user = UserFactory()

    membership = services.add_member(user=user, organisation=sponsor, roles=[Role.MEMBER], now=now)

    assert user.acting == membership


def test_add_member_leaves_alone_for_whom_a_person_acts(member, other_sponsor, now):
    before = member.acting

    services.add_member(user=member, organisation=other_sponsor, roles=[Role.MEMBER], now=now)

    assert member.acting == before


def test_add_member_lets_curators_into_the_admin_site(platform, now):
    user = UserFactory()

    services.add_member(user=user, organisation=platform, roles=[Role.CURATOR], now=now)

    user.refresh_from_db()
    assert user.is_staff is True


@pytest.mark.parametrize(
    ("roles", "message"),
    [([], "Choose at least one role."), ([Role.CURATOR], "A sponsor has no role curator.")],
)
def test_add_member_refuses_roles_that_do_not_fit(sponsor, now, roles, message):
    with pytest.raises(AccountError) as error:
        services.add_member(user=UserFactory(), organisation=sponsor, roles=roles, now=now)

    assert str(error.value) == message


def test_add_member_refuses_a_second_membership(member, sponsor, now):
    with pytest.raises(AccountError, match="is a member of Auroral Therapeutics already"):
        services.add_member(user=member, organisation=sponsor, roles=[Role.MEMBER], now=now)


def test_change_roles_keeps_one_admin(org_admin, now):
    with pytest.raises(AccountError, match="needs an admin"):
        services.change_roles(
            membership=org_admin.acting, roles=[Role.MEMBER], by=org_admin, now=now
        )

    assert Membership.objects.get(pk=org_admin.acting_id).roles == [Role.ADMIN]


def test_change_roles_replaces_them(org_admin, member, now):
    services.change_roles(membership=member.acting, roles=[Role.EVALUATOR], by=org_admin, now=now)

    assert Membership.objects.get(user=member).roles == [Role.EVALUATOR]


def test_remove_member_leaves_the_person_with_another_membership(
    member, org_admin, other_sponsor, now
):
    other = services.add_member(
        user=member, organisation=other_sponsor, roles=[Role.MEMBER], now=now
    )

    services.remove_member(membership=member.acting, by=org_admin, now=now)

    member.refresh_from_db()
    assert (member.acting, list(member.memberships.all())) == (other, [other])


def test_remove_member_of_the_platform_closes_the_admin_site(platform, now):
    boss = person(platform, Role.ADMIN)
    user = UserFactory()
    membership = services.add_member(
        user=user, organisation=platform, roles=[Role.CURATOR], now=now
    )

    services.remove_member(membership=membership, by=boss, now=now)

    user.refresh_from_db()
    assert (user.is_staff, user.acting) == (False, None)


def test_switch_changes_for_whom_a_person_acts(member, other_sponsor, now):
    other = services.add_member(
        user=member, organisation=other_sponsor, roles=[Role.MEMBER], now=now
    )

    services.switch(user=member, membership=other, now=now)

    assert User.objects.get(pk=member.pk).organisation == other_sponsor


def test_switch_refuses_somebody_elses_membership(member, stranger, now):
    with pytest.raises(AccountError, match="not yours"):
        services.switch(user=member, membership=stranger.acting, now=now)


def test_invite_colleague_queues_one_mail_with_the_link(org_admin, now):
    invitation = services.invite_colleague(
        email="New@Auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )

    email = Email.objects.get()
    assert (email.kind, email.to, email.is_sensitive) == (
        "colleague-invited",
        "new@auroral.example",
        True,
    )
    assert services.find_invitation(token=token_of(email), now=now) == invitation


def test_invite_colleague_again_makes_the_first_link_dead(org_admin, now):
    services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )
    first = Email.objects.get()

    services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )

    assert services.find_invitation(token=token_of(first), now=now) is None
    assert Email.objects.count() == 2


def test_invite_colleague_refuses_a_member(org_admin, member, now):
    with pytest.raises(AccountError, match="already"):
        services.invite_colleague(
            email=member.email.upper(), roles=[Role.MEMBER], by=org_admin, now=now
        )


def test_accept_invitation_makes_the_account_and_the_membership(org_admin, now):
    invitation = services.invite_colleague(
        email="new@auroral.example", roles=[Role.PROCUREMENT], by=org_admin, now=now
    )

    user = services.accept_invitation(
        invitation=invitation, name="Nia New", password=PASSWORD, now=now
    )

    assert (user.email, user.organisation, user.acting.roles) == (
        "new@auroral.example",
        org_admin.organisation,
        [Role.PROCUREMENT],
    )
    assert user.check_password(PASSWORD) is True
    assert ColleagueInvitation.objects.get().accepted_at == now


def test_accepting_proves_the_address_the_link_came_to(org_admin, stranger, now):
    invite = {"roles": [Role.MEMBER], "by": org_admin, "now": now}
    invited = [
        services.invite_colleague(email=email, **invite)
        for email in ("New.Person@auroral.example", stranger.email)
    ]

    new = services.accept_invitation(invitation=invited[0], name="New", password=PASSWORD, now=now)
    services.accept_invitation(invitation=invited[1], user=stranger, now=now)

    assert new.proved_addresses == {"new.person@auroral.example"}
    assert stranger.proved_addresses == {"stranger@boreal.example"}
    assert org_admin.proved_addresses == set()


def test_accept_invitation_works_once(org_admin, now):
    invitation = services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )
    services.accept_invitation(invitation=invitation, name="N", password=PASSWORD, now=now)

    with pytest.raises(AccountError, match="used or withdrawn"):
        services.accept_invitation(invitation=invitation, name="N", password=PASSWORD, now=now)


def test_accept_invitation_refuses_a_weak_password_and_writes_nothing(org_admin, now):
    invitation = services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )

    with pytest.raises(ValidationError):
        services.accept_invitation(invitation=invitation, name="N", password="short", now=now)

    assert User.objects.filter(email="new@auroral.example").exists() is False


def test_accept_invitation_refuses_another_person(org_admin, stranger, now):
    invitation = services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )

    with pytest.raises(AccountError, match="This invitation is for"):
        services.accept_invitation(invitation=invitation, user=stranger, now=now)


def test_accept_invitation_asks_an_existing_person_to_sign_in(org_admin, stranger, now):
    invitation = services.invite_colleague(
        email=stranger.email, roles=[Role.MEMBER], by=org_admin, now=now
    )

    with pytest.raises(AccountError, match="Sign in"):
        services.accept_invitation(invitation=invitation, name="N", password=PASSWORD, now=now)


@pytest.mark.parametrize("days", [14, 100])
def test_an_invitation_runs_out_after_14_days(org_admin, now, days):
    services.invite_colleague(
        email="new@auroral.example", roles=[Role.MEMBER], by=org_admin, now=now
    )
    token = token_of(Email.objects.get())

    assert services.find_invitation(token=token, now=now + timedelta(days=days)) is None


def test_a_mistyped_token_finds_nothing(org_admin, now):
    OrganisationFactory()

    assert services.find_invitation(token="nothing", now=now) is None
