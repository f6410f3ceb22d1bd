"""Questions of the patient that no part of the answer seems to touch. English only; it says "perhaps"."""

import re
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.utils.translation import gettext as _

from answers.advice.items import Group, Item
from answers.advice.texts import is_english, quote, sentences

MOST_QUESTIONS = 20
TOUCHED = 0.5  # of a question's weight that the answer must hold
COMMON = 0.3  # weight of a word that the rest of the query has too: it is what all of it is about
QUESTION_MARK = re.compile(r"[?؟]")
BEGINNING = re.compile(
    r"(?:and |but |so |also |or |hi |hello |dear doctor |doctor |please |then |if so |now |\W){0,3}"
    r"(?:what|why|how|when|where|which|who|whether|can|could|should|shall|would|will|do|does|did|is|are|am"
    r"|was|may|might|must"
    r"|has|have (?:i|you|we|they)|any (?:idea|advice|suggestion|risk|chance)"
    r"|(?:please )?(?:tell|advise|suggest|explain|let) (?:me|us|what|how|whether|if|on)"
    r"|i (?:want|wanted|would like|wish|need|d like|'d like) to (?:know|ask|understand)|i (?:am|was"
    r"|'m) wondering|i wonder"
    r"|my question|not sure (?:if|whether|what)|wondering (?:if|whether|what)"
    r")\b",
    re.I,
)
# "Is" and its like begin a question only before whom or what they ask about.
ASKS = re.compile(
    r"(?:and |but |so |also |or )?(?:can|could|should|shall|would|will|do|does|did|is|are|am|was|may|might|must|has) "
    r"(?:i|it|this|that|there|the|my|he|she|we|they|you|these|those|someone|anyone|a|an)\b",
    re.I,
)
_DOES = "(?:is|are|am|was|were|do|does|did|can|could|should|shall|will|would|has|have|may|might|to)"
WONDERS = re.compile(
    rf"(?:and |but |so |also |or )?(?:(?:what|why|how|which|who)(?: \w{{1,20}}){{0,3}}|when|where) {_DOES}\b"
    r"|.{0,40}\b(?:know|ask|tell|advise|suggest|explain|wonder\w*|question|sure|idea|whether)\b",
    re.I,
)
TOKEN = re.compile(r"\d+(?:[.,]\d+)?|[^\W\d_]+(?:[-'’][^\W\d_]+){0,4}")
DURATION = re.compile(
    r"\b(?:\d{1,4}|a|an|one|two|three|four|five|six|seven|eight|ten|twelve|few|several|some|many|within)"
    r"(?:(?: to | or | ?[-–] ?)\w{1,6})?[ -](?:minute|hour|day|week|month|year)s?\b"
    r"|\b(?:lifelong|forever|for life|weeks|months|years|days|hours)\b",
    re.I,
)
LITTLE = frozenset(
    """a about all also am an and any anybody anyone anything are as ask at be been being but by can cannot could did do
    does doing dont don't doctor dear please thanks thank you your yours else even ever every few for from further get
    gets getting give given go going good got had has have having he hello help her here hers hi him his how however i
    i'd i'll i'm i've idea if in into is isn't it it's its itself just kind know let like likely made make makes many
    matter may maybe me mean means might mine more most much must my myself need needs no nor not now of off okay on
    once one only or other our out over own perhaps possible possibly possibility chance question questions
    quite rather really regards say
    see seem seems shall she should since sir so some somebody someone something soon sort still such
    suggest sure take
    taking tell than that that's the their them then there there's these they thing things think this those though
    through to too try under until up upon us use used using very want wanted was way we well were what what's when
    where whether which while who whom whose why will with without wonder wondering would yes yet you're advice advise
    explain understand mention exactly actually anyway currently today always never often due happen
    happening happens right
    able currently already again back come comes coming keep keeps look looks long difference between instead""".split()
)
ENDINGS = "ations ation ments ment ness ings ing ies ied ers est ed es ly er s y e".split()
# What some questions ask for without naming it.
HOW_LONG = re.compile(
    r"\bhow (?:long|soon|many (?:days|weeks|months))\b|\bwhen (?:will|can|should|do)\b", re.I
)
WHAT_TO_DO = re.compile(
    r"\b(?:what (?:should|can|do|could|shall|must) (?:i|we|he|she|they|you) (?:do|try|take|suggest|advise"
    r"|recommend)|what to do|what now"
    r"|what next|next steps?|any (?:advice|suggestions?|ideas?)|(?:please|kindly) (?:help|advise|suggest))\b",
    re.I,
)
WHETHER_TO_GO = re.compile(
    r"\b(?:see|visit|go to|ring|call|consult|speak to|go and see) (?:a |an |my |the |to )?(?:doctor|gp"
    r"|hospital|specialist|a&e|er|emergency|clinic)",
    re.I,
)


