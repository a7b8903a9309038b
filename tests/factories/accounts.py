"""Organisations and people."""

import factory
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Organisation, User


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    name = factory.Sequence(lambda n: f"Sponsor {n}")
    slug = factory.Sequence(lambda n: f"sponsor-{n}")
    kind = OrganisationKind.SPONSOR


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct-horse-battery")


def person(organisation: Organisation, *roles: Role, **fields) -> User:
    """Make a user who acts for the organisation with these roles."""
    user = UserFactory(**fields)
    user.acting = Membership.objects.create(
        user=user, organisation=organisation, roles=list(roles), created_at=timezone.now()
    )
    user.save(update_fields=["acting"])
    return user
