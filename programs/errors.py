class ProgramError(Exception):
    """A move that the rules of a program refuse; its text is a sentence for the user."""
