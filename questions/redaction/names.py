"""Names of people: after titles, relations and other cues, by lists, in greetings and in signatures."""

import re

from questions.redaction.introductions import introduced
from questions.redaction.kinds import MarkKind
from questions.redaction.lists import (
    bare_of,
    is_given,
    is_listed_name,
    is_ordinary,
    no_names,
    sure_given,
    words,
)
from questions.redaction.name_words import CONTRACTED, ILLNESS, MIXED, ORGANISATION, OWNED, TOKEN
from questions.redaction.places import is_town
from questions.redaction.unlisted import again, unlisted

_TOKEN = re.compile(TOKEN)
_RELATION = (
    r"(?:husband|wife|hubby|gf|bf|oh|dh|missus|fella|bro|sis|partner|boyfriend|girlfriend|fianc[eé]e?|ex"
    r"|spouse|son|daughter|mother|father"
    r"|mum|mom|mam|mama|mummy|mommy|dad|daddy|papa|parents?|brother|sister|sibling|twins?|baby|newborn"
    r"|toddler"
    r"|child|kids?|boys?|girls?|lad|little[ ]one|grandson|granddaughter|grandchild|grandmother|grandfather"
    r"|grandma|grandpa|grandad|granddad|gran|granny|nan|nana|nanna|nanny|oma|opa|abuela|aunt|auntie|aunty"
    r"|uncle|cousin"
    r"|niece|nephew|stepson|stepdaughter|stepmum|stepdad|stepfather|stepmother|(?:mother|father|brother"
    r"|sister|son|daughter)-in-law|godson|goddaughter|foster[ ](?:son|daughter|child)|friend|best[ ]friend"
    r"|mate|buddy|bestie|flatmate|roommate|housemate|neighbou?r|lodger"
    r"|colleague|co-?worker|boss|manager|supervisor|line[ ]manager|teacher|tutor|coach|trainer|carer"
    r"|caregiver|childminder|babysitter|landlord|landlady|lawyer|solicitor|social[ ]worker|key[ ]worker"
    r"|support[ ]worker|health[ ]visitor|pastor|priest|vicar|imam|rabbi)"
)
_CARER = (
    r"(?:gp|doctor|consultant|surgeon|nurse|midwife|physio|physiotherapist|therapist|counsellor|counselor"
    r"|psychologist|psychiatrist|dentist|orthodontist|hygienist|optician|optometrist|pharmacist|dietitian"
    r"|dietician|cardiologist|neurologist"
    r"|dermatologist|oncologist|rheumatologist|gynaecologist|gynecologist|urologist|paediatrician"
    r"|pediatrician|haematologist|endocrinologist|gastroenterologist|ophthalmologist|radiologist"
    r"|anaesthetist|obstetrician|osteopath|chiropractor|podiatrist|chiropodist|acupuncturist|homeopath"
    r"|specialist|registrar|receptionist|paramedic|doula|ob[/-]?gyn|obgyn|pcp|practitioner|case[ ]manager)"
)
_TITLE = (
    r"(?:(?:drs?|mr|mrs|(?-i:Ms|ms)|mx|messrs|prof|rev|fr|sr|capt|sgt|hr|dr\.?[ ]med|sig|dott|engr|barr)\.?"
    r"|doctor|miss|master|professor|sir|dame|lady|lord|reverend|father|pastor|imam|rabbi|sister|nurse"
    r"|matron|staff[ ]nurse|captain|major|sergeant|pc|judge|herr|frau|fräulein"
    r"|(?-i:M\.)|mme|mlle|madame|monsieur|mademoiselle|señora?|srta|sra|doña|signora?|dra|dottor|shri|smt"
    r"|kumari|chief|alhaji|alhaja|hajiya|mallam|auntie|aunty|aunt|uncle|tante|onkel|tía|tío|nana|nanny|nan"
    r"|granny|grandma|grandad|granddad|grandpa|cousin|baby|little|big)"
)
_CAP = r"(?-i:[^\W\d_a-z][\w'’-]{0,40}\.?)"
_FULL = (
    rf"{_CAP}(?:[ ](?:(?:van|von|de|der|den|del|della|di|da|dos|la|le|el|al|bin|binti|ben|abu|ter|ten"
    rf"|zu|y)[ ]){{0,2}}{_CAP}){{0,3}}"
)
# (cue, whether the word after it must be in the lists of names)
_CUES = [
    (rf"{_TITLE}[ ]", False),
    (r"(?:dr|prof|mr|mrs|(?-i:Ms))[.]", False),
    (r"(?:my|the[ ]patient['’]?s?|her|his|our|their|full|first|last|middle|maiden|family|sur)[ ]?(?:full[ ]"
     r"|first[ ]|real[ ]|maiden[ ]|last[ ]|legal[ ])?name(?:['’]s|[ ]is|[ ]was|:)[ ]", False),
    (r"(?:patient(?:[ ]name)?|name|nombre|nom|signed(?:[ ]by)?|from|attn|c/o|re|contact|next[ ]of[ ]kin|nok"
     r"|emergency[ ]contact)[ ]?[:=-][ ]", None),
    (r"(?:i['’]m|i[ ]am|this[ ]is|here[ ]is)[ ](?=(?-i:[^\W\d_a-z][^\W\d_A-Z]{2,20}[ ][^\W\d_a-z]))", None),
    (r"(?:i['’]m|i[ ]am|this[ ]is)[ ](?=(?-i:[^\W\d_a-z])\w{2,20}(?:,[ ]\d\d|[ ]from[ ](?-i:[^\W\d_a-z])"
     r"|[ ]and[ ](?:i|my)\b))", None),
    (r"(?:i['’]m|i[ ]am|this[ ]is|it['’]s|its|here[ ]is|je[ ]suis|ich[ ]bin|soy|me[ ]llamo|ich[ ]heiße"
     r"|mein[ ]name[ ]ist|je[ ]m['’]appelle|mi[ ]nombre[ ]es|mi[ ]chiamo)[ ]", True),
    (r"(?:me[ ]llamo|ich[ ]heiße|mein[ ]name[ ]ist|je[ ]m['’]appelle|mi[ ]nombre[ ]es|mi[ ]chiamo|call[ ]me"
     r"|i[ ]am[ ]called|i['’]m[ ]called|known[ ]as|goes[ ]by|names?[ ]him|names?[ ]her|named[ ](?:him|her)"
     r"|we[ ]called[ ](?:him|her)|nicknamed|christened|bapti[sz]ed|n[eé]e)[ ]", False),
    (rf"(?:{_RELATION}|{_CARER}|lady|man|woman|guy|bloke|boy|girl|person|someone|somebody|cat|dog|he['’]?s?"
     rf"|she['’]?s?|he[ ]is|she[ ]is|who[ ]is)[ ](?:is[ ]|was[ ])?(?:called|named)[ ]", False),
    (r"(?:called|named)[ ]", True),
    (rf"(?:(?:my|our|his|her|their|your|the|a|with|and|for|dear|ex|poor|late|eldest|youngest|oldest|older"
     rf"|younger|elder|big|little|baby|old|year-old|yr[ ]old|year[ ]old|step|twin|beloved|best|dearest"
     rf"|other|second|first|new|only)[ ])(?:{_RELATION})(?:[ ](?:is|was))?(?:[ ]in[ ]law)?,?[ ][(]?", None),
    (rf"(?:{_RELATION})[ ][(]", None),
    (rf"(?:{_CARER}|key[ ]worker|social[ ]worker|health[ ]visitor|carer)(?:,|[ ](?:is|was))?[ ](?:(?:dr|mr"
     rf"|mrs|ms|miss|prof)\.?[ ])?", None),
    (r"(?:saw|see|seen[ ]by|seeing|met|spoke[ ](?:to|with)|speak[ ](?:to|with)|spoken[ ](?:to|with)"
     r"|talked[ ](?:to|with)|under|told|asked|ask[ ]for|ask|referred[ ](?:me[ ])?(?:to|by)"
     r"|operated[ ]on[ ]by|treated[ ]by|diagnosed[ ]by|done[ ]by|by|with|for|from|to|thank(?:s|[ ]you)?"
     r"|tell|and|cc|regarding|about|of|emailed|phoned|rang|called|texted|contact|married|love|miss|brought"
     r"|call|ring"
     r"|took|told[ ]by|delivered[ ]by|caring[ ]for|care[ ]for|looking[ ]after|look[ ]after|visit|visited"
     r"|helped|let|lost|watching)[ ]", True),
    (r"(?:dear|hi|hello|hey|good[ ](?:morning|afternoon|evening|day)|greetings|hiya|namaste|salaam|hallo"
     r"|bonjour|hola|liebe|lieber|cher|chère|querid[oa])[ ,]{1,2}", None),
    (r"(?:yours(?:[ ](?:sincerely|faithfully|truly))?|(?:kind(?:est)?|best|warm(?:est)?|many"
     r"|with)?[ ]?(?:regards|wishes|thanks)|sincerely|cheers|ta|thank[ ]you(?:[ ](?:so[ ]much|very[ ]much"
     r"|in[ ]advance|all|again|for[ ]your[ ]help))?|thanks(?:[ ](?:so[ ]much|in[ ]advance|a[ ]lot|again|all"
     r"|for[ ]reading|for[ ]your[ ]help))?|love(?:[ ]from)?|lots[ ]of[ ]love|hugs|xx+|sent[ ]by"
     r"|written[ ]by|signed|mfg|viele[ ]grüße|liebe[ ]grüße|mit[ ]freundlichen[ ]grüßen|cordialement"
     r"|saludos|un[ ]saludo|gracias|merci|danke)[ ]?[,.!:–-]?\s{1,4}(?:[-–—~][ ]?)?(?:x+[ ])?", None),
]  # fmt: skip
# What follows may be written small, where a list knows it: "my husband dave".
_SMALL = re.compile(
    rf"(?<!\w)(?:(?:my|our|his|her)[ ](?:ex-)?(?:(?:\w{{2,10}}|\d{{1,2}}[ -]?(?:year|yr"
    rf"|month)s?[ -]?old)[ ])?{_RELATION}(?:[ ](?:is[ ])?called)?|my[ ]name[ ]is|my[ ]names|i(?:[ ]a)?m"
    rf"|i['’]m|my[ ]name['’]s"
    rf"|names|dr\.?|mr\.?|mrs\.?|miss|nurse|sister|auntie|aunt|uncle|called|thanks,?|cheers,?|regards,?|(?:my"
    rf"|our)[ ]gp|(?:lots[ ]of[ ])?love,?|xx?"
    rf"|this[ ]is)[\s,]{{1,3}}([^\W\d_]{{3,20}})(?:[ ]([^\W\d_]{{3,20}}))?(?!\w)",
    re.IGNORECASE,
)
_CUED = [
    (strict, re.compile(rf"(?<!\w)(?=[^\W\d_])(?:{cue})({_FULL})", re.IGNORECASE)) for cue, strict in _CUES
]
_SAYS = re.compile(
    r"['’]?s?[ ](?:and[ ](?:i|me)|said|says|told|thinks|asked|was[ ]born|is[ ](?:\d|a|my|our|his|her|now"
    r"|very|not|still|in|on)|has|had|who|reckons|suggested|mentioned|rang|phoned|noticed|woke|wants|weighs"
    r"|started|also|keeps|gets|came|went|will|can|does|did|passed|died|lives|works|,)\b",
    re.IGNORECASE,
)
_HERE = re.compile(r"[ ](?:here\b|from[ ][^\W\d_a-z]|again\b)")
_CHARITY = re.compile(r"(?<=['’]s)[ ](?:has|have|can|offers?|runs?|helps?|gives?)[ ](?!been|had|a[ ])")


