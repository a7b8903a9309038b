"""The pages that write a request: one formset each, a row a form, everything sent at once."""

from decimal import Decimal

from django import forms
from django.forms.models import BaseModelFormSet, modelformset_factory

from rfps.choices import AnswerType, Envelope, Fact
from rfps.models import BriefItem, Criterion, GridLine, Question, Section
from rfps.services.writing import Row

MOST_ROWS = 400
SCALE = (Decimal(0), Decimal(5))  # scores are from 0 to 5


class LinesField(forms.CharField):
    """One entry a line; empty lines do not count. Cleans to a list of strings."""

    widget = forms.Textarea(attrs={"rows": 3})

    def prepare_value(self, value):
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value):
        return [
            line.strip() for line in (super().to_python(value) or "").splitlines() if line.strip()
        ]

    def has_changed(self, initial, data):
        return self.to_python(data) != (initial or [])


class AnchorsField(LinesField):
    """A score and what it means a line, e.g. ``3: Has done it once``. Cleans to [[3, "…"]]."""

    def prepare_value(self, value):
        if isinstance(value, list):
            return "\n".join(f"{score:g}: {words}" for score, words in value)
        return value

    def clean(self, value):
        return sorted(self._anchor(line) for line in super().clean(value))

    def has_changed(self, initial, data):
        return (data or "").strip() != (self.prepare_value(initial or []) or "").strip()

    def _anchor(self, line: str) -> list:
        score, colon, words = line.partition(":")
        try:
            number = float(score)
        except ValueError:
            number = None
        if not colon or not words.strip() or number is None or not SCALE[0] <= number <= SCALE[1]:
            raise forms.ValidationError(
                f"Write a score from 0 to 5, a colon and what it means: “{line}”."
            )
        return [int(number) if number.is_integer() else number, words.strip()]


class RowForm(forms.ModelForm):
    """One row. ``main`` is seen at once, the rest behind More; a new row shows ``fresh`` too."""

    main: tuple[str, ...] = ()
    fresh: tuple[str, ...] = ()

    def __init__(self, *args, rfp, choices: dict[str, list], **kwargs):
        """:param choices: what the selects of related rows offer, asked for once per page"""
        super().__init__(*args, **kwargs)
        for name, value in self.initial.items():
            if isinstance(value, Decimal):  # 1 and not 1.000
                self.initial[name] = Decimal(f"{value.normalize():f}")
        for name, offered in choices.items():
            if name in self.fields:
                field = self.fields[name]
                field.queryset = field.queryset.filter(rfp=rfp)
                field.choices = offered if field.required else [("", "The whole request"), *offered]

    @property
    def shown(self) -> list:
        names = self.main if self.instance.pk else (*self.fresh, *self.main)
        return [self[name] for name in names if name in self.fields]

    @property
    def folded(self) -> list:
        shown = {field.name for field in self.shown} | {"id", "DELETE", "place"}
        return [self[name] for name in self.fields if name not in shown]

    @property
    def has_folded_errors(self) -> bool:
        return any(field.errors for field in self.folded)

    @property
    def lacks(self) -> str:
        """Return what an empty row costs, or ''."""
        return ""

    @property
    def written(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields if name in self.fields}


class RowSet(BaseModelFormSet):
    """The rows of a page: each with a place, to be moved by another number, and a tick to remove."""

    def __init__(self, *args, rfp, blanks: list[dict], choices: dict[str, list], **kwargs):
        self.extra = len(blanks)
        shared = {"rfp": rfp, "choices": choices}
        super().__init__(*args, initial=blanks, form_kwargs=shared, **kwargs)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        form.fields["DELETE"].label = "Remove"
        if form.instance.pk:
            place = forms.IntegerField(
                required=False, min_value=1, max_value=9999, label="Place", initial=index + 1
            )
            form.fields["place"] = place

    def rows(self) -> list[Row]:
        """Return the rows as they are wanted; a row whose number was raised comes after its equals."""
        kept, gone = [], [Row(form.instance.pk, is_removed=True) for form in self.deleted_forms]
        for index, form in enumerate(self.forms, start=1):
            if form in self.deleted_forms or not (form.instance.pk or form.has_changed()):
                continue
            place = form.cleaned_data.get("place") or index
            kept.append(((place, (place > index) - (place < index), index), form))
        in_order = [form for _, form in sorted(kept, key=lambda pair: pair[0])]
        return gone + [Row(form.instance.pk, form.written) for form in in_order]


