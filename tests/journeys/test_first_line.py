"""
The first line through the product, as its people walk it, with real commits, worker and socket.

Register a program, look at what it needs, see who fits, put three on a shortlist, send them an
RFP; a worker delivers the e-mails; a vendor answers by its link; the sponsor sees it.
"""

import re
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from audit import acting
from audit import services as audit
from programs.choices import NeedState
from programs.models import Program, Shortlist
from rfps.models import RFP
from tests.journeys import stage
from tests.notifications import running
from vendors.models import Vendor

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def folder(tmp_path):
    running.use_broker(running.broker_in(tmp_path))
    yield tmp_path
    running.use_broker({"broker_url": "memory://", "broker_transport_options": {}})


def signed_in(email: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(email=email))
    return client


def system(query):
    """Read rows across the walls, as only the test may."""
    with acting.as_system():
        return query()


def register_program(client) -> Program:
    client.post(
        reverse("program-create"),
        {
            "code": "AUR-201",
            "modality": "SM",
            "current_phase": "P1",
            "target_phase": "COM",
            "dosage_form": "OSD",
            "visibility": "organisation",
        },
    )
    return system(Program.objects.get)


def issue_rfp(client, shortlist: Shortlist) -> RFP:
    response = client.post(
        f"{reverse('rfp-create')}?shortlist={shortlist.pk}",
        {
            "title": "Tablets for AUR-201",
            "kind": "RFP",
            "deadline": stage.in_a_month(),
            "time_zone": "Europe/Copenhagen",
            "currencies": ["EUR"],
            "message": "Clinical and commercial supply.",
        },
    )
    assert response.status_code == 302, response.context["form"].errors
    rfp = system(RFP.objects.get)
    client.post(reverse("rfp-issue", args=[rfp.pk]))
    return rfp


def test_from_a_program_to_a_vendors_answer(folder):
    stage.set_up()
    mina = signed_in("mina@auroral.example")

    # Register: the needs of every remaining phase follow from the taxonomy.
    program = register_program(mina)
    package = system(lambda: program.packages.get(key=stage.PACKAGE))
    assert system(lambda: set(program.needs.values_list("phase", flat=True))) == {
        "P1",
        "P2",
        "P3",
        "REG",
        "COM",
    }

    # Match: the better proven vendor comes first, and every point is accounted for.
    page = mina.get(package.get_absolute_url()).context["shown"].page
    ranked = [row.match for row in page]
    assert [match.vendor.name for match in ranked] == list(stage.VENDORS)
    assert sum(answer.points for answer in ranked[0].answers) == ranked[0].score
    assert {answer.state for answer in ranked[2].answers} == {
        NeedState.MET,
        NeedState.WEAKER,
    }

    # Shortlist: all three.
    for vendor in system(lambda: list(Vendor.objects.order_by("name"))):
        mina.post(reverse("shortlist-add", args=[package.pk]), {"vendor": vendor.pk})
    shortlist = system(Shortlist.objects.get)

    # RFP: issued to the three, each by its own link, delivered by the worker.
    rfp = issue_rfp(mina, shortlist)
    with (
        running.smtp_sink() as sink,
        running.celery_worker(
            folder, sink.port, "--pool", "solo", "--beat", "--schedule", str(folder / "beat")
        ),
    ):
        running.until(lambda: len(sink.accepted) == 3)
        assert {mail["To"] for mail in sink.accepted} == {
            f"bd@{name.lower().replace(' ', '-')}.example" for name in stage.VENDORS
        }
        invitation = next(mail for mail in sink.accepted if "birkholm" in mail["To"])
        text = invitation.get_body(("plain",)).get_content()
        assert not re.search("Aldergrove|Corriemoor", text)

        # The vendor: the link opens nothing until the code comes to the invited address.
        link = urlsplit(re.search(r"http\S+/respond/\S+", text).group()).path
        vendor = Client()
        assert "Tablets for AUR-201" not in vendor.get(link).content.decode()
        vendor.post(f"{link}code/")
        running.until(lambda: len(sink.accepted) == 4)
        assert sink.accepted[3]["To"] == invitation["To"]
        code = re.search(r"\b\d{6}\b", sink.accepted[3].get_body(("plain",)).get_content()).group()
        vendor.post(f"{link}open/", {"code": code})
        assert "Tablets for AUR-201" in vendor.get(link).content.decode()

        # Answering tells the sponsor.
        vendor.post(f"{link}intent/")
        running.until(lambda: len(sink.accepted) == 5)
        assert (sink.accepted[4]["To"], "Birkholm Solids" in sink.accepted[4]["Subject"]) == (
            "mina@auroral.example",
            True,
        )

    # The sponsor's board says who does what; the trail is whole.
    page = mina.get(rfp.get_absolute_url()).content.decode()
    assert "Intends to answer" in page
    assert system(audit.verify).faults == []