def names(text):
    """(start, end, kind) of names of people."""
    found = set(_stretches(text))
    for start, end in found | set(again(text, found)):
        title = _TITLE_BEFORE.search(text, max(0, start - 14), start)
        yield title.start() if title else start, end, MarkKind.NAME


def _stretches(text):
    for strict, pattern in _CUED:
        for match in pattern.finditer(text):
            kept = _name_in(match[1], strict=strict, text=text, at=match.start(1))
            if kept:
                yield match.start(1) + kept[0], match.start(1) + kept[1]
    yield from _small(text)
    yield from _listed(text)
    yield from introduced(text)
    yield from unlisted(text)


def _name_in(found, *, strict, text, at):
    """Which part of the capital words after a cue is a name: (start, end) within, None for none."""
    kept, known, end = [], 0, 0
    for token in _TOKEN.finditer(found):
        bare = bare_of(token[0])
        if token.start() > end + 4 or (kept and not token[0][0].isupper() and token[0] not in _JOINTS):
            break
        if token[0] in _JOINTS and kept:
            continue
        if CONTRACTED.search(bare):
            break
        if bare in _TITLES and not kept:
            end = token.end()
            continue
        initial = len(bare) == 1 and found[token.end() : token.end() + 1] == "."
        barred = words("not_names") if strict is False else no_names()
        if bare in barred and not initial and not (kept and bare in words("surnames")):
            break
        if MIXED.search(token[0]):
            break
        if len(token[0]) > 1 and token[0].isupper() and len(token[0]) < 4 and bare not in sure_given():
            break
        kept.append(token)
        end = token.start() + len(bare)
        known += is_given(bare) or is_listed_name(bare) or bare in words("surnames")
        if found[token.end() : token.end() + 2] in (". ", ".\n") and len(token[0]) > 2:
            break
    if (
        not kept
        or (strict and not _is_listed(kept, known))
        or (strict is not False and ILLNESS.match(text, at + end))
    ):
        return None
    if strict is None and not _is_likely(kept, known, text=text, at=at + end):
        return None
    if len(kept) == 1 and len(bare_of(kept[0][0])) == 1:
        return None  # an initial alone
    return kept[0].start(), end


