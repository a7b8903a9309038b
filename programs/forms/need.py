"""One row of a package's needs, and what its reader saw."""

import json
from decimal import Decimal

from django import forms

from programs.choices import Priority
from programs.models import Need
from vendors.choices import Evidence


class NeedForm(forms.ModelForm):
    """
    One row of a package's needs.

    It carries what its reader saw: only what a person has changed is written, and a field that
    somebody else has changed meanwhile is an error of that field.
    """

    capabilities = forms.MultipleChoiceField(
        label="Alternatives", required=False, widget=forms.CheckboxSelectMultiple
    )
    minimum_evidence = forms.TypedChoiceField(
        label="At least", choices=Evidence.choices, coerce=int
    )
    priority = forms.ChoiceField(choices=Priority.choices)
    seen = forms.JSONField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = Need
        fields = ["priority", "weight", "minimum_evidence", "scale", "note", "capabilities"]

    def __init__(self, data=None, *, instance, leaves, **kwargs):
        super().__init__(data, instance=instance, prefix=f"need-{instance.pk}", **kwargs)
        self.leaves = leaves
        for name in ("weight", "scale"):  # 20.000 reads like twenty thousand
            if (value := self.initial.get(name)) is not None:
                self.initial[name] = f"{Decimal(value).normalize():f}"
        self.fields["weight"].min_value = 0
        if len(leaves) > 1:
            self.fields["capabilities"].choices = [(leaf.code, leaf.label) for leaf in leaves]
        else:
            del self.fields["capabilities"]
        for name, field in self.fields.items():
            field.widget.attrs["aria-label"] = f"{field.label}, {instance}"
            field.widget.attrs["form"] = "needs"
            if name in {"weight", "scale"}:
                field.widget.attrs["class"] = "short"
        self.stored = {name: self._said(self.initial.get(name)) for name in self._asked()}

    def _asked(self) -> list[str]:
        return [name for name in self.fields if name != "seen"]

    @staticmethod
    def _said(value):
        """Return a value as JSON holds it, whatever its type on the way."""
        if isinstance(value, list):
            return [str(part) for part in value]
        return "" if value is None else str(value)

    @property
    def changed_data(self) -> list[str]:
        """Return what the person has changed of what it saw."""
        seen = self._seen()
        return [name for name in self._asked() if self._differs(name, seen.get(name))]

    def _differs(self, name: str, said) -> bool:
        """Say whether what was sent is something else than a value as JSON holds it."""
        field = self.fields[name]
        try:
            return field.has_changed(field.to_python(said), self[name].data)
        except (forms.ValidationError, TypeError):
            return True

    def _seen(self) -> dict:
        seen = self.fields["seen"].bound_data(self["seen"].data, None) if self.is_bound else None
        return seen if isinstance(seen, dict) else self.stored

    def _conflicts(self) -> list[str]:
        """Return what both the person and somebody else have changed, to different values."""
        seen = self._seen()
        return [
            name
            for name in self.changed_data
            if seen.get(name) != self.stored[name] and self._differs(name, self.stored[name])
        ]

    @property
    def seen_again(self) -> str:
        """Return what the reader of the form has seen after this time, for the hidden field."""
        told = {name: self.stored[name] for name in self._conflicts()} if self.is_bound else {}
        return json.dumps(self._seen() | told)

    def clean(self):
        data = super().clean()
        for name in self._conflicts():
            now = self._shown(name, self.stored[name])
            self.add_error(
                name,
                f"Somebody has changed this to {now} since you opened the page. "
                "Save again to put yours in its place.",
            )
        return data

    def _shown(self, name: str, value) -> str:
        choices = dict(getattr(self.fields[name], "choices", ()))
        labels = {str(key): str(label) for key, label in choices.items()}
        parts = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(part, part) for part in parts) or "nothing"

    def clean_weight(self):
        weight = self.cleaned_data["weight"]
        if weight <= 0:
            raise forms.ValidationError("A weight must be above zero; remove the need instead.")
        return weight

    def clean_capabilities(self):
        chosen = self.cleaned_data["capabilities"]
        if not chosen:
            raise forms.ValidationError("Keep at least one of the alternatives.")
        return chosen

    def changes(self) -> dict:
        return {name: self.cleaned_data[name] for name in self.changed_data}
