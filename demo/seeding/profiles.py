"""Seed what vendors do with their profiles: one is claimed and kept, another waits, sponsors ask."""

from datetime import timedelta

import typst
from django.core.files.uploadedfile import SimpleUploadedFile

from audit import inspection
from demo.logins import PASSWORD
from demo.seeding.story import Story
from vendors import claims, drafts, proposals, questions, upkeep
from vendors.models import Capability, CapabilityLine, Claim, Proposal, Vendor

KEPT, KEEPER = "Brackenfell Conjugates", "Ingrid Lund"
CLAIMED, CLAIMANT = "Cindervale Biomanufacturing", "Reto Aebi"
WHY_BACK = "Which of your sites is certified, and by whom? Send the certificate with it."
PAPER = """
= Certificate of GMP compliance
Issued to Brackenfell Conjugates, Leiden. This certificate is fictional: it belongs to a demonstration.
"""


def plan(story: Story, *, users) -> None:
    story.add(lambda at: claim(KEPT, KEEPER, at), days_ago=60)
    story.add(lambda at: confirm(KEPT, users["vera"], at), days_ago=59)
    story.add(lambda at: propose_words(at), days_ago=40)
    story.add(lambda at: review(users["vera"], at), days_ago=38)
    story.add(lambda at: upkeep.confirm(vendor=kept(), by=keeper(), now=at), days_ago=37)
    story.add_post(days_ago=37, hours=1)
    story.add(lambda at: claim(CLAIMED, CLAIMANT, at), days_ago=2)
    story.add(lambda at: ask(users["mina"], at), days_ago=3)
    story.add(lambda at: ask(users["carmen"], at), days_ago=2, hours=2)
    story.add(lambda at: propose_facts(at), days_ago=1)
    story.add(lambda at: draft_words(at), days_ago=0)


def kept() -> Vendor:
    return Vendor.objects.get(name=KEPT)


def keeper():
    return Claim.objects.get(vendor__name=KEPT).user


def claim(name: str, person: str, at) -> None:
    vendor = Vendor.objects.get(name=name)
    contact = vendor.contacts.get(name=person)
    row = claims.claim(
        vendor=vendor,
        email=contact.email,
        name=person,
        job=contact.job,
        note="Our switchboard knows me.",
        user=None,
        now=at,
    )
    claims.prove(claim=row, name=person, password=PASSWORD, now=at + timedelta(minutes=12))


def confirm(name: str, curator, at) -> None:
    claims.confirm(claim=Claim.objects.get(vendor__name=name), by=curator, now=at)


def propose_words(at) -> None:
    vendor, by = kept(), keeper()
    data = {
        "tagline": "One roof from linker-payload to lyophilised vial, and to launch",
        "description": f"{vendor.description} ISO 27001 certified.",
    }
    drafts.change(vendor=vendor, row=vendor, data=data, by=by, now=at)
    drafts.send(vendor=vendor, by=by, now=at)


def review(curator, at) -> None:
    decisions = [
        proposals.Decision(one, one.field == "tagline", "" if one.field == "tagline" else WHY_BACK)
        for one in Proposal.objects.by_vendor().open()
    ]
    proposals.decide(decisions=decisions, by=curator, now=at)


def ask(by, at) -> None:
    leaf = Capability.objects.get(code="M6.03")
    questions.ask(vendor=kept(), capability=leaf, phase="COM", modality="ADC", by=by, now=at)


def propose_facts(at) -> None:
    """Send a shorter lead time, a new capability, and a certificate with its document."""
    vendor, by = kept(), keeper()
    site = vendor.sites.get(name="Leiden")
    line = CapabilityLine.objects.get(site__vendor=vendor, capability="M2.04")
    drafts.change(vendor=vendor, row=line, data={"lead_time_weeks": 8}, by=by, now=at)
    more = {"vendor": vendor, "site": site, "by": by, "now": at}
    drafts.add(
        kind="line",
        data={
            "capability": "M5.07",
            "is_offered": True,
            "phases": ["PRE", "P1", "P2"],
            "modalities": ["ADC", "MAB"],
            "lead_time_weeks": 10,
        },
        **more,
    )
    paper = typst.compile(PAPER.encode(), timestamp=at.replace(microsecond=0))
    drafts.add(
        kind="certificate",
        data={
            "scheme": "GMP",
            "authority": "IGJ",
            "number": "DEMO-NL-GMP-0111",
            "issued_on": at.date() - timedelta(days=20),
            "expires_on": at.date() + timedelta(days=1075),
            "covers": list(site.lines.filter(evidence__lte=2).values_list("pk", flat=True)),
        },
        upload=inspection.inspect(SimpleUploadedFile("gmp-leiden.pdf", paper)),
        **more,
    )
    drafts.send(vendor=vendor, by=by, now=at)


def draft_words(at) -> None:
    site = kept().sites.get(name="Leiden")
    data = {"description": f"{site.description} A second conjugation train opens next spring."}
    drafts.change(vendor=kept(), row=site, data=data, by=keeper(), now=at)
