"""Seed the sponsors' work: programs, packages, standings and shortlists."""

from datetime import timedelta

from accounts import services as accounts
from accounts.choices import Role
from demo.data.programs import PROGRAMS
from demo.data.standings import AUDITS, RELATIONSHIPS
from demo.seeding import requests
from demo.seeding.story import Story
from programs import matching
from programs.models import Program, WorkPackage
from programs.services import needs, packages, program, shortlists
from vendors.choices import Evidence
from vendors.models import Relationship, SiteAudit, Vendor

DAYS_PER_MONTH = 30.4


def plan(story: Story, *, organisations, users) -> None:
    story.add(lambda at: set_standings(organisations, at), days_ago=28)
    for sought in PROGRAMS:
        plan_program(story, sought, users)
    story.add(lambda at: invite(users["petra"], at), days_ago=1)


def plan_program(story: Story, sought, users) -> None:
    by = users[sought.by]

    def register(at):
        data = sought.fields | {
            "phases": [phase_row(row, story.now) for row in sought.phases],
            "team": [users[name] for name in sought.team.split()],
        }
        registered = program.register(
            by=by, data=data, now=at, organisation=organisation_of(users[sought.by], sought.sponsor)
        )
        if sought.merge:
            packages.merge(
                packages=registered.packages.filter(key__in=sought.merge),
                name=sought.package,
                by=by,
                now=at,
            )

    def ask(at):
        owner = Program.objects.get(organisation__slug=sought.sponsor, code=sought.fields["code"])
        for codes, level in sought.asks:
            for need in owner.needs.filter(capabilities__overlap=codes.split()):
                needs.update(need=need, by=by, now=at, minimum_evidence=Evidence(level))

    story.add(register, days_ago=sought.registered_days_ago)
    story.add(ask, days_ago=sought.registered_days_ago, hours=26)
    for wanted in sought.lists:
        plan_list(story, sought, wanted, users)


def plan_list(story: Story, sought, wanted, users) -> None:
    by = users[wanted.by]

    def fill(at):
        package = package_of(sought, wanted)
        if wanted.first_of_ranking:
            found = matching.leaders(package, now=at, top=wanted.first_of_ranking).vendors
            chosen = [(match.vendor, "") for match in found]
        else:
            known = {vendor.name: vendor for vendor in Vendor.objects.filter(is_fictional=True)}
            chosen = [(known[name], note) for name, note in wanted.vendors]
        for vendor, note in chosen:
            shortlists.add(package=package, vendor=vendor, note=note, by=by, now=at)

    def share(at):
        for name, message in wanted.shared_with:
            shortlists.share(
                shortlist=package_of(sought, wanted).shortlist,
                colleague=users[name],
                message=message,
                by=by,
                now=at,
            )

    story.add(fill, days_ago=wanted.days_ago)
    story.add(share, days_ago=wanted.days_ago, hours=2)
    story.add_post(days_ago=wanted.days_ago, hours=2)
    if wanted.request:
        requests.plan(story, wanted.request, lambda: package_of(sought, wanted).shortlist, users)


def package_of(sought, wanted) -> WorkPackage:
    owner = Program.objects.get(organisation__slug=sought.sponsor, code=sought.fields["code"])
    return owner.packages.get(name=wanted.package)


def organisation_of(user, slug: str):
    """Return the sponsor a person registers for: a consultant acts for more than one."""
    return user.memberships.get(organisation__slug=slug).organisation


def phase_row(row, now) -> dict:
    phase, starts, ends, form, scale, unit = row
    return {
        "phase": phase,
        "starts_on": in_months(now, starts),
        "ends_on": None if ends is None else in_months(now, ends),
        "dosage_form": form,
        "scale": scale,
        "scale_unit": unit,
    }


def in_months(now, months: int):
    return (now + timedelta(days=round(months * DAYS_PER_MONTH))).date()


def set_standings(organisations, at) -> None:
    """Write each sponsor's private view of some vendors."""
    vendors = {vendor.name: vendor for vendor in Vendor.objects.filter(is_fictional=True)}
    for slug, name, standing, reason, cda, agreement in RELATIONSHIPS:
        Relationship.objects.create(
            organisation=organisations[slug],
            vendor=vendors[name],
            standing=standing,
            reason=reason,
            cda_signed_date=(at - timedelta(days=cda)).date(),
            msa_signed_date=agreement and (at - timedelta(days=agreement)).date(),
            next_review_date=(at + timedelta(days=200)).date(),
        )
    for slug, name, days_ago, outcome in AUDITS:
        SiteAudit.objects.create(
            organisation=organisations[slug],
            site=vendors[name].sites.first(),
            audited_on=(at - timedelta(days=days_ago)).date(),
            outcome=outcome,
            valid_until=(at + timedelta(days=730 - days_ago)).date(),
        )


def invite(admin, at) -> None:
    """Leave one invitation of a colleague open."""
    accounts.invite_colleague(email="felix@auroral.example", roles=[Role.MEMBER], by=admin, now=at)
