"""Weights tried in place of the needs' own: points, or ranks turned into weights."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from programs.choices import Weighing
from programs.models import Need, WeightSet
from programs.weighting import rank_order_centroid, rank_sum

MOST = Decimal("9999.99")
FROM_RANKS: dict[str, Callable] = {
    Weighing.RANK_SUM: rank_sum,
    Weighing.CENTROID: rank_order_centroid,
}
ALL_ZERO = "All weights are zero, so nothing would count. Give at least one need more."


@dataclass(frozen=True)
class Trial:
    """What a person tries: a number per need, what it comes to, or why it makes no sense."""

    method: Weighing = Weighing.OWN
    entered: Mapping[int, str] | None = None  # by need, as typed
    weights: Mapping[int, Decimal] | None = None  # by need; None: the needs' own
    kept: WeightSet | None = None  # the set it comes from
    named: int = 0  # so many of the needs that set names
    seen: str = ""  # the needs' own weights beside which they are tried
    error: str = ""

    @property
    def is_on(self) -> bool:
        return self.weights is not None

    @property
    def asks_ranks(self) -> bool:
        return self.method in FROM_RANKS


def of(query: Mapping, needs: Sequence[Need], kept: WeightSet | None) -> Trial:
    """
    Read the weights from a query string: ``weighing``, and ``w-<need>`` or ``r-<need>``.

    A number that is not given is the kept set's, which may be another program's: it names what is
    asked for. Else it is the need's own weight, or its place by weight.
    What makes no sense is said, and the needs' own weights stay.
    """
    method = query.get("weighing") or (kept.method if kept else Weighing.OWN)
    if method not in Weighing.values or method == Weighing.OWN:
        return Trial()
    ranks = method in FROM_RANKS
    usual = _places(needs) if ranks else {need.pk: f"{need.weight.normalize():f}" for need in needs}
    given = _given(kept, needs, ranks) if kept and kept.method == method else {}
    prefix = "r" if ranks else "w"
    entered = {
        need.pk: query.get(f"{prefix}-{need.pk}", given.get(need.pk, usual[need.pk]))
        for need in needs
    }
    trial = {"method": Weighing(method), "entered": entered, "kept": kept, "named": len(given)}
    trial["seen"] = seen(needs)
    try:
        return Trial(**trial, weights=weights(method, entered, needs))
    except ValueError as error:
        return Trial(**trial, error=str(error))


def seen(needs: Iterable[Need]) -> str:
    """Name the needs' own weights, to tell later whether somebody has changed them meanwhile."""
    said = ";".join(f"{need.pk}={need.weight}" for need in sorted(needs, key=lambda n: n.pk))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def _given(kept: WeightSet, needs: Sequence[Need], ranks: bool) -> dict[int, str]:
    """Return the numbers of a set by need; a place beyond these needs is the last."""
    found = {n.pk: str(kept.values[n.slot_key]) for n in needs if n.slot_key in kept.values}
    if not ranks:
        return found
    return {pk: str(min(int(place), len(needs))) for pk, place in found.items()}


def weights(method: str, entered: Mapping[int, str], needs: Sequence[Need]) -> dict[int, Decimal]:
    """
    Turn what was entered into weights by need.

    :raises ValueError: naming the need whose number makes no sense, or that all are zero
    """
    if method in FROM_RANKS:
        ranks = [_rank(need, entered[need.pk], len(needs)) for need in needs]
        found = [
            (Decimal(share.numerator) * 100 / share.denominator).quantize(Decimal("0.000001"))
            for share in FROM_RANKS[method](ranks)
        ]
    else:
        found = [_points(need, entered[need.pk]) for need in needs]
    if needs and not any(found):
        raise ValueError(ALL_ZERO)
    return {need.pk: weight for need, weight in zip(needs, found, strict=True)}


def _points(need: Need, text: str) -> Decimal:
    try:
        value = Decimal(text.strip() or "0")
    except InvalidOperation:
        value = Decimal("NaN")
    if not (value.is_finite() and 0 <= value <= MOST):
        raise ValueError(f"{_said(need)}: {text.strip()[:20]!r} is no weight from 0 to 9,999.99.")
    return value.quantize(Decimal("0.01"))


def _rank(need: Need, text: str, count: int) -> int:
    text = text.strip()
    rank = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
    if not 1 <= rank <= count:
        raise ValueError(f"{_said(need)}: {text[:20]!r} is no place from 1 to {count}.")
    return rank


def _said(need: Need) -> str:
    return f"{need.label} in {need.get_phase_display()}"


def _places(needs: Sequence[Need]) -> dict[int, str]:
    """Return the places of the needs by their own weight, the heaviest first, equals together."""
    ordered = sorted(need.weight for need in needs)[::-1]
    return {need.pk: str(ordered.index(need.weight) + 1) for need in needs}
