"""The preference form: a pace for each kind whose pace is the reader's to choose."""

from zoneinfo import available_timezones

from django import forms

from notifications import kinds, paces
from notifications.choices import Pace, Weekday
from notifications.models import Preference

HOURS = [(hour, f"{hour:02}:00") for hour in range(24)]


class PreferencesForm(forms.Form):
    """
    ``cleaned_data`` is what ``services.set_preferences`` takes beside the person.

    One field of radio buttons per kind, ``pace-<kind>``; the time zone is the person's own, for
    everything Phaseline shows and sends.
    """

    hour = forms.TypedChoiceField(label="Hour", choices=HOURS, coerce=int)
    weekday = forms.TypedChoiceField(label="Weekly ones on", choices=Weekday.choices, coerce=int)
    time_zone = forms.ChoiceField(label="In the time zone")

    def __init__(self, *args, user, **kwargs):
        self.kinds = kinds.digestible()
        when = paces.digest_time(user)
        known = dict(Preference.objects.filter(user=user).values_list("kind", "pace"))
        initial = {"hour": when.hour, "weekday": when.weekday, "time_zone": user.time_zone}
        super().__init__(*args, initial=initial, **kwargs)
        zones = sorted(available_timezones() | {user.time_zone})
        self.fields["time_zone"].choices = [(zone, zone.replace("_", " ")) for zone in zones]
        for kind in self.kinds:
            self.fields[_name(kind)] = forms.ChoiceField(
                label=kind.label,
                choices=Pace.choices,
                initial=known.get(kind.name, Pace.AT_ONCE),
                widget=forms.RadioSelect,
            )

    @property
    def paces(self):
        return Pace.choices

    def rows(self):
        """Yield each kind's bound field, for the table of the page."""
        return [self[_name(kind)] for kind in self.kinds]

    @property
    def fixed(self) -> list[kinds.Kind]:
        """Return the kinds that always go at once."""
        hidden = {"digest"}
        return [
            kind for kind in kinds.everything() if not kind.may_digest and kind.name not in hidden
        ]

    def clean_time_zone(self):
        zone = self.cleaned_data["time_zone"]
        if zone not in available_timezones():
            raise forms.ValidationError("Choose a time zone from the list.")
        return zone

    def clean(self):
        data = super().clean()
        if self.errors:
            return data
        return {
            "paces": {kind.name: Pace(data[_name(kind)]) for kind in self.kinds},
            "hour": data["hour"],
            "weekday": data["weekday"],
            "time_zone": data["time_zone"],
        }


def _name(kind: kinds.Kind) -> str:
    return f"pace-{kind.name}"
