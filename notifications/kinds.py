"""
The register of all kinds of e-mail: what each is called, how it is treated, an example of it.

An app registers its kinds in its ``emails.py``, which Django loads at the start. The preference page,
the previews and the tests are made from here; a template nobody registered fails a test.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from notifications.choices import UnknownPolicy


@dataclass(frozen=True)
class Kind:
    """
    One kind of e-mail.

    :param name: of its templates, ``emails/<name>.subject.txt``, ``.txt`` and ``.html``
    :param label: what people call it, in the preferences and in the admin
    :param sample: gives the context of the preview: made up, never a person's
    :param may_digest: whether its reader may have it later or never; invitations, deadlines, awards
        and what holds a personal link may not
    :param policy: what to do when a crash leaves open whether the server took it
    :param calendar: gives the calendar entry of the preview, for a kind that carries one
    """

    name: str
    label: str
    sample: Callable[[], dict]
    may_digest: bool = False
    policy: UnknownPolicy = UnknownPolicy.HOLD
    calendar: Callable | None = field(default=None)

    def __str__(self):
        return self.label


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Make kinds known; one name is registered once."""
    for kind in kinds:
        if known := _kinds.get(kind.name):
            raise ValueError(f"{kind.name} is registered already, as “{known.label}”.")
        _kinds[kind.name] = kind


def find(name: str) -> Kind | None:
    return _kinds.get(name)


def everything() -> list[Kind]:
    """Return all kinds, by their labels."""
    return sorted(_kinds.values(), key=lambda kind: kind.label.lower())


def digestible() -> list[Kind]:
    """Return the kinds whose pace is their reader's to choose."""
    return [kind for kind in everything() if kind.may_digest]


def label(name: str) -> str:
    """Return what people call a kind; its name for one that is no longer sent."""
    kind = find(name)
    return kind.label if kind else name
