"""
Tell a natural person from a firm by the name alone.

Registers of compliance actions hold clinical investigators. They are people, not vendors, and are
left out. The rule, in this order:

1. A word of business (Inc, GmbH, d.o.o., Laboratories, Clinic, ...) or a web address makes it a firm.
2. A title or degree (Dr, M.D., Ph.D., D.O., ...) makes it a person.
3. Two to eight plain words with a single initial before the last ("J. Robert Flamini",
   "Richard W. Foltin") make it a person; "a" and the Spanish "Y" (and) are no initials.
4. Two to eight plain words beginning with a common given name make it a person; "Weiner, Gilbert R."
   is read as "Gilbert R. Weiner".

Everything else is a firm. The rule leans on the cautious side: a firm left out can be entered by
hand, a person taken in should not have been.
"""

import re

BUSINESS = re.compile(
    r"""\b(
    inc|incorporated|llc|l\.l\.c|llp|lp|l\.p|ltd|limited|corp|corporation|co|company|companies|plc|gmbh|ag|kg|
    s\.?\s?a|s\.?p\.?a|s\.?r\.?l|s\.?a\.?s|s\.?\s?de\s?r\.?\s?l|b\.?v|n\.?v|a/s|ab|oy|aps|d\.\s?o\.\s?o|doo|
    z\s?o\.?\s?o|sdn|bhd|pte|pty|pvt|private|pt|lda|unipessoal|sirketi|pllc|p\.c|group|holdings?|enterprises?|
    laborator(y|ies|ios)|labs?|pharma\w*|biotech\w*|biologics?|biosciences?|sciences?|lifesciences?|
    industr(y|ies|ias)|international|products?|health\w*|medic(al|ine|ines)|hospital|clinic|center|centre|
    institute?|university|college|foundation|services?|solutions?|systems?|technolog(y|ies)|therap(y|ies|eutics)|
    store|shop|market|meds|drugs?|ltda|pc|sau|trading|imports?|exports?|distribut\w*|manufactur\w*|supply|supplies|
    wellness|nutrition\w*|nutraceuticals?|naturals?|botanicals?|herbs?|herbal|cosmetics?|skin\w*|beauty|
    fertility|infusions?|apothecary|compounding|chem\w*|foods?|farms?|hemp|cbd|oils?|brands|global|worldwide|
    partners|ventures|associates|irb|board|network|online|usa|plus
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
TITLE = re.compile(
    r"""\b(dr|prof)\b\.?\s|
    \b(m\.?\s?d|ph\.?\s?d|d\.?\s?o(?!\.?\s?o)|d\.?p\.?m|d\.?d\.?s|d\.?m\.?d|d\.?v\.?m|pharm\.?\s?d|d\.?c|n\.?d|
    m\.?b\.?b\.?s|m\.?p\.?h|r\.?n|r\.?ph|f\.?a\.?c\.?p)\b\.?(?=[\s,]|$)""",
    re.IGNORECASE | re.VERBOSE,
)
WEB_ADDRESS = re.compile(r"\w\.[a-z]{2,6}$|\w\.[a-z]{2,6}\s*/", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_][^\W\d_'’-]*(?:[-'’][^\W\d_]+)*\.?")
INITIAL = re.compile(r"(?!Y$)[^\W\d_a-z]\.?")
GIVEN_NAMES = frozenset(
    """
    aaron adam adolfo ahmed alan albert alejandro alexander alfred ali alice amanda amy ana andrea andrew
    andrey anil arkadiy benedict chris denny eugen eyal galyna gilbert jay lamar lesa lloyd lorna malcolm michele
    nurettin ric rogerio sinan
    sreedhar angela anita ann anna anne anthony antonio arthur barbara benjamin beth betty brandon brenda brian bruce
    carl carlos carmen carol caroline catherine charles christian christina christine christopher claudia craig
    cynthia daniel david deborah debra dennis diana diane donald donna dorothy douglas edward elena elizabeth
    emily emma eric ernest eugene eva evelyn faro fernando frances francis francisco frank fred frederick gary
    george gerald gloria gregory harold harry heather helen henry howard hugh ignacio irene isaac ivan jack
    jacqueline james jane janet jason javier jean jeffrey jennifer jeremy jessica joan joe john jonathan jorge
    jose joseph joshua joyce juan juanita judith julia julian julie justin karen karl katherine kathleen keith
    kelly kenneth kevin kimberly konrad larry laura lauren lawrence leonard lisa louis lucas luis lynn marc
    marco margaret maria marie marilyn mario mark martha martin mary matthew megan melissa michael michelle
    miguel mohamed mohammed monica nancy natalia natalie nicholas nicole olga oscar pablo pamela patricia
    patrick paul paula pedro peter philip rachel ralph ramon raymond rebecca ricardo richard robert roberto
    roger ronald rosa roy russell ruth ryan samuel sandra sara sarah scott sergio sharon shirley simon sophia
    stanley stephanie stephen steven susan teresa theodore theresa thomas timothy tyrone vasyl veronica victor
    victoria vincent virginia walter wayne william yara zachary
    """.split()  # noqa: SIM905 - a paragraph of names reads better than a column
)


def is_natural_person(name: str) -> bool:
    """Say whether a register's name is a person's, by the rule above."""
    if BUSINESS.search(name) or (" " not in name and WEB_ADDRESS.search(name)):
        return False
    if TITLE.search(name):
        return True
    words = _given_name_first(name).split()
    if not 2 <= len(words) <= 8 or not all(WORD.fullmatch(word) for word in words):
        return False
    has_initial = any(INITIAL.fullmatch(word) for word in words[:-1])
    return has_initial or words[0].lower() in GIVEN_NAMES


def _given_name_first(name: str) -> str:
    """Turn ``Weiner, Gilbert R.`` round; a name without a comma stays as it is."""
    surname, comma, given = name.partition(",")
    return f"{given.strip()} {surname}" if comma else name
