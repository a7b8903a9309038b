"""How the outbox is: red or green, and as numbers for Prometheus."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min

from audit import acting
from notifications import breaker
from notifications.choices import EmailState, RelayMode
from notifications.models import Email, Suppression

OLDEST_DUE = timedelta(minutes=5)


@dataclass(frozen=True)
class Health:
    """Whether mail goes out, and a line for each fact a person would ask for."""

    is_well: bool
    lines: list[str]


def check(*, now: datetime) -> Health:
    """Look at work done, not at processes: a worker that lives and sends nothing is not well."""
    oldest, relay = oldest_due(now=now), breaker.current()
    is_late = oldest > OLDEST_DUE
    lines = [
        f"oldest due message: {int(oldest.total_seconds())} s",
        f"mail server: {relay.get_mode_display().lower()}",
    ]
    if relay.reason:
        lines.append(f"reason: {relay.reason}")
    return Health(not is_late and relay.mode != RelayMode.PAUSED, lines)


def oldest_due(*, now: datetime) -> timedelta:
    """Return how long the oldest message that is due has been waiting, or been in hands."""
    with acting.as_system():
        waiting = Email.objects.due(now) | Email.objects.filter(state=EmailState.LEASED)
        first = waiting.order_by().aggregate(first=Min("not_before"))["first"]
    return max(now - first, timedelta()) if first else timedelta()


def metrics(*, now: datetime) -> str:
    """Return the metrics in Prometheus' text format."""
    with acting.as_system():
        counts = Email.objects.counts()
        by_kind = dict(
            Email.objects.filter(state=EmailState.SENT)
            .order_by()
            .values_list("kind")
            .annotate(Count("pk"))
        )
    relay = breaker.current()
    swept = (now - relay.swept_at).total_seconds() if relay.swept_at else "NaN"
    return "".join(
        [
            _metric("emails", "E-mails by state.", "gauge", "state", counts),
            _metric("sent_total", "E-mails accepted, by kind.", "counter", "kind", by_kind),
            _metric(
                "relay",
                "1 for the state the mail server is in.",
                "gauge",
                "state",
                {mode: int(relay.mode == mode) for mode in RelayMode},
            ),
            _single(
                "oldest_due_seconds",
                "Age of the oldest e-mail that is due.",
                oldest_due(now=now).total_seconds(),
            ),
            _single("sweep_age_seconds", "Since the last sweep.", swept),
            _single("suppressed_addresses", "Addresses on the list.", Suppression.objects.count()),
        ]
    )


def _metric(name: str, words: str, kind: str, label: str, values: dict) -> str:
    lines = [f"# HELP phaseline_outbox_{name} {words}", f"# TYPE phaseline_outbox_{name} {kind}"]
    lines += [
        f'phaseline_outbox_{name}{{{label}="{value}"}} {count}' for value, count in values.items()
    ]
    return "\n".join(lines) + "\n"


def _single(name: str, words: str, value: float | str) -> str:
    return (
        f"# HELP phaseline_outbox_{name} {words}\n# TYPE phaseline_outbox_{name} gauge\n"
        f"phaseline_outbox_{name} {value}\n"
    )
