"""Which GxP grade a leaf calls for at a phase, and which stated grades fall short of it."""

from vendors.choices import Grade, Phase

CLINICAL = frozenset({Phase.P1, Phase.P2, Phase.P3})
COMMERCIAL = frozenset({Phase.REG, Phase.COM, Phase.PMK})
GMP = (Grade.NONE, Grade.GMP_CLINICAL, Grade.GMP_COMMERCIAL)  # lowest first
OTHER = frozenset(Grade) - set(GMP)


def required(gxp: str, phase: str) -> Grade | None:
    """
    Return the lowest grade for a leaf's GxP at a phase, None where it calls for none.

    GMP means clinical grade from Phase 1 and commercial grade from registration on. A leaf of
    another regime is run in it from preclinical on; where it names several, the first stands for all.
    """
    regimes = gxp.split()
    if "GMP" in regimes:
        if phase in CLINICAL:
            return Grade.GMP_CLINICAL
        return Grade.GMP_COMMERCIAL if phase in COMMERCIAL else None
    known = [regime for regime in regimes if regime in OTHER]
    return Grade(known[0]) if known and phase != Phase.DISC else None


def below(grade: Grade | None) -> frozenset[str]:
    """Return the grades that are, in so many words, lower than a required one."""
    if grade is None:
        return frozenset()
    return frozenset(GMP[: GMP.index(grade)]) if grade in GMP else frozenset({Grade.NONE})


def shows(stated: str, grade: Grade) -> bool:
    """Say whether a stated grade shows the required one; a grade of another regime does not."""
    return stated in GMP[GMP.index(grade) :] if grade in GMP else bool(stated)
