"""Build the whole world from a seed and a day: plain data, no database."""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from random import Random

from demo.world import anchors, naming, oddities, profile, tables
from demo.world.entry import Entry

SEED = 114


@dataclass(frozen=True)
class World:
    entries: list[Entry]
    actions: list[dict]

    def digest(self) -> str:
        """Return one fingerprint of every name, line and record."""
        content = [
            [entry.key, entry.state, entry.days_ago, entry.profile] for entry in self.entries
        ]
        text = json.dumps([content, self.actions], default=str, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


def world(*, today: date, seed: int = SEED) -> World:
    """
    Return the vendors of the world and what registers say about them.

    Every vendor draws from a generator of its own, so that one more archetype moves no other.

    :param today: what "expires soon" and "confirmed last month" are measured against
    """
    stems = naming.Stems(Random(f"{seed}/stems"))
    entries = anchors.entries(today=today)
    serial = 100
    for archetype in tables.ARCHETYPES:
        for number in range(archetype.count):
            serial += 1
            rng = Random(f"{seed}/{archetype.key}/{number}")
            entries.append(
                profile.draw(
                    rng,
                    archetype=archetype,
                    number=number + 1,
                    stems=stems,
                    serial=serial,
                    today=today,
                )
            )
    oddities.apply(entries, today=today)
    return World(entries, [record for entry in entries for record in entry.actions])
