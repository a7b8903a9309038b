"""Seed the whole demo world, in one transaction: all of it or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import Organisation
from audit import acting
from demo.data import cast
from demo.seeding import decisions, directory, people, profiles, programs
from demo.seeding.story import Story
from demo.world import build
from vendors import taxonomy
from vendors.models import Site, Vendor

FOUNDED_DAYS_AGO = 950  # before the first vendor was entered


@dataclass(frozen=True)
class Counts:
    """What the database holds of the demo world, and whether this run put it there."""

    is_new: bool
    vendors: int
    sites: int


@transaction.atomic
def seed(*, now: datetime, world: build.World | None = None) -> Counts:
    """
    Bring the demo world into the database, through the services; a second call changes nothing.

    :param now: all dates of the world lie around it
    :param world: its vendors, by default those of the usual seed
    """
    with acting.as_system():
        is_new = not Organisation.objects.filter(slug__in=cast.ORGANISATIONS).exists()
        if is_new:
            tell(now=now, world=world or build.world(today=now.date()))
        fictional = Vendor.objects.filter(is_fictional=True)
        return Counts(is_new, fictional.count(), Site.objects.filter(vendor__in=fictional).count())


def tell(*, now: datetime, world: build.World) -> None:
    beginning = now - timedelta(days=FOUNDED_DAYS_AGO)
    taxonomy.sync(now=beginning)
    organisations, users = people.seed(now=beginning)
    story = Story(now)
    directory.plan(story, world=world, curator=users["vera"])
    programs.plan(story, organisations=organisations, users=users)
    decisions.plan(story, users=users)
    profiles.plan(story, users=users)
    story.tell()
