"""Two people at once, with real transactions on connections of their own."""

from datetime import UTC, datetime

import pytest

from accounts import services
from accounts.choices import Role
from accounts.models import ColleagueInvitation, Membership
from audit import acting
from tests.at_once import acting_for, at_once
from tests.factories.accounts import OrganisationFactory, person

pytestmark = pytest.mark.django_db(transaction=True)

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture
def admins(transactional_db):
    with acting.as_system():
        organisation = OrganisationFactory(name="Auroral")
        return [person(organisation, Role.ADMIN) for _ in range(2)]


def test_two_invitations_of_one_colleague_at_once_leave_one_open(admins):
    invite = {"email": "new@auroral.example", "roles": [Role.MEMBER], "now": NOW}

    made = at_once(*(acting_for(by, services.invite_colleague, by=by, **invite) for by in admins))

    with acting.as_system():
        still_open = ColleagueInvitation.objects.open(now=NOW).count()
    assert [type(one) for one in made] == [ColleagueInvitation, ColleagueInvitation]
    assert still_open == 1


def test_two_admins_who_step_down_at_once_leave_one(admins):
    moves = [
        acting_for(
            by, services.change_roles, membership=by.acting, roles=[Role.MEMBER], by=by, now=NOW
        )
        for by in admins
    ]

    results = at_once(*moves)

    with acting.as_system():
        left = Membership.objects.with_role(Role.ADMIN).count()
    assert sorted(str(result) for result in results if result) == [
        "An organisation needs an admin: give somebody else that role first."
    ]
    assert left == 1
