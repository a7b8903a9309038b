"""
From a shortlist to opened bids, by client: a template, a second person, three vendors of whom one
declines and two ask, an addendum that both confirm, one grid by XLSX, receipts, the opening.
"""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Organisation, User
from audit import acting, inspection
from audit import services as audit
from notifications.models import Email
from programs.models import Shortlist
from rfps.bidding import asked, draft, receipt, sheet
from rfps.choices import AnswerType
from rfps.models import RFP, BidVersion, Enquiry, Question, Recipient
from tests.factories.accounts import person
from tests.factories.programs import (
    NeedFactory,
    ProgramFactory,
    ShortlistEntryFactory,
    ShortlistFactory,
    WorkPackageFactory,
)
from tests.journeys import stage
from tests.rfps import sealed
from tests.rfps.conftest import open_link, token_for
from vendors.choices import Phase
from vendors.models import Vendor

pytestmark = pytest.mark.django_db(transaction=True)


def system(query):
    with acting.as_system():
        return query()


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def shortlist() -> Shortlist:
    stage.set_up()
    auroral = Organisation.objects.get(slug="auroral")
    person(auroral, Role.PROCUREMENT, email="iris@auroral.example", name="Iris Holm")
    person(auroral, Role.ADMIN, email="petra@auroral.example", name="Petra Lang")
    package = WorkPackageFactory(
        program=ProgramFactory(organisation=auroral, code="AUR-201"), name="Drug product"
    )
    for code, label in (("M4.06", "Tablets, GMP clinical"), ("M4.02", "Formulation")):
        NeedFactory(package=package, slot=code, capabilities=[code], label=label, phase=Phase.P1)
    made = ShortlistFactory(package=package)
    for vendor in Vendor.objects.order_by("name"):
        ShortlistEntryFactory(shortlist=made, vendor=vendor)
    return made


class Bidder:
    """A vendor's person, who came by the link and typed the code."""

    def __init__(self, recipient):
        self.client, self.token = Client(), system(lambda: token_for(recipient))
        self.recipient = recipient
        open_link(self.client, self.token, recipient.email)

    def address(self, name: str, *parts) -> str:
        return reverse(name, args=[self.token, *parts])

    def post(self, name: str, data=None, *parts):
        return self.client.post(self.address(name, *parts), data or {}, follow=True)

    @property
    def content(self) -> dict:
        return system(lambda: self.recipient.invitation.rfp.versions.last()).content

    def write(self, *, prices: bool) -> None:
        """Answer every question that needs no file, and price the lines in the page or not."""
        wanted = asked.of(self.content)
        typed = {
            "lots-shown": "1",
            "lots": ["1"],
            "currency": "EUR",
            "revision": "0",
            "whole": "yes",
        }
        for question in wanted.questions:
            name = draft.answer_field(question["key"])
            typed |= {
                AnswerType.TABLE: {
                    draft.row_field(name, 0, place): "As agreed"
                    for place in range(len(question["options"]))
                },
                AnswerType.NUMBER: {name: "12"},
                AnswerType.DATE: {name: "2027-03-01"},
                AnswerType.CHOICE: {name: (question["options"] or [""])[0]},
                AnswerType.YES_NO: {name: "yes"},
                AnswerType.FILE: {},
                AnswerType.TEXT: {name: "By our platform process."},
            }[question["type"]]
        for line in wanted.lines if prices else ():
            typed[draft.price_field(line["key"], "state")] = "priced"
            typed[draft.price_field(line["key"], "price")] = "1200.50"
        answer = self.post("bid", typed)
        assert answer.status_code == 200

    def price_by_workbook(self) -> None:
        """Fill the grid in a spreadsheet program, and send it back."""
        book = openpyxl.load_workbook(
            io.BytesIO(self.client.get(self.address("bid-grid")).getvalue())
        )
        cells = {cell.value: cell.column for cell in book.active[sheet.ROW_HEADER]}
        for row in range(sheet.FIRST_ROW, sheet.FIRST_ROW + len(asked.of(self.content).lines)):
            book.active.cell(row, cells["State"]).value = "Priced"
            book.active.cell(row, cells["Unit price"]).value = 990
        filled = io.BytesIO()
        book.save(filled)
        upload = SimpleUploadedFile("grid.xlsx", filled.getvalue(), inspection.MEDIA_TYPES["xlsx"])
        answer = self.post("bid-grid-import", {"grid": upload})
        assert answer.redirect_chain, answer.context["form"].errors or answer.context["found"]

    def submit(self):
        review = self.client.get(self.address("bid-review"))
        assert review.context["fatal"] == []
        sent = {
            "revision": review.context["row"].revision,
            "version": review.context["version"].number,
        }
        return self.post("bid-submit", sent)

    def documents(self, number: int) -> list[SimpleUploadedFile]:
        return [
            SimpleUploadedFile(
                f"{name}.json",
                self.client.get(self.address("bid-document", number, name)).getvalue(),
            )
            for name in ("head", "technical", "commercial")
        ]


