"""
A filterset that costs little to make: a page of the directory makes several.

django-filter copies all filters, makes a form class of their fields and copies those, to the last
of their messages, each time; none of that differs between two requests.
"""

from copy import copy
from typing import ClassVar

import django_filters as filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import slug_re
from django.utils.choices import BaseChoiceIterator

COMPARED = 5
NO_SUCH_VALUE = {"invalid_choice": "“%(value)s” is none of its values."}


class Fixed(BaseChoiceIterator):
    """Choices that no request changes: filters and forms copy all they have, each time."""

    def __init__(self, pairs):
        self.pairs = list(pairs)

    def __iter__(self):
        return iter(self.pairs)

    def __deepcopy__(self, memo):
        return self


class Alike(dict):
    """Filters or fields: a copy has its own of each, which share what they hold."""

    def __deepcopy__(self, memo):
        return {name: copy(one) for name, one in self.items()}


class CodesField(forms.MultipleChoiceField):
    """Branches, groups and leaves by their codes."""

    codes = ()  # those there are, which each form is told

    def valid_value(self, value):
        return value in self.codes


class CodesFilter(filters.MultipleChoiceFilter):
    field_class = CodesField


class SlugsField(forms.MultipleChoiceField):
    """The vendors ticked for comparing; who may not see one of them just does not see it."""

    def valid_value(self, value):
        return bool(slug_re.fullmatch(value))

    def validate(self, value):
        super().validate(value)
        if len(set(value)) > COMPARED:
            raise ValidationError(f"Up to {COMPARED} vendors can be compared side by side.")


class SlugsFilter(filters.MultipleChoiceFilter):
    field_class = SlugsField


class Frugal(filters.FilterSet):
    """Filters that share what they hold, and forms of one class for each choice of filters."""

    form_classes: ClassVar[dict[frozenset, type[forms.Form]]]

    def __init_subclass__(cls, **options):
        super().__init_subclass__(**options)
        cls.form_classes = {}

    @classmethod
    def get_filters(cls):
        return Alike(super().get_filters())

    def get_form_class(self):
        names = frozenset(self.filters)
        if names not in self.form_classes:
            for one in self.filters.values():
                one.extra["error_messages"] = NO_SUCH_VALUE
            made = super().get_form_class()
            made.base_fields = Alike(made.base_fields)
            self.form_classes[names] = made
        return self.form_classes[names]
