"""Seed the directory: every vendor is entered, submitted and approved like a real one."""

from django.db import connection

from demo.seeding.story import Story
from demo.world import trials
from demo.world.build import World
from vendors import services
from vendors.choices import ActionKind, ListingState
from vendors.importers.trials import match
from vendors.models import (
    CapabilityLine,
    Certificate,
    GroupConfirmation,
    RegulatoryAction,
    Site,
    TrialRecord,
    Vendor,
)

QUIET_AFTER_DAYS = 7  # older approvals mail nobody: three hundred such mails would bury the rest

DIRECTORY = (Vendor, Site, CapabilityLine, Certificate, GroupConfirmation, RegulatoryAction)
COUNTED_DAYS_AGO = (121, 61, 31, 13)
TRIALS_DAYS_AGO = 12


def plan(story: Story, *, world: World, curator) -> None:
    """Plan the entry of every vendor of the world, and what happens to it since."""
    story.add(lambda at: register_actions(world.actions), days_ago=900)
    for entry in world.entries:
        plan_entry(story, entry, curator)
    story.add(
        lambda at: register_trials(trials.draw(world.entries, today=story.now.date())),
        days_ago=TRIALS_DAYS_AGO,
    )
    for days_ago in COUNTED_DAYS_AGO:
        story.add(lambda at: count_rows(), days_ago=days_ago)


def plan_entry(story: Story, entry, curator) -> None:
    days_ago = entry.days_ago
    vendors: list[Vendor] = []

    def enter(at):
        vendors.append(services.enter_profile(profile=entry.profile, by=None, now=at))

    def submit(at):
        services.submit(vendor=vendors[0], by=None, now=at)

    def approve(at):
        services.approve(vendor=vendors[0], by=curator, now=at, notify=days_ago <= QUIET_AFTER_DAYS)

    def suspend(at):
        services.suspend(vendor=vendors[0], reason=entry.review_note, by=curator, now=at)

    story.add(enter, days_ago=days_ago)
    if entry.state == ListingState.DRAFT:
        return
    story.add(submit, days_ago=days_ago, hours=5)
    if entry.state == ListingState.IN_REVIEW:
        return
    story.add(approve, days_ago=days_ago, hours=31)
    if days_ago <= QUIET_AFTER_DAYS:
        story.add_post(days_ago=days_ago, hours=31)
    if entry.state == ListingState.SUSPENDED:
        story.add(suspend, days_ago=9)


def count_rows() -> None:
    """
    Tell PostgreSQL how large the directory has become.

    The whole story is one transaction, which its own statistics collector cannot look into, and a
    planner that believes in empty tables ranks a package in seconds instead of milliseconds.
    """
    with connection.cursor() as cursor:
        for model in DIRECTORY:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


def register_actions(records: list[dict]) -> None:
    """Write the register's records; ``enter_profile`` attaches them to the sites by FEI."""
    RegulatoryAction.objects.bulk_create(
        RegulatoryAction(**{name: value for name, value in record.items() if name != "closes"})
        for record in records
    )
    letters = {
        letter.record_id: letter
        for letter in RegulatoryAction.objects.filter(kind=ActionKind.WARNING_LETTER)
    }
    for record in records:
        if "closes" in record:
            RegulatoryAction.objects.filter(record_id=record["record_id"]).update(
                closes=letters[record["closes"]]
            )


def register_trials(records: list[dict]) -> None:
    """Write made-up trials, matched to the vendors by name as the register's own are."""
    owners = match({record["registered_name"] for record in records})
    TrialRecord.objects.bulk_create(
        TrialRecord(vendor_id=owners[record["registered_name"]][0], **record) for record in records
    )