def unanswered(parts, *, texts):
    """The helper. `texts` are the query's title, its text and the patient's replies."""
    whole = "\n".join(texts)
    answer = "\n".join(part.text for part in parts)
    if not is_english(whole) or not is_english(answer):
        return None
    asked = questions_in(texts)
    said = stems(answer)
    items = [
        Item(_("Perhaps not answered yet:"), quote=quote(one))
        for one in asked
        if not is_touched(one, query=whole, said=said, answer=answer, parts=parts)
    ]
    return Group("unanswered", _("Questions of the patient"), items)


def questions_in(texts):
    """The questions in some texts, in order, each once; with or without a question mark."""
    found: dict[str, None] = {}
    for text in texts:
        for sentence in sentences(text):
            for piece in re.split(r"(?<=[?؟])\s{0,3}", sentence):
                if is_question(piece.strip()):
                    found.setdefault(piece.strip())
    return list(found)[:MOST_QUESTIONS]


def is_question(piece):
    if QUESTION_MARK.search(piece):
        return True
    if len(piece) > 300 or not BEGINNING.match(piece):
        return False
    return bool(ASKS.match(piece) or WONDERS.match(piece))


def is_touched(question, *, query, said, answer, parts):
    """Whether the answer seems to speak of what a question asks; one without words of its own counts as touched."""
    filled = {part.name for part in parts}
    if WHAT_TO_DO.search(question) and "self_care" in filled:
        return True
    if WHETHER_TO_GO.search(question) and filled & {"help_non_urgent", "help_urgent", "help_emergency"}:
        return True
    if HOW_LONG.search(question):
        return bool(DURATION.search(answer))
    asked = concepts(question)
    if not asked:
        return True
    elsewhere = stems(query.replace(question, " ", 1))
    weights = [(COMMON if one & elsewhere else 1.0, bool(one & said)) for one in asked]
    return sum(weight for weight, met in weights if met) >= TOUCHED * sum(weight for weight, _met in weights)


def concepts(text):
    """What a text speaks of: for each word that says something, the stems of all words for the same thing."""
    found: dict[frozenset, None] = {}
    for token in TOKEN.findall(text.lower().replace("’", "'")):
        if token in LITTLE or (len(token) < 3 and not token.isdigit()):
            continue
        own = stem(token)
        found.setdefault(frozenset({own}).union(*_topics().get(own, ())))
    return list(found)


def stems(text):
    """The stems of a text's words, and of its runs of two and three that mean one thing."""
    row = [stem(token) for token in TOKEN.findall(text.lower().replace("’", "'"))]
    runs = {f"{one}-{other}" for one, other in pairwise(row)}
    return set(row) | (runs & _compound())


@lru_cache(maxsize=8192)
def stem(word):
    """A word without its ending; crude, and the same for question and answer, which is all that is needed."""
    if "-" in word:
        return "-".join(stem(piece) for piece in word.split("-"))
    word = word.removesuffix("'s")
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    return word[:-1] if len(word) > 4 and word[-1] == word[-2] else word


@lru_cache(maxsize=1)
def _topics():
    """stem → the sets of stems that stand on a line with it in topics.txt."""
    table: dict[str, list[frozenset]] = {}
    for line in (Path(__file__).parent / "topics.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            row = frozenset(stem(word) for word in line.split())
            for one in row:
                table.setdefault(one, []).append(row)
    return table


@lru_cache(maxsize=1)
def _compound():
    return {one for one in _topics() if "-" in one}
