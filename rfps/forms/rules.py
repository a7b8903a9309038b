"""How a request is run: what is disclosed when, what buyers see before the opening, who opens it."""

from django import forms

from rfps.models import RFP

CDA_TEXT = """\
1. You receive information about a development program for one purpose: to prepare an answer to this request.
2. You keep it confidential, show it only to those who work on the answer and are bound alike, and use it for nothing else.
3. This does not hold for what was known to you before, is or becomes public without your doing, or comes to you lawfully from another side.
4. It holds for five years from acceptance. On request you return or destroy what you received, except one copy that the law obliges you to keep.
5. No licence is granted and no contract is promised. Mandatory law of the sponsor's seat applies."""


class RulesForm(forms.ModelForm):
    """The rules of a draft, and the one or two people who open the bids."""

    first = forms.ModelChoiceField(
        queryset=None,
        label="Opens the bids",
        empty_label=None,
        help_text="After the deadline, logged. With two people both have to say so.",
    )
    second = forms.ModelChoiceField(
        queryset=None, label="Second person", required=False, empty_label="Nobody: one is enough"
    )

    class Meta:
        model = RFP
        fields = [
            *("shows_submitted", "terms"),
            *("needs_cda", "blinded_title", "synopsis", "cda_text"),
        ]
        labels = {
            "shows_submitted": "Before the opening we may see which vendors have submitted",
            "needs_cda": "Vendors accept a confidentiality agreement (CDA) before they read the package",
            "blinded_title": "Blinded title",
            "cda_text": "Text of the CDA",
        }
        help_texts = {
            "shows_submitted": "What is in the bids stays sealed either way.",
            "needs_cda": "Until then they read the blinded title, the synopsis and the schedule, and not who asks.",
            "synopsis": "From the program's blinded synopsis. Name neither yourself nor the program.",
            "cda_text": "A starting point, not legal advice: have your counsel read it.",
        }
        widgets = {
            "terms": forms.Textarea(attrs={"rows": 8}),
            "synopsis": forms.Textarea(attrs={"rows": 5}),
            "cda_text": forms.Textarea(attrs={"rows": 10}),
        }

    def __init__(self, *args, people, **kwargs):
        super().__init__(*args, **kwargs)
        named = [opener.user_id for opener in self.instance.openers.all()]
        for name, user in zip(("first", "second"), [*named, None, None], strict=False):
            self.fields[name].queryset = people
            self.initial[name] = user
        self.initial["first"] = self.initial["first"] or self.instance.created_by_id
        self.initial["synopsis"] = self.instance.synopsis or self.instance.program.blinded_synopsis
        self.initial["cda_text"] = self.instance.cda_text or CDA_TEXT

    @property
    def parts(self) -> list[tuple[str, list]]:
        return [
            ("Opening", [self["first"], self["second"], self["shows_submitted"]]),
            ("Terms", [self["terms"]]),
            (
                "Staged disclosure",
                [self[name] for name in ("needs_cda", "blinded_title", "synopsis", "cda_text")],
            ),
        ]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("first") and cleaned["first"] == cleaned.get("second"):
            self.add_error("second", "Choose another person, or nobody.")
        if cleaned.get("needs_cda"):
            for name in ("blinded_title", "synopsis", "cda_text"):
                if not cleaned.get(name):
                    self.add_error(name, "Needed where a CDA comes first.")
            self._keep_blind(cleaned)
        return cleaned

    def _keep_blind(self, cleaned: dict) -> None:
        program = self.instance.program
        names = {self.instance.organisation.name, program.code, program.name}
        for field in ("blinded_title", "synopsis"):
            told = [
                name
                for name in names
                if name and name.lower() in (cleaned.get(field) or "").lower()
            ]
            if told:
                self.add_error(
                    field, f"This names {', '.join(sorted(told))}: vendors read it before the CDA."
                )

    @property
    def openers(self) -> list:
        return [user for user in (self.cleaned_data["first"], self.cleaned_data["second"]) if user]

    @property
    def rules(self) -> dict:
        return {name: self.cleaned_data[name] for name in self._meta.fields}
