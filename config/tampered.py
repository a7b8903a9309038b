"""Refuse what no link of the admin says and its lists cannot answer."""

from django.core.exceptions import BadRequest

LONGEST_NUMBER = 18  # digits that surely fit into PostgreSQL's bigint


class TamperedAdminQueryMiddleware:
    """Answer 400 to a query string of the admin with a NUL character or a number beyond bigint."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if request.resolver_match.app_name == "admin":
            values = [value for _, values in request.GET.lists() for value in values]
            if any(map(_is_unanswerable, values)):
                raise BadRequest("The query string holds what no column can.")


def _is_unanswerable(value: str) -> bool:
    return "\0" in value or (value.isdecimal() and len(value) > LONGEST_NUMBER)
