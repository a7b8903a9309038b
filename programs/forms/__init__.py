"""What people type about a program, its needs, packages and shortlist."""

from programs.forms.need import NeedForm
from programs.forms.package import (
    GateForm,
    MergeForm,
    PackageNameForm,
    WaiverForm,
    WeightSetForm,
)
from programs.forms.program import PhaseForm, ProgramForm, StudyUploadForm
from programs.forms.shortlist import NoteForm, ShareForm

__all__ = [
    "GateForm",
    "MergeForm",
    "NeedForm",
    "NoteForm",
    "PackageNameForm",
    "PhaseForm",
    "ProgramForm",
    "ShareForm",
    "StudyUploadForm",
    "WaiverForm",
    "WeightSetForm",
]
