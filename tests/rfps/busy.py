"""A request in the middle of its life: four vendors, questions, files, an addendum."""

from datetime import datetime, timedelta

from notifications.models import Email
from rfps import content, emails
from rfps.models import RFP, BriefItem, GridLine, Invitation, Opener, Question, RFPVersion, Section
from rfps.services import addenda, addressees, answers, documents
from tests.factories.board import DisclosureFactory, EnquiryFactory, upload
from tests.factories.programs import ProgramFactory, ShortlistEntryFactory, ShortlistFactory
from tests.factories.rfps import LotFactory, RFPFactory, ScopeLineFactory
from tests.factories.vendors import ContactFactory, VendorFactory
from vendors.choices import Phase

DAYS = {
    "intent_due_at": 4,
    "questions_close_at": 8,
    "answers_due_at": 11,
    "freeze_at": 14,
    "deadline_at": 22,
    "opening_at": 24,
    "decision_at": 60,
}
VENDORS = ("Brackenfell Conjugates", "Cindervale Biomanufacturing", "Hallowmere Sterile")


def request(sponsor, by, now: datetime, **changes) -> RFP:
    """Return an issued request with its version 1, six days old, with lots, questions and prices."""
    start = now - timedelta(days=6)
    planned = {name: start + timedelta(days=days) for name, days in DAYS.items()}
    shortlist = ShortlistFactory(
        package__program=ProgramFactory(organisation=sponsor, code="AUR-114")
    )
    rfp = RFPFactory(
        **planned
        | {
            "organisation": sponsor,
            "program": shortlist.package.program,
            "title": "AUR-114 drug substance and fill-finish",
            "state": "issued",
            "issued_at": start,
            "created_by": by,
            "message": "Please plan for two campaigns.",
        }
        | changes
    )
    of_rfp = {"rfp": rfp, "organisation": sponsor}
    lot = LotFactory(rfp=rfp, title="Drug product", shortlist=shortlist, package=shortlist.package)
    line = ScopeLineFactory(rfp=rfp, lot=lot, label="Clinical tablets", phase=Phase.P1, quantity=20)
    ScopeLineFactory(rfp=rfp, lot=lot, label="Registration batches", phase=Phase.P3)
    BriefItem.objects.create(
        **of_rfp, lot=lot, position=1, group="Process", label="Batch size", value="50 kg"
    )
    section = Section.objects.create(**of_rfp, lot=lot, position=1, title="Quality")
    Question.objects.create(
        **of_rfp, section=section, position=1, text="When was your last inspection?", type="date"
    )
    for place, label in enumerate(("Batch for Phase 1", "Stability study"), start=1):
        GridLine.objects.create(
            **of_rfp,
            lot=lot,
            position=place,
            label=label,
            quantity=3,
            unit="batch",
            scope_key=line.key,
        )
    Opener.objects.create(**of_rfp, user=by)
    for name in VENDORS:
        invite(rfp, name, by, start)
    ShortlistEntryFactory(shortlist=shortlist, vendor=VendorFactory(name="Orrin Vale Supply"))
    issue(rfp, by, start)
    return rfp


def invite(rfp, name: str, by, now) -> Invitation:
    vendor = VendorFactory(name=name)
    ContactFactory(vendor=vendor, name="Ida Lund", email=f"bd@{vendor.slug}.example")
    invitation = addressees.prepare(rfp=rfp, vendor=vendor, by=by, now=now)
    invitation.sent_at = now
    invitation.save()
    recipient = invitation.recipients.get()
    addressees.give_link(recipient)
    emails.invitation(recipient=recipient, rfp=rfp, vendor=vendor, now=now)
    return invitation


def issue(rfp, by, now) -> RFPVersion:
    frozen = content.build(rfp)
    return RFPVersion.objects.create(
        rfp=rfp,
        organisation_id=rfp.organisation_id,
        number=1,
        content=frozen,
        sha256=content.fingerprint(frozen),
        issued_at=now,
        issued_by=by,
    )


def live(sponsor, by, now: datetime, **changes) -> RFP:
    """Return the same after some days: files, questions, an answer, an addendum, one bounce."""
    rfp = request(sponsor, by, now, **changes)
    files = {"rfp": rfp, "by": by, "now": now - timedelta(days=5)}
    protocol = documents.add(
        **files, upload=upload(), title="Process description", kind="attachment", stage="full"
    )
    documents.add(
        **files,
        upload=upload("cda.pdf", b"%PDF-1.7 cda"),
        title="CDA",
        kind="cda",
        stage="synopsis",
    )
    line = GridLine.objects.filter(rfp=rfp).first()
    line.quantity = 4
    line.save()
    later = rfp.deadline_at + timedelta(days=3)
    dates = {"deadline_at": later, "opening_at": later + timedelta(days=2)}
    addenda.issue(rfp=rfp, note="One more batch.", dates=dates, by=by, now=now - timedelta(days=3))
    rfp.refresh_from_db()
    happen(rfp, by, now)
    documents.replace(document=protocol, upload=upload(content=b"%PDF-1.7 newer"), by=by, now=now)
    return rfp


def happen(rfp, by, now) -> None:
    """Let vendors read, ask, decline; one address bounces."""
    first, second, third = rfp.invitations.order_by("vendor__name")
    people = [one.recipients.get() for one in (first, second, third)]
    day = timedelta(days=1)
    Invitation.objects.filter(pk=first.pk).update(
        viewed_at=now - 4 * day, intent="intends", intent_at=now - 2 * day
    )
    Invitation.objects.filter(pk=second.pk).update(
        viewed_at=now - 5 * day,
        intent="declined",
        intent_at=now - 4 * day,
        decline_reason="capacity",
        decline_note="Nothing free before 2028.",
    )
    Email.objects.filter(to=people[2].email).update(
        state="failed", last_code=550, last_error="5.1.1 no such user"
    )
    Email.objects.exclude(to=people[2].email).update(state="sent", sent_at=now - 6 * day)
    for version in rfp.versions.all():
        DisclosureFactory(recipient=people[0], version=version, at=version.issued_at + day / 3)
    file = rfp.documents.first().versions.get()
    DisclosureFactory(recipient=people[1], version=None, document_version=file, at=now - 4 * day)
    asked = EnquiryFactory(
        recipient=people[0],
        text="May Brackenfell propose a second coating?",
        asked_at=now - 2 * day,
    )
    EnquiryFactory(recipient=people[1], text="Which moisture limit applies?", asked_at=now - day)
    EnquiryFactory(recipient=people[0], text="Is the route frozen?", asked_at=now - day / 2)
    answers.publish(
        rfp=rfp,
        enquiries=[asked],
        question="May a second coating be proposed?",
        text="Yes, as an option beside the base bid.",
        by=by,
        now=now - day,
    )
