"""The options of a plan, as a form."""

import re
from itertools import groupby

from django import forms

from programs.plans.records import BEST, MORE
from programs.plans.wish import Wish
from vendors.choices import Phase

SLUG = re.compile(r"[-\w]{1,120}", re.ASCII)


class SlugsField(forms.MultipleChoiceField):
    """Vendors by slug; whether they are there is for the plan to say."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value):
        return bool(SLUG.fullmatch(value))


class PlanForm(forms.Form):
    """What to plan for, and with whom; left blank, all of the program with nobody barred."""

    packages = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )
    phases = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )
    cap = forms.IntegerField(
        label="Partners at most",
        required=False,
        min_value=1,
        max_value=99,
        help_text="With a cap, some needs may be left out: the plan covers the most weight.",
        error_messages={"min_value": "A plan needs at least one partner."},
    )
    include = SlugsField(label="Must take part", required=False)
    include_name = forms.CharField(
        label="Must take part", required=False, max_length=200, help_text="A vendor's name."
    )
    exclude = SlugsField(label="Left out", required=False)
    exclude_name = forms.CharField(
        label="Leave out", required=False, max_length=200, help_text="A vendor's name."
    )
    double = forms.MultipleChoiceField(
        label="Two sources for",
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text="Each chosen need goes to two partners. Choose several with Ctrl or Cmd.",
    )
    apart = forms.BooleanField(
        label="CDMO and CRO work apart",
        required=False,
        help_text="No vendor does both product work and study work.",
    )
    by_site = forms.BooleanField(
        label="A change of site is a hand-off",
        required=False,
        help_text="Also from one site of a vendor to another; of each need its best site counts.",
    )

    def __init__(self, data=None, *, program, names=None, **kwargs):
        """:param names: of the vendors that are chosen, by slug"""
        super().__init__(data, **kwargs)
        needs = list(program.needs.order_by("pk").values_list("pk", "phase", "label"))
        held = {phase for _, phase, _ in needs}
        self.fields["packages"].choices = [
            (str(package.pk), package.name) for package in program.packages.all()
        ]
        self.fields["phases"].choices = [
            (phase.value, phase.label) for phase in Phase if phase in held
        ]
        order = list(Phase)
        needs.sort(key=lambda need: (order.index(need[1]), need[2].casefold()))
        self.fields["double"].choices = [
            (Phase(phase).label, [(str(pk), label) for pk, _, label in rows])
            for phase, rows in groupby(needs, key=lambda need: need[1])
        ]
        for name in ("include", "exclude"):
            chosen = self.initial.get(name) or (data.getlist(name) if data else [])
            self.fields[name].choices = [(slug, (names or {}).get(slug, slug)) for slug in chosen]

    @classmethod
    def of(cls, record: dict, program) -> "PlanForm":
        """Return the form that shows the options of a plan."""
        options = record["options"]
        initial = options | {"double": [str(pk) for pk in options["double"]]}
        return cls(initial=initial, program=program, names=record["names"])

    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            packages=tuple(data["packages"]),
            phases=tuple(data["phases"]),
            cap=data["cap"],
            include=tuple(data["include"]),
            exclude=tuple(data["exclude"]),
            include_name=data["include_name"],
            exclude_name=data["exclude_name"],
            apart=data["apart"],
            by_site=data["by_site"],
            double=tuple(int(pk) for pk in data["double"]),
        )


class KeepForm(forms.Form):
    """Keep the plan that is looked at."""

    reason = forms.CharField(
        label="Why this plan",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="It is frozen with your name and the day, for the selection file.",
    )
    seen = forms.RegexField(r"[0-9a-f]{64}", widget=forms.HiddenInput)
    chosen = forms.ChoiceField(choices=[(BEST, BEST), (MORE, MORE)], widget=forms.HiddenInput)
    options = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    def wanted(self) -> dict:
        return {name: self.cleaned_data[name] for name in ("reason", "seen", "chosen")}
