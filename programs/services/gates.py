"""Set gates, and waive one for a vendor with a reason."""

from django.db import transaction

from audit import services as audit
from programs.choices import GateKind
from programs.errors import ProgramError
from programs.models import Gate, Waiver, WorkPackage
from vendors.models import Vendor


@transaction.atomic
def set(*, package: WorkPackage, kind: str, parameters: dict, by, now) -> Gate:
    """
    Put a gate on a package, or change it.

    :param parameters: COUNTRY ``{"mode": "allow"|"exclude", "countries": ["DE", …]}``,
        WARNING_LETTER ``{"years": 3}``, the others none
    :raises ProgramError: when the parameters do not fit the kind
    """
    gate, _ = Gate.objects.update_or_create(
        package=package,
        kind=kind,
        defaults={
            "organisation_id": package.organisation_id,
            "parameters": checked(kind, parameters),
        },
    )
    _record("gate.set", gate, f"Gate on {package.name}: {gate}", by, now, **gate.parameters)
    return gate


@transaction.atomic
def set_all(*, package: WorkPackage, wanted: dict[str, dict], by, now) -> None:
    """Make ``wanted``, parameters by kind, the package's gates; one that stays is left alone."""
    held = {gate.kind: gate for gate in package.gates.all()}
    for kind, gate in held.items():
        if kind not in wanted:
            remove(gate=gate, by=by, now=now)
    for kind, parameters in wanted.items():
        if kind not in held or held[kind].parameters != checked(kind, parameters):
            set(package=package, kind=kind, parameters=parameters, by=by, now=now)


@transaction.atomic
def remove(*, gate: Gate, by, now) -> None:
    """Take a gate off its package, with its waivers."""
    _record("gate.removed", gate, f"Gate off {gate.package.name}: {gate}", by, now)
    gate.delete()


@transaction.atomic
def waive(*, gate: Gate, vendor: Vendor, reason: str, by, now) -> Waiver:
    """
    Set a gate aside for one vendor.

    :raises ProgramError: without a reason
    """
    if not reason.strip():
        raise ProgramError("A waiver needs a reason.")
    waiver, _ = Waiver.objects.update_or_create(
        gate=gate,
        vendor=vendor,
        defaults={
            "organisation_id": gate.organisation_id,
            "reason": reason.strip(),
            "waived_by": by,
            "waived_at": now,
        },
    )
    _record(
        "gate.waived",
        gate,
        f"{gate} waived for {vendor}",
        by,
        now,
        vendor=vendor.pk,
        reason=waiver.reason,
    )
    return waiver


@transaction.atomic
def withdraw(*, waiver: Waiver, by, now) -> None:
    """Let the gate hold for the vendor again."""
    _record(
        "gate.waiver-withdrawn",
        waiver.gate,
        f"{waiver.gate} holds again for {waiver.vendor}",
        by,
        now,
        vendor=waiver.vendor_id,
    )
    waiver.delete()


def checked(kind: str, parameters: dict) -> dict:
    """Return the parameters that the kind knows; raise ProgramError when they do not fit."""
    if kind == GateKind.COUNTRY:
        countries = sorted({country.upper() for country in parameters.get("countries", [])})
        if parameters.get("mode") not in {"allow", "exclude"} or not countries:
            raise ProgramError("Name at least one country, to accept or to exclude.")
        return {"mode": parameters["mode"], "countries": countries}
    if kind == GateKind.WARNING_LETTER:
        years = parameters.get("years")
        if not isinstance(years, int) or not 1 <= years <= 20:
            raise ProgramError("The years must be between 1 and 20.")
        return {"years": years}
    if kind not in GateKind.values:
        raise ProgramError("There is no such gate.")
    return {}


def _record(verb: str, gate: Gate, summary: str, by, now, **data) -> None:
    audit.record(verb=verb, target=gate, summary=summary, by=by, now=now, kind=gate.kind, **data)
