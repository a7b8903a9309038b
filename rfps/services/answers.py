"""Answers: what one vendor asked, answered to all, without saying who asked."""

from django.db import transaction
from django.db.models import Max, Q

from audit import services as audit
from rfps import emails, naming
from rfps.errors import RFPError
from rfps.models import Answer, Enquiry
from rfps.services import recipients, states
from vendors.models import VendorContact


@transaction.atomic
def publish(*, rfp, enquiries, question: str, text: str, by, now) -> Answer:
    """
    Publish one answer to every vendor, for one enquiry, several alike, or none that was put.

    :param enquiries: those it answers; empty for a clarification
    :param question: the wording all read; whether it names somebody, ``names_of`` tells
    :raises RFPError: unless the request is open, without question or text, or for an enquiry that
        is answered already or belongs to another request
    """
    rfp = states.lock_open(rfp, now)
    if not question.strip() or not text.strip():
        raise RFPError("Write both the question as all will read it, and the answer.")
    asked = list(Enquiry.objects.select_for_update().filter(pk__in=[one.pk for one in enquiries]))
    if any(one.rfp_id != rfp.pk for one in asked) or len(asked) != len(enquiries):
        raise RFPError("A question is not of this request.")
    if any(one.answer_id for one in asked):
        raise RFPError("A question was answered meanwhile: look at the list again.")
    answer = Answer.objects.create(
        organisation_id=rfp.organisation_id,
        rfp=rfp,
        number=(rfp.answers.aggregate(last=Max("number"))["last"] or 0) + 1,
        question=question.strip(),
        text=text.strip(),
        published_at=now,
        published_by=by,
    )
    Enquiry.objects.filter(pk__in=[one.pk for one in asked]).update(answer=answer)
    told = recipients.everybody(rfp)
    emails.answer_published(recipients=told, answer=answer, now=now)
    audit.record(
        verb="answer.published",
        target=rfp,
        summary=f"Answer {answer.number} published to {len(told)} people",
        by=by,
        now=now,
        number=answer.number,
        enquiries=[one.pk for one in asked],
    )
    return answer


def names_of(rfp) -> list[str]:
    """Return every name that would say who is asked: the companies, their people, addresses."""
    names = []
    invited = rfp.invitations.select_related("vendor").prefetch_related("recipients")
    for invitation in invited:
        vendor = invitation.vendor
        names += naming.of_company(vendor.name, vendor.legal_name, *vendor.trading_names)
        for person in invitation.recipients.all():
            names += naming.of_person(person.name, person.email)
    contacts = VendorContact.objects.filter(
        Q(private_to=None) | Q(private_to_id=rfp.organisation_id),
        vendor__in=[invitation.vendor_id for invitation in invited],
    )
    for contact in contacts:
        names += naming.of_person(contact.name, contact.email)
    return list(dict.fromkeys(names))
