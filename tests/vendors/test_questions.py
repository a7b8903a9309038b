import pytest

from audit import acting
from notifications.models import Email
from tests.factories.vendors import (
    CapabilityFactory,
    CapabilityLineFactory,
    ContactFactory,
    GroupConfirmationFactory,
    ProposalFactory,
    SiteFactory,
    VendorFactory,
    keeper,
)
from vendors import proposals, questions
from vendors.models import Asker, ProfileQuestion
from vendors.querysets import BY_VENDOR
from vendors.services import VendorError

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaf():
    return CapabilityFactory(code="Z1.20", label="Blow-fill-seal")


@pytest.fixture
def vendor():
    return SiteFactory(vendor__name="Fernhollow").vendor


def ask(vendor, leaf, by, now, phase="P3", modality=""):
    return questions.ask(
        vendor=vendor, capability=leaf, phase=phase, modality=modality, by=by, now=now
    )


def test_two_sponsors_ask_one_question_and_neither_sees_the_other(
    vendor, leaf, member, stranger, now
):
    keeper(vendor)
    ask(vendor, leaf, member, now)
    ask(vendor, leaf, stranger, now)

    question = ProfileQuestion.objects.get()
    assert (str(question), question.asked_on) == (
        "Do you offer Blow-fill-seal (Z1.20) at Phase 3?",
        now.date(),
    )
    for asker in (member, stranger):
        with acting.as_organisation(asker.organisation_id):
            assert [one.user for one in Asker.objects.all()] == [asker]
    with acting.as_organisation(vendor.organisation_id):
        assert Asker.objects.count() == 0


def test_the_vendor_is_written_to_once_and_reads_no_name(vendor, leaf, member, stranger, now):
    ida = keeper(vendor, email="ida@fernhollow.example")
    ask(vendor, leaf, member, now)
    ask(vendor, leaf, stranger, now)

    mail = Email.objects.select_related("content").get(kind="question-asked")
    assert mail.to == ida.email
    said = mail.content.text + mail.content.html + mail.content.subject
    for secret in (member.name, member.email, "Auroral", stranger.name, "Boreal"):
        assert secret not in said


def test_where_nobody_keeps_the_profile_its_contact_is_asked_to_claim_it(vendor, leaf, member, now):
    contact = ContactFactory(vendor=vendor)
    ask(vendor, leaf, member, now)

    mail = Email.objects.select_related("content").get(kind="question-asked")
    assert mail.to == contact.email
    assert f"/vendors/{vendor.slug}/claim/" in mail.content.text


def test_what_the_profile_says_is_not_asked(vendor, leaf, member, now):
    site = vendor.sites.get()
    CapabilityLineFactory(site=site, capability=leaf, phases=["P3"], modalities=["SM"])

    with pytest.raises(VendorError, match="answers this already"):
        ask(vendor, leaf, member, now)
    ask(vendor, leaf, member, now, modality="MAB")
    GroupConfirmationFactory(vendor=vendor, group=leaf.group)
    with pytest.raises(VendorError, match="answers this already"):
        ask(vendor, leaf, member, now, phase="P2", modality="MAB")


def test_one_asks_once_not_too_much_and_no_private_entry(vendor, leaf, member, now, monkeypatch):
    ask(vendor, leaf, member, now)

    with pytest.raises(VendorError, match="asked this already"):
        ask(vendor, leaf, member, now)
    monkeypatch.setattr(questions, "MOST", 1)
    with pytest.raises(VendorError, match="let it answer"):
        ask(vendor, leaf, member, now, phase="P1")
    with pytest.raises(VendorError, match="your own entry"):
        ask(VendorFactory(private_to=member.organisation), leaf, member, now)


def test_an_accepted_answer_tells_everybody_who_asked(vendor, leaf, member, stranger, curator, now):
    ask(vendor, leaf, member, now)
    ask(vendor, leaf, stranger, now)
    question = ProfileQuestion.objects.get()
    answers = [
        ProposalFactory(
            vendor=vendor,
            site=vendor.sites.get(),
            field=f"+ line {number}",
            old=None,
            new={"capability": leaf.pk, "is_offered": True, "phases": [phase]},
            source=BY_VENDOR,
            question=question,
        )
        for number, phase in enumerate(("P3", "P2"))
    ]

    with acting.as_organisation(curator.organisation_id):
        for answer in answers:
            proposals.accept(proposal=answer, by=curator, now=now)

    question.refresh_from_db()
    assert question.answered_on == now.date()
    mails = Email.objects.select_related("content").filter(kind="question-answered")
    assert {(mail.to, mail.organisation) for mail in mails} == {
        (one.email, one.organisation) for one in (member, stranger)
    }
    assert "Z1.20 Blow-fill-seal, offered, Phase 3" in mails[0].content.text


def test_an_answer_sent_back_leaves_the_question_open(vendor, leaf, member, curator, now):
    ask(vendor, leaf, member, now)
    question = ProfileQuestion.objects.get()
    answer = ProposalFactory(vendor=vendor, source=BY_VENDOR, question=question)

    proposals.reject(proposal=answer, reason="Which site?", by=curator, now=now)

    question.refresh_from_db()
    assert question.answered_on is None
    assert not Email.objects.filter(kind="question-answered").exists()
