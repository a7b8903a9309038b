"""A request that asks for bids, by the wall clock, and the moves around it in a line each."""

from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from audit import acting
from rfps.models import RFP, Evaluation, GridLine, Opener, Question, RFPVersion, Section
from rfps.services import bids, disclosure, drafts, openings
from rfps.services import rfp as rfp_services

QUESTIONS = [  # type, text, mandatory, options, unit
    ("text", "How do you control the process?", True, [], ""),
    ("number", "How long is a campaign?", False, [], "days"),
    ("date", "From when is the line free?", False, [], ""),
    ("choice", "Which grade?", False, ["GMP", "non-GMP"], ""),
    ("yes_no", "Was the site inspected?", True, [], ""),
    ("table", "Name the equipment", False, ["Equipment", "Size"], ""),
    ("file", "Attach the certificate", False, [], ""),
]
LINES = [("Filling", "3", "batch", False), ("Release", "12.5", "test", False)]
OPTIONAL = ("Stability", "1", "study", True)
PDF = b"%PDF-1.7 a certificate"


def ask(rfp) -> None:
    """Write a questionnaire in both envelopes and a grid into a draft, all in its first lot."""
    of_rfp = {"organisation_id": rfp.organisation_id, "rfp": rfp}
    lot = rfp.lots.first()
    technical = Section.objects.create(title="Quality", lot=None, position=1, **of_rfp)
    for position, (kind, text, is_mandatory, options, unit) in enumerate(QUESTIONS, 1):
        Question.objects.create(
            section=technical,
            position=position,
            type=kind,
            text=text,
            is_mandatory=is_mandatory,
            options=options,
            unit=unit,
            fact="headquarters" if kind == "text" else "",
            **of_rfp,
        )
    commercial = Section.objects.create(
        title="Terms", lot=lot, position=2, envelope="commercial", **of_rfp
    )
    Question.objects.create(section=commercial, position=1, text="Payment terms?", **of_rfp)
    for position, (label, quantity, unit, is_optional) in enumerate([*LINES, OPTIONAL], 1):
        GridLine.objects.create(
            lot=lot,
            position=position,
            label=label,
            quantity=quantity,
            unit=unit,
            is_optional=is_optional,
            **of_rfp,
        )


def issue(shortlist, by, *openers, is_two_step: bool = False, **fields) -> RFP:
    """Issue a request whose deadline is a month away by the wall clock; both envelopes open at once."""
    now = timezone.now()
    data = {
        "title": "Drug product, tablets",
        "kind": "RFP",
        "message": "",
        "deadline_at": now + timedelta(days=30),
        "time_zone": "Europe/Zurich",
        "currencies": ["EUR", "CHF"],
    }
    rfp = rfp_services.create(shortlists=[shortlist], by=by, data=data, now=now)
    RFP.objects.filter(pk=rfp.pk).update(**fields)
    rfp.refresh_from_db()
    ask(rfp)
    for opener in openers:
        Opener.objects.create(organisation_id=rfp.organisation_id, rfp=rfp, user=opener)
    Evaluation.objects.create(organisation_id=rfp.organisation_id, rfp=rfp, is_two_step=is_two_step)
    return rfp_services.issue(rfp=rfp, by=by, now=now)


def key_of(content: dict, text: str) -> str:
    """Return the key of a question or a grid line by its words."""
    sections = [*content["sections"], *(s for lot in content["lots"] for s in lot["sections"])]
    rows = [(q["text"], q["key"]) for s in sections for q in s["questions"]]
    rows += [(line["label"], line["key"]) for lot in content["lots"] for line in lot["grid"]]
    return dict(rows)[text]


def filled(content: dict, *, price: str = "1200.50", answer: str = "By PAT.") -> dict:
    """Return a complete draft for the first lot."""
    return {
        "lots": ["1"],
        "currency": "EUR",
        "answers": {
            key_of(content, "How do you control the process?"): answer,
            key_of(content, "How long is a campaign?"): "14",
            key_of(content, "From when is the line free?"): "2027-03-01",
            key_of(content, "Which grade?"): "GMP",
            key_of(content, "Was the site inspected?"): "yes",
            key_of(content, "Name the equipment"): [["Press", "200 kg"]],
            key_of(content, "Payment terms?"): "30 days",
        },
        "prices": {
            key_of(content, "Filling"): {"state": "priced", "price": price, "note": ""},
            key_of(content, "Release"): {"state": "included", "price": "", "note": "in filling"},
        },
        "assumptions": "Two campaigns a year",
        "exclusions": "",
        "team": [{"name": "Ida Lund", "role": "Project lead", "share": "40"}],
        "timeline": [{"task": "Transfer", "start": "2027-01-11", "end": "2027-03-26"}],
        "accepted": 1,
        "removed": [],
    }


