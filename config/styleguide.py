"""What the style guide shows: real forms, real pages of rows and real marks, in every state."""

from django import forms
from django.core.paginator import Paginator

from vendors.choices import DosageForm, Evidence, Phase

LEVELS = [
    (1, "The vendor says so", "Outline"),
    (2, "A document is on file", "Hatched"),
    (3, "An authority lists it", "Solid"),
    (4, "Someone went and looked", "Solid, with a point"),
    ("u", "Nobody has said", "Dashed, empty"),
    ("n", "A confirmed no", "A dash"),
]
STRIP = ["u", "n", 1, 2, 2, 3, 4, 4]
GRID = [
    ("M4.16", "Lyophilisation", [None, 2, 4, 4, 4, 3, 3, 3]),
    ("M4.18", "Potent fill", [None, None, 4, 4, 3, 3, "u", None]),
    ("M4.17", "Syringe filling", [None, None, "n", "n", "n", "n", "n", "n"]),
]
COLOURS = [
    ("sw-paper", "Paper", "--paper"),
    ("sw-surface", "Surface", "--surface"),
    ("sw-sunken", "Sunken", "--sunken"),
    ("sw-ink", "Ink", "--ink"),
    ("sw-ink2", "Ink, second", "--ink-2"),
    ("sw-ink3", "Ink, third", "--ink-3"),
    ("sw-edge", "Control edge", "--edge-control"),
    ("sw-accent", "Accent", "--accent"),
    ("sw-wash", "Accent wash", "--wash"),
    ("sw-good", "Good", "--good"),
    ("sw-warn", "Caution", "--warn-fill"),
    ("sw-bad", "Bad", "--bad"),
]
PARTNERS = [
    ("a", "Bf", "Brackenfell"),
    ("b", "Cv", "Cindervale"),
    ("c", "Hm", "Hallowmere"),
    ("d", "Oq", "Orrin Vale"),
    ("e", "Pk", "Pellworth"),
]
TYPE = [
    ("ty-title", "Page title", "26 / 620"),
    ("ty-figure", "78.4 to 88.9", "22 / 560"),
    ("ty-lead", "Section title", "16 / 620"),
    ("", "Running text, one idea to a sentence", "14 / 400"),
    ("ty-table", "Table and facet text, 0123456789", "13 / 400"),
    ("ty-small faint", "Captions, hints, provenance", "12 / 400"),
    ("ty-axis faint", "DISC PRE P1 P2 P3 REG COM PMK", "11 / 400"),
]
SPACES = [(1, 4), (2, 8), (3, 12), (4, 16), (5, 24), (6, 32), (7, 48)]
# Icons are only shown here, so their names are listed here; a test compares them with the sprite.
ICONS = [
    "ask",
    "back",
    "bell",
    "bounce",
    "check",
    "clock",
    "dash",
    "doc",
    "down",
    "edit",
    "ext",
    "info",
    "lock",
    "mail",
    "menu",
    "plus",
    "save",
    "search",
    "swap",
    "theme",
    "turn",
    "user",
    "users",
    "warn",
    "x",
]
TYPED = {
    "title": "AUR-114 drug substance and fill-finish",
    "batch_size": "twenty",
    "form": DosageForm.LYO,
    "due_on": "2026-12-04",
    "phases": [Phase.P2, Phase.P3, Phase.REG],
    "evidence": Evidence.DOCUMENTED,
    "synopsis": "Antibody-drug conjugate for a solid tumour, lyophilised vial, Phase 2 in 2027.",
    "show_synopsis": "on",
}


class ExampleForm(forms.Form):
    """One field of every sort, some of them filled in wrongly."""

    title = forms.CharField(help_text="Vendors see this before they sign a CDA.")
    batch_size = forms.IntegerField(
        widget=forms.TextInput,
        help_text="In vials.",
        error_messages={"invalid": "Give a number of vials, for example 20000."},
    )
    form = forms.ChoiceField(label="Dosage form", choices=DosageForm.choices)
    due_on = forms.DateField(
        label="Bids due",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The day ends in the RFP's time zone.",
    )
    phases = forms.MultipleChoiceField(
        choices=Phase.choices, widget=forms.CheckboxSelectMultiple(attrs={"class": "phasepick"})
    )
    evidence = forms.ChoiceField(
        label="Evidence, at least", choices=Evidence.choices, widget=forms.RadioSelect
    )
    synopsis = forms.CharField(
        label="Blinded synopsis",
        widget=forms.Textarea(attrs={"rows": 3}),
        required=False,
        help_text="No code name, no target, no company.",
    )
    package = forms.FileField(required=False, help_text="PDF, at most 20 MB.")
    show_synopsis = forms.BooleanField(
        label="Show the synopsis to invited vendors before the CDA", required=False
    )

    def clean_due_on(self):
        raise forms.ValidationError("Choose a day after the answers, 7 Dec 2026.")


def context() -> dict:
    return {
        "levels": LEVELS,
        "strip": STRIP,
        "grid": GRID,
        "phases": Phase,
        "colours": COLOURS,
        "partners": PARTNERS,
        "type": TYPE,
        "spaces": SPACES,
        "icons": ICONS,
        "form": ExampleForm(TYPED),
        "page": Paginator(range(1, 32), 10).page(2),
    }