# Goes with the name: suggest() says "Dr [name removed]".
_TITLE_BEFORE = re.compile(
    r"(?<!\w)(?:dr|doctor|mr|mrs|ms|miss|mx|prof|professor|sir|dame|rev|nurse|sister|herr|frau|mme"
    r"|señora?)\.?[ ]\Z",
    re.IGNORECASE,
)
_TITLES = frozenset("mr mrs ms miss mx dr doctor prof professor".split())
_JOINTS = frozenset(
    "van von de der den del della di da dos la le el al bin binti ben abu ter ten zu y".split()
)


def _is_listed(kept, known):
    """A given name of the sure list, or two words of which one is a name."""
    first = bare_of(kept[0][0])
    return is_given(first) or (
        len(kept) > 1 and known > 0 and not is_town(" ".join(token[0] for token in kept))
    )


def _is_likely(kept, known, *, text, at):
    """After a relation or in a greeting: anything a list knows, or a word that is no town, body or brand."""
    if known or len(kept) > 1:
        return not ORGANISATION.match(text, at)
    word = kept[0][0]
    return not is_town(word) and not word.isupper() and len(word) > 2 and not is_ordinary(word.lower())


def _small(text):
    for match in _SMALL.finditer(text):
        first = match[1].lower()
        if (
            match[1][0].islower()
            and (is_given(first) or first in words("given_small"))
            and first not in no_names()
        ):
            second = match[2] or ""
            end = (
                match.end(2)
                if second.lower() in words("surnames") and second.lower() not in _COMMON
                else match.end(1)
            )
            yield match.start(1), end


