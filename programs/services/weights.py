"""Keep named weights beside the needs' own, and make them the needs' own."""

from django.db import transaction

from audit import services as audit
from programs.choices import Weighing
from programs.errors import ProgramError
from programs.matching import trying
from programs.models import Need, Program, WeightSet
from programs.services import needs as need_services

CHANGED = (
    "Somebody has changed what the needs weigh since this page was shown, so nothing is taken over. "
    "The numbers that you tried are still here: look at the ranking again, then take them over."
)


@transaction.atomic
def keep(
    *, program: Program, name: str, method: str, entered: dict[int, str], by, now
) -> WeightSet:
    """
    Keep weights under a name; the same name again replaces them.

    :param entered: points or places by need of the program, as typed
    :raises ProgramError: where the numbers make no sense
    """
    if method not in Weighing.values or method == Weighing.OWN:
        raise ProgramError("The needs' own weights are kept already: change some first.")
    needs = _needs(program, entered)
    _weights(needs, method, entered)
    kept, _ = WeightSet.objects.update_or_create(
        program=program,
        name=name,
        defaults={
            "organisation_id": program.organisation_id,
            "method": method,
            "values": {need.slot_key: entered[need.pk] for need in needs},
            "saved_by": by,
            "saved_at": now,
        },
    )
    _record("weights.kept", program, f"Weights {name} kept", by, now, values=kept.values)
    return kept


@transaction.atomic
def drop(*, weight_set: WeightSet, by, now) -> None:
    """Forget named weights; the needs' own stay as they are."""
    _record("weights.dropped", weight_set.program, f"Weights {weight_set} dropped", by, now)
    weight_set.delete()


@transaction.atomic
def adopt(*, program: Program, method: str, entered: dict[int, str], seen: str, by, now) -> int:
    """
    Make tried weights the needs' own; return how many changed.

    Together they weigh what they did: other packages keep their part of a plan, or of a match of several.

    :param seen: the needs' own weights as they were shown (``trying.seen``)
    :raises ProgramError: where the numbers make no sense, a need would weigh nothing, or somebody
        has changed the weights since
    """
    needs = list(program.needs.select_for_update().filter(pk__in=entered))
    if trying.seen(needs) != seen:
        raise ProgramError(CHANGED)
    found = _weights(needs, method, entered)
    scale = sum(need.weight for need in needs) / sum(found.values())
    changed = 0
    for need in Need.objects.filter(pk__in=found).order_by("pk"):
        weight = round(scale * found[need.pk], 2)
        if weight <= 0:
            raise ProgramError(f"{need.label} would weigh nothing; remove the need instead.")
        if weight != need.weight:
            need_services.update(need=need, weight=weight, by=by, now=now)
            changed += 1
    return changed


def _needs(program: Program, entered: dict[int, str]) -> list[Need]:
    return list(program.needs.filter(pk__in=entered))


def _weights(needs: list[Need], method: str, entered: dict[int, str]) -> dict:
    try:
        return trying.weights(method, entered, needs)
    except ValueError as error:
        raise ProgramError(str(error)) from error


def _record(verb: str, program: Program, summary: str, by, now, **data) -> None:
    audit.record(verb=verb, target=program, summary=summary, by=by, now=now, **data)
