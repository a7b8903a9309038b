"""Sponsors ask what a profile leaves unknown; nobody learns who asked, and the profile answers."""

from django.db import transaction

from audit import acting
from audit import services as audit
from vendors import emails, grid
from vendors.models import Asker, CapabilityLine, ProfileQuestion
from vendors.services import VendorError

MOST = 30  # open questions of one organisation to one vendor

ANSWERED = (
    "The profile answers this already: see its grid. What it leaves open beyond capability, phase and "
    "modality belongs in a request for information."
)


@transaction.atomic
def ask(*, vendor, capability, phase: str, modality: str, by, now) -> Asker:
    """
    Ask a vendor whether it offers a leaf, at a phase and for a modality; empty asks for any.

    Who asks what somebody else has asked already waits for the same answer, and the vendor is not
    written to again.

    :raises VendorError: where the profile answers already, for a sponsor's private entry, for the
        same question twice, and beyond ``MOST``
    """
    if vendor.private_to_id:
        raise VendorError(f"{vendor} is your own entry: ask your contact there directly.")
    if is_known(vendor, capability, phase, modality):
        raise VendorError(ANSWERED)
    waiting = Asker.objects.for_user(by).filter(question__vendor=vendor, question__answered_on=None)
    if waiting.count() >= MOST:
        raise VendorError(f"{MOST} of your questions wait at {vendor}: let it answer some first.")
    question, is_new = ProfileQuestion.objects.get_or_create(
        vendor=vendor,
        capability=capability,
        phase=phase,
        modality=modality,
        answered_on=None,
        defaults={"asked_on": now.date()},
    )
    asker, is_first = Asker.objects.get_or_create(
        organisation=by.organisation, question=question, user=by, defaults={"asked_at": now}
    )
    if not is_first:
        raise VendorError("You have asked this already; it waits for its answer.")
    if is_new:
        emails.question_asked(question=question, now=now)
    audit.record(
        verb="question.asked",
        target=asker,
        summary=f"{vendor} is asked: {question}"[:500],
        by=by,
        now=now,
    )
    return asker


def is_known(vendor, capability, phase: str, modality: str) -> bool:
    """Say whether the profile answers: at the phase, or at all of the leaf's phases."""
    row = grid.row(
        capability,
        CapabilityLine.objects.filter(site__vendor=vendor, capability=capability),
        site_ids=vendor.sites.values_list("pk", flat=True),
        is_confirmed=vendor.confirmations.filter(group=capability.group).exists(),
        asked=grid.Asked(modalities=frozenset([modality] if modality else [])),
    )
    levels = [row.levels[phase]] if phase else [row.levels[one] for one in capability.phases]
    return grid.UNKNOWN not in levels


def answer(*, question, told, now) -> None:
    """
    Close a question that an accepted proposal answers, and tell everybody who asked.

    :param told: the proposal in words
    """
    locked = ProfileQuestion.objects.select_for_update(of=("self",))
    question = locked.select_related("vendor", "capability").get(pk=question.pk)
    if question.answered_on:
        return
    question.answered_on = now.date()
    question.save(update_fields=["answered_on"])
    with acting.as_system():  # the askers are of several organisations
        for asker in question.askers.select_related("user", "organisation"):
            emails.question_answered(asker=asker, question=question, told=told, now=now)
