"""Drug programs, what each phase needs, and the shortlists made from it."""

from programs.models.package import Gate, Need, Waiver, WorkPackage
from programs.models.plan import KeptPlan, ProgramWatch
from programs.models.program import OpenFact, Program, ProgramMember, ProgramPhase
from programs.models.shortlist import Shortlist, ShortlistEntry, ShortlistShare, SignOff
from programs.models.weights import WeightSet

__all__ = [
    "Gate",
    "KeptPlan",
    "Need",
    "OpenFact",
    "Program",
    "ProgramMember",
    "ProgramPhase",
    "ProgramWatch",
    "Shortlist",
    "ShortlistEntry",
    "ShortlistShare",
    "SignOff",
    "Waiver",
    "WeightSet",
    "WorkPackage",
]