_COMMON = frozenset(
    "more may long lang best power price sharp savage cook hill moon park wall fall young swift winter "
    "summers in so do hung song sun lower ran van le ho".split()
)


def _listed(text):
    """Given names with a capital, and whatever capital words follow them; family names beside another capital word."""
    tokens = list(_TOKEN.finditer(text))
    place = 0
    while place < len(tokens):
        size = _listed_at(text, tokens, place)
        if size:
            last = tokens[place + size - 1]
            yield tokens[place].start(), last.start() + len(bare_of(last[0]))
        place += size or 1


def _listed_at(text, tokens, place):
    """How many words from here on are a name that the lists know, 0 for none."""
    token = tokens[place]
    bare = bare_of(token[0])
    if not token[0][0].isupper() or (token[0].isupper() and len(token[0]) > 1):
        return 0
    if text[max(0, token.start() - 4) : token.start()].lower().endswith(("st ", "st. ", "aint ")):
        return 0  # a church, a hospital, a herb
    if CONTRACTED.search(bare) or MIXED.search(token[0]) or _CHARITY.match(text, token.end()):
        return 0
    sure = is_given(bare) and bare not in no_names()
    maybe = sure or bare in words("given_words")
    size = _run(text, tokens, place)
    following = [bare_of(one[0]) for one in tokens[place + 1 : place + size]]
    end = tokens[place + size - 1].end()
    if (
        ILLNESS.match(text, tokens[place].start() + len(bare))
        or ILLNESS.match(text, end)
        or ORGANISATION.match(text, end)
    ):
        return 0
    if size > 1 and is_town(text[token.start() : end]):
        return 0
    if sure:
        return size
    if following and is_given(following[0]) and (bare in words("surnames") or bare in words("eponyms")):
        return size  # the family's name first
    if (
        maybe
        and following
        and not _starts_sentence(text, token)
        and bare not in no_names()
        and bare not in _MONTHS
    ):
        return size
    if maybe and any(word in words("surnames") for word in following) and bare not in _MONTHS:
        return size
    if maybe and bare not in no_names() and OWNED.match(text, token.start() + len(bare)):
        return 1
    if (
        maybe
        and bare not in no_names()
        and _HERE.match(text, token.start() + len(bare))
        and not is_town(bare)
    ):
        return size
    if (
        bare in words("given_capitals")
        and not _starts_sentence(text, token)
        and not _after_capitals(text, token)
    ):
        return size
    if (
        maybe
        and bare not in no_names()
        and not is_town(bare)
        and _SAYS.match(text, token.start() + len(bare))
        and not _starts_sentence(text, token)
    ):
        return 1
    if (
        following
        and following[0] in words("surnames")
        and bare not in no_names()
        and len(bare) > 2
        and not _starts_sentence(text, token)
    ):
        return size if bare not in words("surnames") or size == 2 else 0
    return 0


_MONTHS = frozenset("april may june july august march".split())


def _run(text, tokens, place):
    """How many capital words stand together from here, four at most; words that are no names end them."""
    size = 1
    while size < 4 and place + size < len(tokens):
        last, token = tokens[place + size - 1], tokens[place + size]
        between = text[last.end() : token.start()]
        initial = len(last[0]) == 1 and between == ". "
        if (between not in (" ", "-", "\n") and not initial) or last[0].endswith(("'s", "’s")):
            break
        if between == "\n" or not token[0][0].isupper() or (len(token[0]) > 1 and token[0].isupper()):
            break
        if bare_of(token[0]) in no_names() and bare_of(token[0]) not in words("surnames"):
            break
        size += 1
    return size


def _starts_sentence(text, token):
    before = text[max(0, token.start() - 3) : token.start()].rstrip(" \"“'(")
    return not before or before[-1] in ".!?:\n-–•"


def _after_capitals(text, token):
    """Whether an abbreviation stands before: "FND Hope" is no person."""
    before = text[max(0, token.start() - 12) : token.start()].split()
    return bool(before) and len(before[-1]) > 1 and before[-1].isupper()
