"""The organisation's own rules for its requests."""

from django import forms


class PolicyForm(forms.Form):
    needs_approval = forms.BooleanField(
        required=False,
        label="A second person approves each request before it is issued",
        help_text="Procurement or an admin, but never who asked. What is issued already stays.",
    )
