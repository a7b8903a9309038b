"""The question library and the templates: what an organisation keeps for its next request."""

from django import forms

from rfps.choices import Fact
from rfps.forms.writing import LinesField, needs_options
from rfps.models import LibraryQuestion


class PickForm(forms.Form):
    """Questions of the library for a section of a request."""

    section = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="A new section", label="Put them into"
    )
    questions = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Tick at least one question."},
    )

    def __init__(self, *args, sections, offered, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["section"].queryset = sections
        self.fields["questions"].choices = offered


class LibraryQuestionForm(forms.ModelForm):
    options = LinesField(
        required=False, help_text="One a line: the options of a choice, the columns of a table."
    )
    fact = forms.ChoiceField(
        choices=[("", "None"), *Fact.choices],
        required=False,
        label="Fact of the directory",
        help_text="What the directory knows is offered to the vendor as the answer.",
    )

    class Meta:
        model = LibraryQuestion
        fields = ["text", "type", "help", "options", "unit", "fact"]
        labels = {"text": "Question"}

    def clean(self):
        return needs_options(self, super().clean())


class KeepForm(forms.Form):
    """The name under which a request's writing becomes a template."""

    name = forms.CharField(
        max_length=120,
        label="Save as a template named",
        help_text="Without the values of the facts.",
    )