def acting_as(recipient):
    invitation = recipient.invitation
    return acting.as_invitation(rfp_id=invitation.rfp_id, invitation_id=invitation.pk)


def as_its_vendor(recipient, move, **arguments):
    """Make a move as a request of the link makes it."""
    with acting_as(recipient):
        return move(recipient=recipient, **arguments)


def save(recipient, raw=None, revision: int | None = None):
    """Save a draft, by default a complete one, on top of what is saved."""
    with acting_as(recipient):
        version = recipient.invitation.rfp.versions.last()
        row = drafts.find(recipient.invitation)
        if revision is None:
            revision = row.revision if row else 0
        return drafts.save(
            recipient=recipient,
            typed=raw or filled(version.content),
            revision=revision,
            version=version,
            now=timezone.now(),
        )


def attach(recipient, name="certificate.pdf", data=PDF, envelope="technical", question=None):
    with acting_as(recipient):
        return drafts.attach(
            recipient=recipient,
            upload=SimpleUploadedFile(name, data),
            question_key=question,
            envelope=envelope,
            version=recipient.invitation.rfp.versions.last(),
            now=timezone.now(),
        )


def submit(recipient, raw=None):
    """Save and submit; return the version."""
    row = save(recipient, raw)
    with acting_as(recipient):
        newest = recipient.invitation.rfp.versions.count()
        return bids.submit(
            recipient=recipient, revision=row.revision, version_number=newest
        ).version


def close(rfp) -> None:
    """Let the deadline be a moment ago: the database's clock cannot be moved."""
    at = timezone.now() - timedelta(seconds=1)
    with acting.as_system():
        RFP.objects.filter(pk=rfp.pk).update(deadline_at=at)


def open_bids(rfp, *openers) -> None:
    close(rfp)
    for opener in openers:
        with acting.as_organisation(opener.organisation_id):
            openings.agree(rfp=rfp, by=opener)


def form(content, revision=0, **fields) -> dict:
    """Return what the form of a complete bid sends."""
    raw = filled(content)
    table = key_of(content, "Name the equipment")
    sent = {
        f"answer-{key}": value for key, value in raw["answers"].items() if isinstance(value, str)
    }
    sent |= {f"answer-{table}-0-0": "Press", f"answer-{table}-0-1": "200 kg"}
    for key, price in raw["prices"].items():
        sent |= {f"{name}-{key}": value for name, value in price.items()}
    sent |= {"team-0-name": "Ida Lund", "team-0-role": "Project lead", "team-0-share": "40"}
    sent |= {"timeline-0-task": "Transfer", "timeline-0-start": "2027-01-11"}
    sent |= {"timeline-0-end": "2027-03-26", "lots-shown": "yes", "lots": ["1"]}
    sent |= {"currency": "EUR", "assumptions": "Two campaigns a year", "exclusions": ""}
    return sent | {"revision": revision, "whole": "yes"} | fields


def add_version(rfp, change) -> RFPVersion:
    """Freeze a further version, as an addendum does."""
    last = rfp.versions.last()
    content = change(last.content)
    return RFPVersion.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        number=last.number + 1,
        content=content,
        sha256="0" * 64,
        note="The batch is larger",
        issued_at=timezone.now(),
    )


def read_newest(recipient) -> None:
    with acting_as(recipient):
        disclosure.open_newest(recipient=recipient, now=timezone.now())


def larger(content: dict) -> dict:
    lot = content["lots"][0]
    filling, *rest = lot["grid"]
    return content | {"lots": [lot | {"grid": [filling | {"quantity": "5"}, *rest]}]}


def renamed(content: dict) -> dict:
    return content | {"title": "Another title"}
