"""The patterns of `answers.advice.contact`: the long ones in contact_rules.txt, numbers and what is no contact here.

Those in small letters read `questions.likeness.plain` text.
"""

import re

from answers.advice.rules import joined, load

_RULES = load("contact_rules.txt")
MAIL = joined(_RULES, "mail")
SITE = joined(_RULES, "site")
SOCIAL_LINK = joined(_RULES, "social_link")
SOCIAL = joined(_RULES, "social")
OWN_ACCOUNT = joined(_RULES, "own_account")
CALLS = joined(_RULES, "calls")
HELP_LINE = joined(_RULES, "help_line")
PHONE_SHAPE = joined(_RULES, "phone_shape")
ADDRESS = joined(_RULES, "address")
PLACE = joined(_RULES, "place")
INVITATION = joined(_RULES, "invitation")

URL = re.compile(r"https?://[^\s<>)\]\"']{1,500}|www\.[^\s<>)\]\"']{1,300}", re.I)
TOKEN = re.compile(r"[a-z]+|\d+")
# A source written as one, wherever it stands: title | address.
SOURCE_LINE = re.compile(r"\|\s?https?://\S{4,300}\s*\Z")
# "@ 5 mg", "@home": no account.
UNMEANT_HANDLE = re.compile(r"@\s?\d[\w.]*|@(?:home|night|bedtime|work|least|once|all|rest)\b")
WARNS = re.compile(
    r"\b(?:avoid|beware|don'?t (?:trust|rely|believe)|never|ignore|rather than|instead of|careful with)\b"
)
ELSEWHERE = re.compile(
    r"\b(?:outside|off|away from|rather than (?:on|through)|instead of (?:on|through)) (?:of )?(?:this|the) "
    r"(?:site|platform|portal|website|app|forum)\b"
)
THROUGH_SITE = re.compile(
    r"\b(?:here(?!'s| is\b| are\b)|this (?:site|page|platform|portal|thread|website|service)"
    r"|follow[- ]?ups?(?: question)?"
    r"|through the (?:site|portal)|askwell)\b"
)

# -- Telephones --------------------------------------------------------------------------------------------

DIGITS = re.compile(
    r"(?<![\w.,/+])[+(]{0,2}\d(?:(?:[ ().*_–·/\u00a0-]{0,3}|(?<=-\d),[ ])\d){6,15}(?![\w%]|[.,/]\d)"
)
NO_PHONE_BEFORE = re.compile(
    r"(?:doi|pmid|pmc|isbn|issn|nct|icd|trial|registration|gmc|licen[cs]e|batch|lot|reference|ref|article"
    r"|version|page|pp|vol)"
    r"[\s:.#/]{0,3}(?:no\.?|number|n°)?[\s:.#/]{0,3}\Z",
    re.I,
)
NO_PHONE_AFTER = re.compile(
    r"\s?(?:mg|ml|mcg|µg|ug|iu|units?|kcal|calories|steps|cells|per\b|/|µl|ul|mmhg|people|women|men"
    r"|children|patients|births|years?|days?"
    r"|hours?|weeks?|kg|g\b|cfu|copies|participants|adults|euros?|pounds|dollars)",
    re.I,
)
# Two years, a date, thousands, ranges.
NO_PHONE = re.compile(
    r"(?:19|20)\d\d ?[-–/] ?(?:19|20)\d\d|\d{1,4}[-./]\d{1,2}[-./]\d{2,4}|[1-9]\d{0,2}(?:[ \u00a0.]000)+"
    r"|[1-9]\d{0,2}(?:[ .]\d{3})* ?[-–] ?[1-9]\d{0,2}(?:[ .]\d{3})*"
    r"|\d{2,3}/\d{2,3}(?:[ -]+\d{2,3}/\d{2,3})+|[1-9]0{6,}"
)
# Free to call, as help lines are: in Britain and much of Europe, in Australia, in North America.
FREE_NUMBER = re.compile(r"(?:00?44)?0?80[08]\d|1800\d{6}\Z|1?8(?:00|33|44|55|66|77|88)\d{7}\Z")
# Whose line it is: "my", or one person's who is to be asked for.
ONES_OWN = re.compile(
    r"\b(?:me|my|mine|our|(?<!the )us|i|i'm|i'll|we)\b|\bask for (?!help|advice|a |an |the |your|more|it\b|them\b)\w"
)
DIGIT_WORDS = {
    "zero": 0, "oh": 0, "o": 0, "nought": 0, "naught": 0, "nil": 0, "one": 1, "two": 2, "three": 3, "four": 4,
    "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "null": 0,
    "eins": 1, "zwei": 2, "zwo": 2, "drei": 3, "vier": 4,
    "funf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9,
}  # fmt: skip
TIMES = {"double": 2, "triple": 3, "treble": 3}
_LETTER_DIGITS = re.compile(r"(?<![A-Za-z])(?=[\dOoIl]*\d[\dOoIl]*\d)[\dOoIl]{3,15}(?![A-Za-z])")


def as_digits(text):
    """`text` with the letters O, I and l between digits as the digits they stand for."""
    return _LETTER_DIGITS.sub(lambda found: found[0].translate(str.maketrans("OoIl", "0011")), text)
