"""The forms of an evaluation: its rules, who scores, the declaration, a score, a moderated score."""

from decimal import Decimal

from django import forms

from rfps.models import Evaluation


class EvaluationForm(forms.ModelForm):
    """The rules that the opening freezes."""

    class Meta:
        model = Evaluation
        fields = ["is_two_step", "minimum", "aggregation"]
        labels = {
            "is_two_step": "Open prices only after the technical scores are closed",
            "minimum": "Technical points a bid needs",
            "aggregation": "Several scores become one by their",
        }
        help_texts = {
            "is_two_step": "A bid below the minimum keeps its prices sealed for ever.",
            "minimum": "Empty: every bid's prices are opened.",
            "aggregation": "Where nobody has moderated a score. One sheet far off moves a mean, "
            "hardly a median.",
        }


class EvaluatorForm(forms.Form):
    """A colleague, and what of the technical envelope they score and read."""

    user = forms.ModelChoiceField(queryset=None, label="Colleague", empty_label="Choose somebody")
    criteria = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Scores",
        help_text="None ticked: all technical criteria.",
    )
    sections = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        required=False,
        label="Reads",
        help_text="None ticked: the whole technical envelope.",
    )
    names_hidden = forms.BooleanField(
        required=False,
        label="Without names: bidders are letters",
        help_text="In answers and file names as far as we know the names; not inside files.",
    )

    def __init__(self, *args, people, criteria, sections, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criteria"].choices = [(one["key"], one["name"]) for one in criteria]
        self.fields["sections"].choices = [(one["key"], one["title"]) for one in sections]
        if people is None:
            del self.fields["user"]
        else:
            self.fields["user"].queryset = people

    @property
    def limits(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("criteria", "sections", "names_hidden")}


class ConflictForm(forms.Form):
    """The declaration, which comes before anything of a bid is shown."""

    has_conflict = forms.TypedChoiceField(
        label="Your declaration",
        choices=[
            ("no", "I have no interest, personal or financial, in any of these companies"),
            ("yes", "I have or may have a conflict of interest"),
        ],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )
    statement = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        required=False,
        label="What there is to say",
        help_text="Needed with a conflict; procurement reads it.",
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("has_conflict") and not cleaned.get("statement", "").strip():
            self.add_error("statement", "Say in a few words what the conflict is.")
        return cleaned


class ScoreForm(forms.Form):
    """One cell: a whole number of the scale in the words of its anchors, and a comment."""

    points = forms.TypedChoiceField(
        coerce=int, empty_value=None, required=False, widget=forms.RadioSelect, label="Score"
    )
    comment = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        required=False,
        help_text="What in the bid makes it this score. The panel reads it in moderation.",
    )

    def __init__(self, *args, criterion: dict, scale: int, **kwargs):
        super().__init__(*args, **kwargs)
        words = {Decimal(str(score)): text for score, text in criterion["anchors"]}
        self.fields["points"].choices = [
            (score, f"{score}  {words[score]}" if score in words else str(score))
            for score in range(scale + 1)
        ]
        self.fields["points"].error_messages["invalid_choice"] = (
            f"A score is a whole number from 0 to {scale}."
        )


class ModerationForm(forms.Form):
    points = forms.DecimalField(max_digits=3, decimal_places=1, label="Moderated score")
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        help_text="What the panel agreed on and why. It stays in the file and may be quoted to the bidder.",
    )
    revision = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, scale: int, **kwargs):
        super().__init__(*args, **kwargs)
        field = self.fields["points"]
        field.widget.attrs |= {"min": 0, "max": scale, "step": "0.5", "class": "short"}
        field.help_text = f"From 0 to {scale}, in halves."