def written_request(mina: Client, iris: Client, petra: Client, made: Shortlist) -> RFP:
    """Write it from the template in one form, ask for approval, and have it approved."""
    petra.post(reverse("sourcing-policy"), {"needs_approval": "on"})
    typed = {
        "title": "Tablets for AUR-201",
        "kind": "RFP",
        "deadline": stage.in_a_month(),
        "time_zone": "Europe/Copenhagen",
        "currencies": ["EUR"],
        "message": "Clinical supply.",
        "start_1": "built-in:oral-solid",
    }
    answer = mina.post(f"{reverse('rfp-create')}?shortlist={made.pk}", typed)
    assert answer.status_code == 302, answer.context["form"].errors
    rfp = system(RFP.objects.get)
    assert mina.get(rfp.get_absolute_url()).context["readiness"].score < 100
    mina.post(reverse("rfp-issue", args=[rfp.pk]))
    assert system(RFP.objects.get).state == "draft"  # a second person is needed
    mina.post(reverse("rfp-approval-ask", args=[rfp.pk]))
    mina.post(reverse("rfp-approval", args=[rfp.pk]))
    assert system(RFP.objects.get).state == "in_approval"  # and nobody approves their own
    iris.post(reverse("rfp-approval", args=[rfp.pk]))
    return system(RFP.objects.get)


def test_from_a_shortlist_to_opened_bids():
    made = system(shortlist)
    mina, iris, petra = (signed_in(f"{name}@auroral.example") for name in ("mina", "iris", "petra"))
    rfp = written_request(mina, iris, petra, made)
    assert (rfp.state, system(lambda: rfp.approved_by.email)) == ("issued", "iris@auroral.example")

    # Three came by their links: one declines, two ask, and one answer goes to all.
    people = system(
        lambda: list(
            Recipient.objects.select_related("invitation__rfp").order_by("invitation__vendor__name")
        )
    )
    first, second, third = map(Bidder, people)
    third.post("respond-decline", {"reason": "capacity"})
    for bidder, question in ((first, "Which strengths?"), (second, "How many strengths?")):
        bidder.post("respond-intent")
        bidder.post("respond-enquiries", {"text": question})
    enquiries = [
        str(pk) for pk in system(lambda: list(Enquiry.objects.values_list("pk", flat=True)))
    ]
    answer = {"enquiries": enquiries, "question": "Which strengths?", "text": "5 and 25 mg."}
    mina.post(reverse("answer-publish", args=[rfp.pk]), answer)
    for bidder in (first, second):
        page = bidder.client.get(bidder.address("respond-enquiries")).content.decode()
        assert "5 and 25 mg." in page
    assert (
        "How many strengths?"
        not in first.client.get(first.address("respond-enquiries")).content.decode()
    )

    # Both write, one of them the prices in a spreadsheet; one submits before the addendum.
    first.write(prices=True)
    second.write(prices=False)
    second.price_by_workbook()
    assert "submitted and sealed" in first.submit().content.decode()

    # The addendum changes one question: only that is asked for again.
    touched = system(lambda: Question.objects.filter(rfp=rfp, type="text").first())
    system(lambda: Question.objects.filter(pk=touched.pk).update(help="At commercial scale."))
    extended = timezone.now() + timedelta(days=45)
    mina.post(
        reverse("rfp-addendum", args=[rfp.pk]),
        {"note": "Asked more clearly.", "deadline_at": f"{extended:%Y-%m-%dT17:00}"},
    )
    for bidder in (first, second):
        bidder.post("respond-version")
        confirm = bidder.client.get(bidder.address("bid-confirm"))
        assert "Asked more clearly" in confirm.content.decode()
        assert bidder.client.get(bidder.address("bid-review")).status_code == 302
        bidder.post("bid-confirm", {"keys": [str(touched.key)]})
        assert "submitted and sealed" in bidder.submit().content.decode()

    # The receipts hold what was downloaded; the sponsor sees no word of it, and opens nothing yet.
    for bidder, number in ((first, 2), (second, 1)):
        with sealed.acting_as(bidder.recipient):
            sha256 = BidVersion.objects.get(number=number).sha256
        checked = Client().post(
            reverse("receipt-check"), {"sha256": sha256, "documents": bidder.documents(number)}
        )
        states = [finding.state for finding in checked.context["findings"]]
        assert states == [receipt.MATCH] * 4  # the receipt, the head and both parts
    mina.post(reverse("rfp-opening", args=[rfp.pk]))
    assert not system(rfp.openings.exists)
    assert (
        "1200.50" not in mina.get(reverse("rfp-bids", args=[rfp.pk]), follow=True).content.decode()
    )

    # After the deadline a bid is late, and the opener sees both side by side.
    sealed.close(rfp)
    assert first.post("bid-withdraw").redirect_chain
    mina.post(reverse("evaluation-rules", args=[rfp.pk]), {"aggregation": "mean"})  # one step
    mina.post(reverse("rfp-opening", args=[rfp.pk]))
    page = mina.get(reverse("rfp-bids", args=[rfp.pk])).content.decode()
    assert page.count("Receipt verified") == 2
    assert "1,200.50" in page
    assert "990.00" in page
    assert "Not re-confirmed" not in page

    with acting.as_system():
        kinds = set(Email.objects.values_list("kind", flat=True))
        assert audit.verify().faults == []
    assert kinds == {
        *("rfp-approval-asked", "rfp-invitation", "access-code", "intent-received"),
        *("enquiry-received", "answer-published", "addendum-issued", "bid-receipt"),
    }
