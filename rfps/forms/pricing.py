"""How prices are compared: the rule of a request, and its exchange rates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django import forms

from rfps.choices import Currency, Envelope, PriceFormula
from rfps.pricing.points import Anchors, WrongAnchorsError


class PriceRuleForm(forms.Form):
    """The formula, its currency, the criterion it scores, and two prices for each lot."""

    formula = forms.ChoiceField(
        choices=PriceFormula.choices, widget=forms.RadioSelect, label="Points for the price"
    )
    currency = forms.ChoiceField(
        label="Compared in", help_text="Totals and anchors are in it; other bids are converted."
    )
    criterion = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="None: evaluators score the price like the rest",
        label="Criterion that the formula scores",
        help_text="A commercial one that is no gate.",
    )

    def __init__(self, *args, rfp, lots, **kwargs):
        super().__init__(*args, **kwargs)
        self.lots = lots
        offered = [
            one for one in Currency.choices if one[0] in rfp.currencies or not rfp.currencies
        ]
        self.fields["currency"].choices = offered
        commercial = rfp.criterion_set.filter(envelope=Envelope.COMMERCIAL, is_gate=False)
        self.fields["criterion"].queryset = commercial
        for lot in lots:
            place = f" for lot {lot.position}, {lot}" if len(lots) > 1 else ""
            for name, label in (("full", "Full points at or below"), ("none", "No points from")):
                self.fields[f"{name}-{lot.pk}"] = forms.DecimalField(
                    required=False, max_digits=18, decimal_places=2, label=f"{label}{place}"
                )

    @staticmethod
    def initial_of(rfp, pricing: dict) -> dict:
        """:param pricing: the formula and the currency as written"""
        found = pricing | {"criterion": rfp.criterion_set.filter(is_price=True).first()}
        for one in rfp.price_anchors.all():
            found |= {f"full-{one.lot_id}": one.full_at, f"none-{one.lot_id}": one.none_at}
        return found

    @property
    def rule_fields(self) -> list:
        return [self[name] for name in ("currency", "criterion")]

    @property
    def anchor_fields(self) -> list:
        return [(lot, self[f"full-{lot.pk}"], self[f"none-{lot.pk}"]) for lot in self.lots]

    def clean(self):
        cleaned = super().clean()
        self.anchors = {lot.pk: self._anchors(lot, cleaned) for lot in self.lots}
        return cleaned

    def _anchors(self, lot, cleaned) -> Anchors | None:
        names = (f"full-{lot.pk}", f"none-{lot.pk}")
        full_at, none_at = (cleaned.get(name) for name in names)
        if any(name in self.errors for name in names) or full_at is none_at is None:
            return None
        if full_at is None or none_at is None:
            self.add_error(names[full_at is not None], "Name both prices, or neither.")
            return None
        try:
            return Anchors(full_at, none_at)
        except WrongAnchorsError as error:
            self.add_error(names[error.field == "none_at"], str(error))
        return None

    @property
    def rule(self) -> dict:
        """Return what the service takes."""
        names = ("formula", "currency", "criterion")
        return {name: self.cleaned_data[name] for name in names} | {"anchors": self.anchors}


@dataclass(frozen=True)
class Said:
    """A rate as typed in."""

    currency: str
    rate: Decimal
    source: str
    as_of: date


class RateForm(forms.Form):
    """The rate of one currency; all three fields or none."""

    rate = forms.DecimalField(
        required=False, min_value=Decimal("0.00000001"), max_digits=18, decimal_places=8
    )
    source = forms.CharField(required=False, max_length=200, help_text="Who published it.")
    as_of = forms.DateField(
        required=False,
        label="Of",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, currency: str, base: str, **kwargs):
        super().__init__(*args, prefix=currency, **kwargs)
        self.currency = currency
        self.fields["rate"].label = f"1 {currency} in {base}"

    def clean(self):
        cleaned = super().clean()
        given = [name for name in self.fields if cleaned.get(name) or name in self.errors]
        for name in self.fields if given else ():
            if name not in given:
                self.add_error(name, "Needed with the others of its row.")
        return cleaned

    @property
    def said(self) -> Said | None:
        if not self.has_changed() or not self.cleaned_data.get("rate"):
            return None
        return Said(self.currency, **self.cleaned_data)