def rowset(form: type[RowForm]) -> type[RowSet]:
    """Return the formset class of a row form."""
    return modelformset_factory(
        form._meta.model,
        form=form,
        formset=RowSet,
        can_delete=True,
        max_num=MOST_ROWS,
        absolute_max=MOST_ROWS + 50,
        validate_max=True,
    )


class BriefForm(RowForm):
    main, fresh = ("label", "value"), ("group",)

    class Meta:
        model = BriefItem
        fields = ["group", "label", "value", "lot", "effect", "is_required"]
        labels = {
            "label": "Fact",
            "value": "What vendors should know",
            "effect": "Without it",
            "is_required": "Counts in the readiness score",
        }
        widgets = {"value": forms.Textarea(attrs={"rows": 1})}

    @property
    def lacks(self) -> str:
        item = self.instance
        return item.effect if item.pk and item.is_required and not item.value else ""


class SectionForm(RowForm):
    main = ("title", "envelope")

    class Meta:
        model = Section
        fields = ["title", "envelope", "lot"]
        labels = {"title": "Section"}


class QuestionForm(RowForm):
    main = ("text", "type", "is_mandatory")

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
        model = Question
        fields = ["text", "type", "is_mandatory", "help", "options", "unit", "section", "fact"]
        labels = {"text": "Question", "is_mandatory": "Mandatory"}

    def clean(self):
        return needs_options(self, super().clean())


def needs_options(form, cleaned: dict) -> dict:
    """Ask for the options of a choice and the columns of a table."""
    needs = {AnswerType.CHOICE: "the options of the choice", AnswerType.TABLE: "the columns"}
    if (said := needs.get(cleaned.get("type"))) and not cleaned.get("options"):
        form.add_error("options", f"Name {said}, one a line.")
    return cleaned


class GridForm(RowForm):
    main = ("label", "quantity", "unit", "is_optional")

    class Meta:
        model = GridLine
        fields = ["label", "quantity", "unit", "is_optional", "lot", "note"]
        labels = {"label": "Line to price", "is_optional": "Optional"}
        help_texts = {"note": "Vendors read it beside the line."}


class CriterionForm(RowForm):
    main = ("name", "weight", "envelope")

    anchors = AnchorsField(
        required=False,
        label="Anchors of the scale",
        help_text="One a line, from 0 to 5, e.g. “3: Sound, with gaps that questions can close”.",
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    minimum = forms.DecimalField(
        required=False,
        min_value=SCALE[0],
        max_value=SCALE[1],
        max_digits=4,
        decimal_places=1,
        label="Score that passes the gate",
    )

    class Meta:
        model = Criterion
        fields = ["name", "weight", "envelope", "help", "anchors", "is_gate", "minimum"]
        labels = {"is_gate": "A gate: below its score nothing else counts"}

    def clean(self):
        cleaned = super().clean()
        if self.instance.is_price and (
            cleaned.get("is_gate") or cleaned.get("envelope") != Envelope.COMMERCIAL
        ):
            self.add_error(
                "envelope", "The price formula scores this: it is commercial and no gate."
            )
        if (
            cleaned.get("is_gate")
            and cleaned.get("minimum") is None
            and "minimum" not in self.errors
        ):
            self.add_error("minimum", "A gate needs the score that passes it.")
        return cleaned
