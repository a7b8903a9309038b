"""A note on a shortlisted vendor, and a colleague to show the list to."""

from django import forms

from accounts.models import User


class NoteForm(forms.Form):
    note = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )


class ShareForm(forms.Form):
    """Pick a colleague who may see the program and has not been told yet."""

    colleague = forms.ModelChoiceField(
        queryset=User.objects.none(), empty_label="Choose a colleague"
    )
    message = forms.CharField(
        required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data=None, *, shortlist, by, **kwargs):
        super().__init__(data, **kwargs)
        self.fields["colleague"].queryset = (
            User.objects.filter(memberships__organisation=shortlist.organisation_id, is_active=True)
            .exclude(pk=by.pk)
            .exclude(pk__in=shortlist.shares.values("user"))
        )
