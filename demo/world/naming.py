"""Names of companies and people, none of them real."""

import unicodedata
from random import Random

from demo.world import tables

JOBS = ("Business development", "Quality", "Legal and contracts", "Project management")
LOCAL_SHARE = 0.6  # of the companies whose name sounds like their country


class Stems:
    """Hands out each invented stem once."""

    def __init__(self, rng: Random):
        self.free = {culture: list(known) for culture, known in tables.stems().items()}
        for known in self.free.values():
            rng.shuffle(known)

    def take(self, rng: Random, culture: str) -> str:
        local = self.free.get(culture)
        if culture != "english" and local and rng.random() < LOCAL_SHARE:
            return local.pop()
        fullest = max(self.free, key=lambda name: (len(self.free[name]), name))
        return (self.free["english"] or self.free[fullest]).pop()


def plain(text: str) -> str:
    """Return a name in the letters of an address: Nicolò becomes nicolo."""
    letters = unicodedata.normalize("NFKD", text.translate(str.maketrans("łŁøØ", "lLoO")))
    return "".join(letter for letter in letters.lower() if letter.isascii() and letter.isalnum())


def domain(stem: str) -> str:
    return f"{plain(stem)}.example"


def contacts(rng: Random, culture: str, host: str, number: int) -> list[dict]:
    """Return one to three people, the first of business development and primary."""
    first_names, last_names = tables.people()[culture]
    firsts, lasts = rng.sample(first_names, number), rng.sample(last_names, number)
    return [
        {
            "name": f"{first} {last}",
            "email": f"{plain(first)[0]}.{plain(last)}@{host}",
            "job": job,
            "is_primary": job == JOBS[0],
        }
        for first, last, job in zip(firsts, lasts, JOBS, strict=False)
    ]
