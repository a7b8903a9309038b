"""What people type about themselves and their colleagues."""

from django import forms

from accounts.choices import ROLES_BY_KIND, OrganisationKind, Role


class RolesForm(forms.Form):
    """The roles that exist in one kind of organisation."""

    roles = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one role."},
    )

    def __init__(self, *args, kind: OrganisationKind, **kwargs):
        super().__init__(*args, **kwargs)
        allowed = ROLES_BY_KIND[kind]
        self.fields["roles"].choices = [
            (role.value, role.label) for role in Role if role in allowed
        ]


class InviteForm(RolesForm):
    email = forms.EmailField(
        label="E-mail", help_text="They get a link to join, valid for 14 days."
    )

    field_order = ["email", "roles"]


class JoinForm(forms.Form):
    name = forms.CharField(label="Your name", max_length=150)
    password = forms.CharField(
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters; a sentence is good.",
    )
