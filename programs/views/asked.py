"""What a form or an address names by its id."""

from django.core.exceptions import ValidationError
from django.forms import ModelChoiceField
from django.http import Http404

from vendors.models import Vendor


def vendor(user, pk: str) -> Vendor:
    """Return a vendor that the user may see; an unknown id, or what is no number, is a 404."""
    try:
        return ModelChoiceField(Vendor.objects.for_user(user)).clean(pk)
    except ValidationError as error:
        raise Http404 from error
