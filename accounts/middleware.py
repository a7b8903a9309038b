"""Every request is one transaction that acts for the user's organisation."""

from audit import acting


class ActingMiddleware:
    """
    Open a transaction and tell PostgreSQL for whom it acts.

    ``for_user`` and row-level security use the same membership. ATOMIC_REQUESTS puts a savepoint
    around the view inside it, so that an error takes back what the view wrote and the error page
    can still read.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        organisation_id = user.organisation_id if user.is_authenticated else None
        with acting.as_organisation(organisation_id):
            return self.get_response(request)
