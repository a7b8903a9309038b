"""Drug programs, what each phase needs, and the shortlists made from it."""

from programs.models.package import Gate, Need, Waiver, WorkPackage
from programs.models.program import OpenFact, Program, ProgramMember, ProgramPhase
from programs.models.shortlist import Shortlist, ShortlistEntry, ShortlistShare
from programs.models.weights import WeightSet

__all__ = [
    "Gate",
    "Need",
    "OpenFact",
    "Program",
    "ProgramMember",
    "ProgramPhase",
    "Shortlist",
    "ShortlistEntry",
    "ShortlistShare",
    "Waiver",
    "WeightSet",
    "WorkPackage",
]
