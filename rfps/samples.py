"""Made-up contexts of the e-mails about a request, for their previews; never a person's."""

from datetime import UTC, datetime

from django.conf import settings

from notifications.calendars import Deadline

SHA256 = "4f5c0c1e8a3d52b7" * 4


def to_vendor(**more) -> dict:
    return {
        "sponsor": "Auroral Therapeutics",
        "asker": "Auroral Therapeutics",
        "number": "RFP-2026-014",
        "kind": "request for proposal",
        "title": "Drug product, tablets",
        "deadline": "15 Jan 2027, 17:00 Europe/Zurich",
        "deadline_utc": "15 Jan 2027, 16:00 UTC",
        "vendor": "Fernhollow Biologics",
        "name": "Ines Okafor",
        "url": settings.SITE_URL + "/respond/example/",
        **more,
    }


def to_buyer(**more) -> dict:
    return to_vendor(name="Mina Keller", url=settings.SITE_URL + "/rfps/") | more


def intent() -> dict:
    note = "A slot may open in the third quarter."
    return to_buyer(declined=True, reason="No capacity in the time asked", note=note)


def enquiry() -> dict:
    return to_buyer(question="Is the linker delivered to us?")


def approval() -> dict:
    return to_buyer(by="Tomas Brandt")


def sent_back() -> dict:
    return to_buyer(by="Tomas Brandt", reason="Please name the strengths.")


def award_asked() -> dict:
    return to_buyer(by="Mina Keller")


def award_sent_back() -> dict:
    return to_buyer(by="Petra Vance", reason="Please say why the cheaper bid was passed over.")


def awarded() -> dict:
    return to_vendor(lots=["Drug product", "Testing"])


def award_revoked() -> dict:
    return awarded() | {"reason": "You told us that the line is not free any more."}


def answer() -> dict:
    return to_vendor(answer_number=3)


def addendum() -> dict:
    return to_vendor(version=2, addendum=1, deadline_before="8 Jan 2027, 17:00 Europe/Zurich")


def access_code() -> dict:
    return {"code": "204816", "minutes": 15}


def colleague() -> dict:
    return to_vendor(from_name="Ruben Castellan")


def withdrawn() -> dict:
    return to_vendor(
        version=2,
        at="14 Jan 2027, 11:02:09 Europe/Zurich",
        url=settings.SITE_URL + "/receipts/",
    )


def receipt() -> dict:
    file = {"id": "example", "size": 48_211, "sha256": SHA256}
    parts = {"technical": SHA256, "commercial": SHA256}
    return withdrawn() | {"sha256": SHA256, "parts": parts, "files": [file]}


def clarification() -> dict:
    return to_vendor(
        round=1, due="29 Jan 2027, 17:00 Europe/Zurich", due_utc="29 Jan 2027, 16:00 UTC"
    )


def clarification_answered() -> dict:
    return clarification() | to_buyer()


def deadline() -> Deadline:
    return Deadline(
        uid="rfp-example-answers",
        title="Answers due: Drug product, tablets (Auroral Therapeutics)",
        at=datetime(2027, 1, 15, 16, 0, tzinfo=UTC),
        sequence=1,
    )


def conflict() -> dict:
    return to_buyer(evaluator="Adela Novak", statement="My brother works for one of the bidders.")


def commercial() -> dict:
    return to_buyer(count=3)
