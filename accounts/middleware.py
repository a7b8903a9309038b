"""Every request is one transaction that acts for the user's organisation."""

from contextlib import nullcontext

from audit import acting

READING = ("GET", "HEAD", "OPTIONS")


class ActingMiddleware:
    """
    Open a transaction and tell PostgreSQL for whom it acts.

    ``for_user`` and row-level security use the same membership. ATOMIC_REQUESTS puts a savepoint
    around the view inside it, so that an error takes back what the view wrote and the error page
    can still read. What may write also says who does, for the history of facts.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        organisation_id = user.organisation_id if user.is_authenticated else None
        writes = user.is_authenticated and request.method not in READING
        who = acting.noting(by=str(user), user=user.pk) if writes else nullcontext()
        with acting.as_organisation(organisation_id), who:
            return self.get_response(request)
