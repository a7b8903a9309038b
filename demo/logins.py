"""The logins of the demo: one for each role, printed when the demo is ready."""

PASSWORD = "phaseline-demo"  # noqa: S105 - of fictional people in a database marked as a demo

# What a person can do there, and who.
LOGINS = (
    ("Procurement", "mina@auroral.example", "shortlists become RFPs"),
    ("Program lead", "tomas@auroral.example", "programs, needs, matches"),
    ("Evaluator", "adela@auroral.example", "scores bids, alone and without names"),
    ("Member", "jonas@auroral.example", "reads the organisation's programs"),
    ("Organisation admin", "petra@auroral.example", "invites colleagues"),
    ("Two sponsors", "noor@pinnaclebridge.example", "switches between Auroral and Lumenhart"),
    ("Second sponsor", "sigrid@halvorsund.example", "procurement at Halvorsund Biologics"),
    ("Third sponsor", "carmen@lumenhart.example", "procurement at Lumenhart Cell & RNA"),
    ("Vendor", "i.lund@brackenfell.example", "keeps the profile of Brackenfell Conjugates"),
    ("Curator", "vera@phaseline.example", "reviews listings, claims and changes in /admin/"),
    ("Superuser", "root@phaseline.example", "everything in /admin/"),
)


def table() -> str:
    """Return the logins as lines for a terminal."""
    width = max(len(role) for role, _, _ in LOGINS)
    reach = max(len(email) for _, email, _ in LOGINS)
    rows = [f"  {role:<{width}}  {email:<{reach}}  {what}" for role, email, what in LOGINS]
    return "\n".join([f"Log in with the password {PASSWORD} as:", *rows]) + "\n"
