"""What the sponsor types around and after the issue: documents, answers, addenda, the record."""

from django import forms

from rfps import inspection, naming, planning, zones
from rfps.choices import DocumentKind, Stage
from rfps.forms.request import FURTHEST, WallClockField
from rfps.models import Enquiry

TAKEN = f"{inspection.KINDS}; {inspection.MAX_BYTES // 1024**2} MB at most."


class UploadField(forms.FileField):
    """One file; what is taken is decided by ``inspection``, which the service asks."""

    widget = forms.ClearableFileInput(attrs={"accept": inspection.ACCEPT})

    def __init__(self, **kwargs):
        super().__init__(**{"label": "File", "help_text": TAKEN} | kwargs)


class DocumentForm(forms.Form):
    """What a document is; with ``is_new`` its first file as well."""

    title = forms.CharField(
        max_length=200, required=False, help_text="Vendors read it. Without one: the file's name."
    )
    kind = forms.ChoiceField(choices=DocumentKind.choices, initial=DocumentKind.ATTACHMENT)
    stage = forms.ChoiceField(
        choices=Stage.choices,
        initial=Stage.FULL,
        label="Given out",
        help_text="A CDA to sign is always given out at once. Where you ask for no CDA, all is.",
    )

    def __init__(self, *args, is_new: bool, **kwargs):
        super().__init__(*args, **kwargs)
        if is_new:
            self.fields["upload"] = UploadField()
            self.order_fields(["upload", "title", "kind", "stage"])
        else:
            self.fields["title"].required = True
            self.fields["title"].help_text = "Vendors read it."


class ReplaceForm(forms.Form):
    upload = UploadField(label="Newer file")


class AnswerForm(forms.Form):
    """
    A question as all will read it, and its answer.

    It asks again when the words name an invited company or person; ``named`` says whom.
    """

    enquiries = forms.ModelMultipleChoiceField(
        queryset=Enquiry.objects.none(), required=False, widget=forms.MultipleHiddenInput
    )
    question = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        label="The question, as everybody reads it",
        help_text="Take out what only the asker could have written.",
    )
    text = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 6}), max_length=10_000, label="Your answer"
    )
    is_confirmed = forms.BooleanField(
        required=False, label="I have read it: no company is given away, publish it like this."
    )

    def __init__(self, *args, enquiries, names, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["enquiries"].queryset = enquiries
        self.named = naming.found(self._words(), names)
        if not self.named:
            del self.fields["is_confirmed"]

    def _words(self) -> str:
        given = self.data if self.is_bound else self.initial
        return f"{given.get('question', '')}\n{given.get('text', '')}"

    def clean(self):
        cleaned = super().clean()
        if self.named and not cleaned.pop("is_confirmed", False):
            self.add_error(
                "is_confirmed", f"This names {', '.join(self.named)}. Take it out, or tick this."
            )
        return cleaned


class AddendumForm(forms.Form):
    """Why there is an addendum, and the dates as they will be; ``dates`` is what services take."""

    note = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        max_length=2000,
        label="Why there is an addendum",
        help_text="Vendors read it above the list of changes.",
    )

    def __init__(self, *args, rfp, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.rfp, self.now = rfp, now
        for name, label in planning.NAMES.items():
            at = getattr(rfp, name)
            initial = at and zones.to_local(at, rfp.time_zone)
            self.fields[name] = WallClockField(
                label=label, required=name == "deadline_at", initial=initial
            )

    def clean(self):
        cleaned = super().clean()
        self.dates = {}
        for name in planning.NAMES:
            if name in cleaned:
                self._place(name, cleaned[name])
        return cleaned

    def _place(self, name: str, local) -> None:
        """Turn a wall-clock time into an instant; what was not touched stays to the second."""
        before = getattr(self.rfp, name)
        if before and local == _to_minute(zones.to_local(before, self.rfp.time_zone)):
            return
        try:
            at = local and zones.to_instant(local, self.rfp.time_zone)
        except zones.ImpossibleTimeError as error:
            self.add_error(name, str(error))
            return
        if at and at > self.now + FURTHEST:
            self.add_error(name, "Choose a time within the next three years.")
            return
        if at != before:
            self.dates[name] = at

    def blame(self, by_field: dict[str, str]) -> None:
        """Show what the service says about the dates beside them."""
        for name, said in by_field.items():
            self.add_error(name, said)


def _to_minute(local):
    return local.replace(second=0, microsecond=0)


class RecordFilter(forms.Form):
    """Which events of the record to show."""

    q = forms.CharField(required=False, max_length=100, label="Words")
    about = forms.ChoiceField(required=False, label="About")

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["about"].choices = [("", "Everything"), *kinds]
