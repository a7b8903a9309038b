"""The limit: the same ranking in numpy, over the same offers held in the memory of one process."""

import numpy as np
from django.db import connection

from programs.matching import tally
from programs.matching.store import Brief

# Everything as whole numbers: text as places in a list, days since 2000, nothing as -1.
COLUMNS = """
SELECT dense_rank() OVER (ORDER BY capability_id, modality) - 1, vendor_id, site_id,
       ascii(country) * 256 + ascii(substr(country, 2)), is_offered::int, phases, dosage_forms,
       grade, evidence, coalesce((scale_min * 1000)::bigint, -1),
       coalesce((scale_max * 1000)::bigint, -1), coalesce(lead_time_weeks, -1),
       coalesce(next_slot_date - '2000-01-01'::date, -1),
       coalesce(certificate_expires_on - '2000-01-01'::date, -1)
FROM vendors_offer ORDER BY capability_id, modality
"""
NAMES = "cell vendor site country offered phases forms grade evidence low high lead slot expires"


class Postings:
    """The offers as sorted columns, with the slice of each leaf and modality."""

    def __init__(self):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT DISTINCT capability_id, modality FROM vendors_offer ORDER BY 1, 2"
            )
            cells = cursor.fetchall()
            with cursor.copy(f"COPY ({COLUMNS}) TO STDOUT (FORMAT csv)") as copy:
                text = b"".join(bytes(block) for block in copy).replace(b"\n", b",")
        names = NAMES.split()
        table = np.fromstring(text.decode(), dtype=np.int64, sep=",").reshape(-1, len(names))
        self.columns = dict(zip(names, table.T.copy(), strict=True))
        bounds = np.searchsorted(self.columns["cell"], np.arange(len(cells) + 1))
        self.slices = {
            cell: slice(bounds[place], bounds[place + 1]) for place, cell in enumerate(cells)
        }
        self.vendors = int(self.columns["vendor"].max()) + 1
        self.sites = int(self.columns["site"].max()) + 1

    def top(self, asking: Brief, letters: list[int], size: int) -> list[int]:
        """Return the sure points, in hundredths, of the first vendors."""
        stopped = np.zeros(self.sites, dtype=bool)
        stopped[letters] = True
        total = np.zeros(self.vendors, dtype=np.int64)
        for asked, ask in tally.asks_of(asking):
            best = np.zeros(self.vendors, dtype=np.int64)
            part = self.slices.get((ask["leaf"], asking.modality))
            if part is not None:
                self._score(part, ask, asking, stopped, best)
            total += (int(asked.possible * 100) * best + 12_500) // 25_000
        places = np.argpartition(-total, size)[:size]
        return sorted(total[places].tolist(), reverse=True)

    def _score(self, part, ask, asking, stopped, best) -> None:
        c = {name: column[part] for name, column in self.columns.items()}
        counts = (c["offered"] == 1) & (c["phases"] & ask["phase"] != 0) & ~stopped[c["site"]]
        counts &= (c["grade"] & ask["below"]) == 0
        counts &= ~np.isin(c["country"], _countries(asking))
        if ask["form"]:
            counts &= c["forms"] & ask["form"] != 0
        c = {name: column[counts] for name, column in c.items()}
        fit = np.array([100, 60, 35, 15])[np.maximum(ask["minimum"] - c["evidence"], 0)]
        fit = fit * _scale(c, ask) * _lead_time(c, ask, asking) * _certificate(c, ask, asking)
        np.maximum.at(best, c["vendor"], fit)


def _countries(asking: Brief) -> list[int]:
    named = [
        country
        for gate in asking.gates
        if gate.kind == "country"
        for country in gate.parameters["countries"]
    ]
    return [ord(country[0]) * 256 + ord(country[1]) for country in named]


def _day(text: str) -> int:
    return int((np.datetime64(text) - np.datetime64("2000-01-01")).astype(int))


def _scale(c, ask):
    if ask["scale"] is None:
        return 10
    asked, low, high = int(float(ask["scale"]) * 1000), c["low"], c["high"]
    unknown = (low < 0) & (high < 0)
    inside = (low <= asked) & ((high < 0) | (asked <= high))
    over = (high >= 0) & (asked > high)
    near = np.where(over, asked <= 2 * high, low <= 2 * asked)
    return np.where(unknown, 2, np.where(inside, 10, np.where(near, 5, 2)))


def _lead_time(c, ask, asking):
    if ask["ready_by"] is None:
        return 5
    today, by = _day(str(asking.today)), _day(ask["ready_by"])
    ready = np.maximum(today + 7 * np.maximum(c["lead"], 0), c["slot"])
    late = ready - by
    found = np.select([late <= 0, late <= 91, late <= 182], [5, 4, 3], 2)
    return np.where((c["lead"] < 0) & (c["slot"] < 0), 2, found)


def _certificate(c, ask, asking):
    holds = (c["expires"] < 0) | (c["expires"] >= _day(ask["certified_on"]))
    holds |= (c["evidence"] == 1) | (c["evidence"] > ask["minimum"])
    return np.where(holds, 5, np.where(c["expires"] >= _day(str(asking.today)), 4, 3))
