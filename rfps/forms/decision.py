"""What the sponsor types while it decides: scenario, waiver, recommendation, signature, debrief."""

from decimal import Decimal

from django import forms

from rfps.choices import RevokeCause
from rfps.deciding.record import Choice
from rfps.deciding.scenarios import Aim, Wish

NOBODY = "nobody"
AIMS = [(Aim.BEST.value, "Best score"), (Aim.CHEAPEST.value, "Cheapest")]


class ScenarioForm(forms.Form):
    """What an award shall keep to; asked by GET."""

    aim = forms.ChoiceField(choices=AIMS, required=False, label="Aim for")
    most = forms.IntegerField(min_value=1, required=False, label="Suppliers at most")
    budget = forms.DecimalField(
        min_value=Decimal("0.01"),
        max_digits=16,
        decimal_places=2,
        required=False,
        label="Budget for all lots",
    )
    include = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Must be in"
    )
    exclude = forms.MultipleChoiceField(
        required=False, widget=forms.CheckboxSelectMultiple, label="Must be out"
    )

    def __init__(self, *args, vendors: list[str], currency: str, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("include", "exclude"):
            self.fields[name].choices = [(vendor, vendor) for vendor in vendors]
        self.fields["budget"].help_text = f"In {currency}, like for like." if currency else ""

    def clean(self):
        cleaned = super().clean()
        for vendor in sorted({*cleaned.get("include", ())} & {*cleaned.get("exclude", ())}):
            self.add_error("exclude", f"{vendor} cannot be in and out.")
        return cleaned

    @property
    def wish(self) -> Wish:
        data = self.cleaned_data
        return Wish(
            aim=Aim(data["aim"] or Aim.BEST),
            most=data["most"],
            include=frozenset(data["include"]),
            exclude=frozenset(data["exclude"]),
            budget=data["budget"],
        )


def as_record(wish: Wish) -> dict:
    """Return a wish as the record keeps it."""
    return {
        "aim": wish.aim.value,
        "most": wish.most,
        "include": sorted(wish.include),
        "exclude": sorted(wish.exclude),
        "budget": None if wish.budget is None else str(wish.budget),
    }


class WaiveForm(forms.Form):
    """Which gate is lifted for which bid, and why."""

    lot = forms.IntegerField(widget=forms.HiddenInput)
    bid = forms.UUIDField(widget=forms.HiddenInput)
    criterion = forms.UUIDField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=2000)


class RecommendationForm(forms.Form):
    """For each lot who gets it and why, and one reason for the whole."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=5000,
        label="Why this award",
        help_text="Whoever signs reads it, and so does an auditor.",
    )

    def __init__(self, *args, lots, rankings, **kwargs):
        """:param lots: those without an award; ``rankings`` by position"""
        super().__init__(*args, **kwargs)
        self.lots = lots
        for lot in lots:
            ranked = rankings[lot.position].ranked if lot.position in rankings else ()
            offered = [
                (one.offer.bid, f"{one.rank}. {one.offer.vendor}, {one.total} points")
                for one in ranked
            ]
            name = f"lot-{lot.position}"
            self.fields[name] = forms.ChoiceField(
                choices=[("", "Choose"), *offered, (NOBODY, "Nobody: the lot is not awarded")],
                label=lot.title,
            )
            self.fields[f"{name}-reason"] = forms.CharField(
                max_length=2000,
                required=False,
                label=f"Reason for {lot.title}",
                help_text="Needed for a bid that is not first alone, and where nobody gets the lot.",
            )
        self.order_fields([name for name in self.fields if name != "reason"])

    def choices(self) -> list[Choice]:
        data = self.cleaned_data
        found = []
        for lot in self.lots:
            bid = data[f"lot-{lot.position}"]
            reason = data[f"lot-{lot.position}-reason"]
            found.append(Choice(lot.position, None if bid == NOBODY else bid, reason))
        return found


class SignForm(forms.Form):
    """The password once more: a session left open signs nothing."""

    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        label="Your password",
        help_text="Your name, the time, the meaning and the fingerprint of the record are kept.",
    )


class RevokeForm(forms.Form):
    cause = forms.ChoiceField(
        choices=[("", "Choose"), *RevokeCause.choices],
        label="What happened",
        help_text="But for a mistake of ours the bid leaves the ranking of this lot.",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        label="Reason",
        help_text="The vendor reads it.",
    )


class DebriefForm(forms.Form):
    words = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 14}),
        max_length=10_000,
        label="The letter",
        help_text="Name no other bidder and no price but this vendor's own.",
    )
