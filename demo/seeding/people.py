"""Seed organisations and the people who work for them."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from accounts import services as accounts
from accounts.models import Organisation, User
from demo.data import cast
from demo.logins import PASSWORD


def seed(*, now: datetime) -> tuple[dict[str, Organisation], dict[str, User]]:
    """Create the cast; return organisations by slug and people by the name in their address."""
    organisations = {
        slug: accounts.create_organisation(
            name=name, slug=slug, kind=kind, now=now, is_fictional=True
        )
        for slug, (name, kind) in cast.ORGANISATIONS.items()
    }
    # One hash for all: hashing a known password nineteen times is time spent on nothing.
    password = make_password(PASSWORD)
    people = {}
    for person in cast.PEOPLE:
        user = User.objects.create(
            email=person.email,
            name=person.name,
            password=password,
            time_zone=person.time_zone,
            is_superuser=person.is_superuser,
            is_staff=person.is_superuser,
            date_joined=now,
        )
        for slug, roles in person.memberships:
            accounts.add_member(
                user=user, organisation=organisations[slug], roles=list(roles), now=now
            )
        people[person.email.partition("@")[0]] = user
    return organisations, people
