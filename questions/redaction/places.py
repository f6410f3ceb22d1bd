"""Places smaller than a region: postcodes, streets, hospitals and schools, towns by their names or after a cue."""

import re

from questions.redaction.kinds import MarkKind
from questions.redaction.lists import countries, longest, no_names, sections, words

_CAP = r"(?-i:[^\W\d_a-z][\w'’.-]{0,30})"
_CAPS = (
    rf"{_CAP}(?:[ -](?:{_CAP}|of|the|and|&|de|la|le|du|des|upon|on|under|in|y|del|am|an|der|zum|zur)){{0,5}}"
)
_POSTCODES = [
    r"(?<!\w)(?:gir ?0aa|[a-pr-uwyz](?:\d{1,2}|[a-hk-y]\d(?:\d|[a-hj-km-pr-y])?"
    r"|\d[a-hjkps-uw])\s?\d[abd-hjlnp-uw-z]{2})(?!\w)",
    r"(?<!\w)(?-i:[A-Z]\d[A-Z])[ -]?(?-i:\d[A-Z]\d)(?!\w)",  # Canada
    r"(?<!\w)(?-i:[AC-FHKNPRTV-Y]\d[\dW])[ ]?(?-i:(?=[A-Z\d]{0,3}\d)[A-Z\d]{4})(?!\w)",  # Ireland
    r"(?<![\w-])\d{5}-\d{4}(?![\w-])",  # United States
    r"(?<!\w)(?-i:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]|PA|RI|S[CD]"
    r"|T[NX]|UT|V[TA]|W[AVIY])\.?,?[ ]\d{5}(?!\w)",
    r"(?<!\w)(?-i:NSW|VIC|QLD|WA|SA|TAS|ACT|NT)[ ,]{1,2}\d{4}(?!\w)",
    r"(?<!\w)(?-i:\d{4}[ ]?[A-Z]{2})(?=[ ,]{1,2}(?-i:[A-Z][a-z]))",  # Netherlands, before the town
    rf"(?<![\w.-])(?:d-|f-|a-|ch-|e-|i-|pl-|b-|nl-|dk-"
    rf"|s-)?\d{{2}}-?\d{{3}}[ ](?={_CAP})(?P<town>{_CAP}(?:[ -]{_CAP}){{0,2}})",
    r"(?<![\w.-])\d{5}-\d{3}(?![\w-])",  # Brazil
    rf"(?<!\w)(?P<town2>{_CAP})[ ,-]{{1,3}}\d{{3}}[ ]?\d{{3}}(?![\w.,]?\d)",  # India, after the town
]
_POSTCODE_CUE = re.compile(
    r"(?<!\w)(?:post[ ]?code|postal\s(?:code|area)|zip(?:[ ]?code)?|pin[ ]?code|plz|eircode|cp"
    r"|código\spostal|code\spostal)(?:\s(?:is|area|of"
    r"|starts(?:\swith)?))?[: ]{1,3}((?=\w{0,6}\d)\w{2,8}(?:[ -](?=\w{0,4}\d)\w{2,5})?)",
    re.IGNORECASE,
)
_OUTCODE = re.compile(
    r"(?<!\w)(?:in|near|around|from|the|live\sin|lives\sin)\s((?-i:[A-Z]{1,2}\d{1,2}[A-Z]?))(?=[.,;)]"
    r"|\s(?:area|and|postcode|part|district)\b|\Z)"
)
_NO_OUTCODE = re.compile(
    r"(?:[BDKEHTALCSV]\d{1,2}|T\d{1,2}|L\d|S\d|C\d|CD\d+|CA\d+|CT\d?|PH\d|FT\d|IL\d|MS\d|PD\d|GP\d|BP\d"
    r"|AB\d|Q\d|P\d|H\dN\d)\Z"
)
_ROAD = (
    r"(?:street|st|road|rd|avenue|ave|lane|ln|drive|close|crescent|cres|terrace|gardens|grove|court|ct"
    r"|place|pl|square|sq|walk|row|mews|hill|parade"
    r"|boulevard|blvd|highway|hwy|parkway|pkwy|circle|cir|trail|way|rise|view|green|park|wharf|quay|gate"
    r"|vale|fold|croft|yard|alley|nagar|marg|chowk|layout|colony|enclave|sector|vihar|puram|estate|heights"
    r"|villas|cottages|house|tower|towers|apartments|mansions|lodge|buildings|plaza|crossing)"
)
_ADDRESSES = [
    rf"(?<![\w.,/-])(?:(?:flat|apt|apartment|unit|suite|room|house|plot|no\.?"
    rf"|door)\s?(?:no\.?\s?)?\w{{1,5}},?\s)?\d{{1,5}}[a-z]?,?\s(?:(?:north|south|east|west|n|s|e"
    rf"|w)\.?\s)?{_CAP}(?:[ ]{_CAP}){{0,3}}[ ]{_ROAD}(?![\w])\.?",
    rf"(?<!\w)(?:flat|apt\.?|apartment|plot|house\sno\.?|door\sno\.?"
    rf"|h\.?\sno\.?)\s?\d{{1,5}}\s?[a-z]?(?:[,/-]\s?\d{{1,5}}[a-z]?)?(?!\w)(?:,?\s{_CAP}(?:[ "
    rf"]{_CAP}){{0,3}}(?:[ ]{_ROAD})?(?!\w))?",
    rf"(?<!\w){_CAP}(?:[ ]{_CAP}){{0,2}}[ ](?-i:Street|Road|Rd|Avenue|Ave|Lane|Crescent|Terrace|Grove|Mews"
    rf"|Boulevard|Blvd|Close|Drive|Gardens|Square|Nagar|Marg|Estate|Parade|Highway|Way|Hill)(?![\w])",
    r"(?<!\w)(?-i:[^\W\d_a-z]\w{1,25}(?:-[^\W\d_]\w{1,25}){0,3}(?:straße|strasse|str\.|weg|platz|allee"
    r"|gasse|damm|ufer))(?:\s\d{1,4}[a-z]?)?(?!\w)",
    r"(?<!\w)(?-i:[^\W\d_a-z]\w{1,25}er[ ](?:Straße|Strasse|Str\.|Weg|Platz"
    r"|Allee))(?:\s\d{1,4}[a-z]?)?(?!\w)",
    rf"(?<!\w)(?:\d{{1,4}}(?:\sbis)?,?\s)?(?:rue|avenue|boulevard|place(?=\sd)|chemin|allée|quai"
    rf"|impasse)\s(?:de\s(?:la\s|l['’])?|du\s|des\s|d['’])?{_CAP}(?:[ -]{_CAP}){{0,3}}",
    rf"(?<!\w)(?:calle|avenida|avda\.?|plaza|paseo|carrer|rua|via|viale|piazza|corso)\s(?:de\s(?:la\s|los\s"
    rf"|las\s)?|del\s|da\s|do\s|dei\s"
    rf"|della\s)?{_CAP}(?:[ ](?:de[ ])?{_CAP}){{0,3}}(?:,?\s(?:n[.º°]?\s?)?\d{{1,4}}(?!\w))?",
    r"(?<!\w)p\.?\s?o\.?\s?box\s\d{1,6}(?!\w)",
]
_KIND_OF_HOUSE = (
    r"(?:hospitals?|infirmary|hospice|medical\s(?:centre|center|practice|college|group)|health\s(?:centre"
    r"|center|clinic)|clinic|surgery|polyclinic|maternity\s(?:unit|hospital|home)|care\shome|nursing\shome"
    r"|(?:primary|secondary|high|grammar|middle|infants?|junior|elementary|prep(?:aratory)?|boarding"
    r"|comprehensive|nursery|public|girls['’]?|boys['’]?|sunday)\s(?:school|academy)|school|academy"
    r"|sixth\sform|kindergarten|nursery|gymnasium|college|university|univ|church|cathedral|chapel|mosque"
    r"|masjid|temple|gurdwara|synagogue|parish|leisure\scentre|prison|barracks|pharmacy|dental\s(?:practice"
    r"|surgery|clinic)|vets?|library|town\shall|community\scentre|station|airport|football\sclub"
    r"|rugby\sclub|cricket\sclub|golf\sclub|gym|shopping\scentre|mall|retail\spark|krankenhaus|klinikum"
    r"|klinik|praxis|schule|stadium|farm|ward)"
)
_HOUSES = [
    rf"(?<!\w)(?:st\.?|saint)\s{_CAP}(?:['’]s)?(?:[ ](?:{_CAP}|and|&|of"
    rf"|the)){{0,3}}(?:\s{_KIND_OF_HOUSE}(?!\w))?",
    rf"(?<!\w){_CAP}(?:[ ](?:{_CAP}|of|and|&)){{0,4}}\s{_KIND_OF_HOUSE}(?!\w)(?:[ ](?:of"
    rf"|in)[ ]{_CAP}(?:[ ]{_CAP})?)?",
    rf"(?<!\w)(?:hospital|hôpital|universitätsklinikum|uniklinik|klinikum|krankenhaus|clínica|universit(?:y"
    rf"|é|ät|à)|universidad|church|chu|lycée|collège|école|royal\sinfirmary)\s(?:of\s|de\s(?:la\s|los\s)?"
    rf"|du\s|am\s|in\s|st\.?\s)?{_CAP}(?:[ -]{_CAP}){{0,3}}",
    rf"(?<!\w)(?:ward|wing|theatre|bed)\s(?:[A-Z]?\d{{1,3}}[A-Z]?)\s(?:at|in"
    rf"|of)\s(?:the\s)?{_CAP}(?:[ ]{_CAP}){{0,3}}",
]
# Houses that stand for medicine or for nobody in particular.
_PUBLIC_HOUSE = re.compile(
    r"(?:mayo|cleveland|harvard|johns\shopkins|stanford|royal\scollege|world\shealth|national|nhs"
    r"|moorfields\sguid\w*|the|your|my|our|a|an|this|local|any|private|general|children['’]?s|public|day"
    r"|eye|mental|sexual|open|high|memory|pain|fracture|diabetes|diabetic|asthma|breast|lipid|fertility|tb"
    r"|travel|chest|skin|ent|gum|antenatal|if|when|in|at|to|so|call|see|ask|emergency|teaching|community"
    r"|cottage|district|county|minor|walk-in|infant|primary|secondary|old|new|medical|specialist"
    r"|call|every|most|some|each|no)\s"
    r"|(?:mayo|harvard|oxford|cambridge|stanford|yale)\b|imperial\scollege|king['’]?s\scollege"
    r"|university\scollege\slondon|medical\sschool|college\sof\b|royal\scollege|american\s(?:college"
    r"|academy)|european\s(?:college|academy)|british\b|american\b|australian\b|canadian\b",
    re.IGNORECASE,
)
_SAINT_ILLS = re.compile(
    r"(?:st\.?|saint)\s(?:john['’]?s\s(?:wort|ambulance)|john\sambulance|vitus|anthony['’]?s\sfire|elmo)",
    re.IGNORECASE,
)
# A capital word after one of these is a place unless it is a known country, people or person.
_CUE = re.compile(
    r"(?<!\w)(?:(?:i|we|he|she|they|who|family|mum|dad|husband|wife|parents|son|daughter|and|now|currently"
    r"|still|also|that)\s)?"
    r"(?:live[sd]?\s(?:in|near|at|outside|around|just\soutside|close\sto)|living\s(?:in|near|at|outside)"
    r"|based\s(?:in|near|at)|moved\s(?:to|from|back\sto|here\sfrom)|moving\sto|grew\sup\s(?:in|near)"
    r"|raised\sin|born\s(?:in|at)|resid(?:e|es|ing|ent)\s(?:in|of|at)"
    r"|near|nearby|outside|(?:am|are|is|was|were|i['’]m|he['’]s|she['’]s|we['’]re|comes?|came|originally"
    r"|drove|travel(?:led|ed|ling)?|flew|flown|back|family|all\sthe\sway|here)\s(?:originally\s)?from"
    r"|(?:stay(?:ed|ing)?|stuck|holiday(?:ed|ing)?|studying|stationed|deployed|trip|travel(?:led|ling|ed"
    r"|ing)?|flew|flight|flying|went|going|been|drove|home|weekend|week|weeks|back|here|over)\s(?:in|to|at"
    r"|from)"
    r"|(?:hospital|clinic|gp|doctor|surgery|practice|school|university|job|flat|house|farm|office|area"
    r"|village|town|city|suburb|home|church|dentist|consultant|dermatologist|cardiologist|neurologist"
    r"|specialist|pharmacy|nursery|a&e|er|pub|restaurant|shop|hotel|gym|beach|pool|lake|river|spa|barracks"
    r"|prison|camp)\s(?:in|at|near|of|called|outside|on)"
    r"|(?:works?|worked|working|job)\sin|(?:village|town|city|suburb|hamlet|island|estate|borough|parish"
    r"|district)(?:\s(?:of|called|named))?|(?:school|college|hospital|village|town|city|university|clinic"
    r"|nursery|surgery|gym|pub),"
    r"|address(?:\sis)?:?|hometown(?:\sis)?:?|home\stown(?:\sis)?:?"
    r"|location:|from:|lives?:|city:|town:)"
    rf"\s{{1,2}}(?:the\s(?:village|town|city|island|hamlet)\sof\s|a\s(?:\w{{2,10}}\s){{0,2}}(?:village|town"
    rf"|city)\s(?:called|named)\s|(?:north|south|east|west|central|rural|inner|greater|upper|lower|old"
    rf"|downtown|sunny)[- ]|the\s)?({_CAPS})",
    re.IGNORECASE,
)
_AT = re.compile(rf"(?<!\w)(at|in|from|of)\s(?:the\s)?({_CAPS})")
# "Royal College of Psychiatrists", "a case of Munchausen": not where somebody lives.
_OF_BODY = re.compile(
    r"(?:[A-Z][\w&]*|case|signs?|symptoms?|kind|type|form|history|dose|course|brand|risk"
    r"|lots?|most|some|one|all|many|out|because|instead|number|level|use|side effects?"
    r"|leaflet|drops?|tablets?|puffs?|box|packets?|bottle|sachets?|injections?|spray|cream|mg|ml|capsules?|pills?|made|derived|different|apart|aside|range|ranges)\s\Z"
)
_NEARBY = re.compile(
    r"(?:in|at|from|near|to|around|outside|of|through|via|visit(?:ed|ing)?|leaving|left|reached|,|\()\s?\Z",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?:(?:live[sd]?|living|based|moved|grew\sup|born|am|i['’]m|im|are|is|was|home|back|we['’]re|were"
    r"|work(?:s|ed|ing)?|hospital|clinic|doctor|gp|school|uni|university|job|flat|house|stay(?:ed|ing)?"
    r"|here|holiday|dr|drive|drove|flew|went|trip|visit\w*|family|parents|sister|brother)\s(?:over\s|up\s"
    r"|down\s|out\s|just\s)?(?:in|at|from|near|to|outside|around)|\bnear|just\soutside|,)\s\Z",
    re.IGNORECASE,
)
_SMALL_BEFORE = re.compile(r"(?<!\w)(?:in|from|near|outside|around|to|at)\s\Z", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+(?:['’.-][^\W\d_]+)*")
_DISTRICT = re.compile(r"(?<=[\w,:(]\s)([^\W\d_a-z][\w'’-]{2,25}),\s\Z")
_AFTER_TOWN = re.compile(
    r"\s(?:(?-i:UK|US|Joint|Trust|Foundation|Society|Association|Action|Research)|criteria|score|scale"
    r"|protocol|classification|rules?|clinic|lecture|group|vaccine|study|trial"
    r"|guidelines?|consensus|coma|stool|chart|syndrome|disease|virus|fever|agreement|declaration|marathon"
    r"|knee|outcome|shoulder|hip|bridge|method|sleep|depression|postnatal|postpartum|depression\sscale"
    r"|university\spress|belly|heart|sprouts?|boil|heterozygous|homozygous|mutation)\b",
    re.IGNORECASE,
)
_PART_AFTER = re.compile(
    r"(?:[ ](?:Children['’]s|General|Royal|Infirmary|Women['’]s|University|Uni|Airport|Central|Hospital"
    r"|City|Road|Street|Heath|Park|Green"
    r"|North|South|East|West|Marina|Harbour|Station)(?!\w)){1,3}"
)
_REGION_AFTER = re.compile(
    r"(?:,\s|\s\(|\s)(?:(?-i:A[LKZR]|C[AOT]|D[CE]|FL|GA|HI|I[DLNA]|K[SY]|LA|M[EDAINSOT]|N[EVHJMYCD]|O[HKR]"
    r"|PA|RI|S[CD]|T[NX]|UT|V[TA]|W[AVIY]|ON|BC|QC|AB|NSW|VIC|QLD|Co\.?)(?![\w])|(?-i:Texas|California"
    r"|Florida|Ohio|Michigan|Illinois|Pennsylvania|Virginia|Arizona|Oregon|Colorado|Massachusetts|Georgia"
    r"|Ontario|Ireland|Nigeria|India|Germany|Scotland|Wales|England|Spain|France|Kenya|Ghana"
    r"|Pakistan)(?!\w))"
)
_COMPILED = [re.compile(pattern, re.IGNORECASE) for pattern in _POSTCODES]
_STREETS = [re.compile(pattern, re.IGNORECASE) for pattern in _ADDRESSES]
_INSTITUTES = [re.compile(pattern, re.IGNORECASE) for pattern in _HOUSES]


def places(text):
    """(start, end, kind) of places smaller than a region."""
    for start, end in _stretches(text):
        yield start, end, MarkKind.PLACE


def guesses(text):
    """(start, end, kind) of capital words after "at" and "in" that nothing else explains."""
    for start, end in _at(text):
        yield start, end, MarkKind.PLACE


def _stretches(text):
    for pattern in _COMPILED:
        for match in pattern.finditer(text):
            town = match.groupdict().get("town") or match.groupdict().get("town2")
            if town is None or is_town(town):
                yield match.start(), match.end()
    for match in _POSTCODE_CUE.finditer(text):
        yield match.start(1), match.end(1)
    for match in _OUTCODE.finditer(text):
        if not _NO_OUTCODE.match(match[1]):
            yield match.start(1), match.end(1)
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            start = _after_ordinary(match)
            if start is not None:
                yield start, match.end()
    for pattern in _INSTITUTES:
        for match in pattern.finditer(text):
            start = _after_ordinary(match)
            if start is not None and _is_somewhere(text, start, match.end()):
                yield start, match.end()
    yield from _cued(text)
    yield from _towns(text)


def _after_ordinary(match):
    """Where the name begins if ordinary words with a capital ("At") stand before it; None if nothing is left."""
    start = match.start()
    for token in _TOKEN.finditer(match[0]):
        if token[0].lower().rstrip(".") not in _LEADING:
            return match.start() + token.start() if token.start() and start != match.start() else start
        start = match.start() + token.end() + 1
        if match.end() - start < 8:
            return None
    return start if start == match.start() else None


_LEADING = frozenset(
    "the a an at in on to from my our your his her their this that near by and or but if when so i we he "
    "she it after before since then"
    " went go going see saw ask call ring tell every any some no are is was were have had do did can could "
    "would should please hi hello dear".split()
)


def _is_somewhere(text, start, end):
    """Whether a house's name is one: no ordinary word before "hospital", no body of the profession."""
    if (
        _PUBLIC_HOUSE.match(text, start)
        or _SAINT_ILLS.match(text, start)
        or _COLLEGE.search(text, max(0, start - 12), start)
    ):
        return False
    capitals = [token[0] for token in _TOKEN.finditer(text[start:end]) if token[0][0].isupper()]
    if not capitals or all(
        word.isupper() or word.lower() in no_names() or _MIXED.search(word) for word in capitals
    ):
        return False
    if len(capitals) > 1:
        return True
    word = capitals[0].lower().removesuffix("'s").removesuffix("’s")
    before = text[max(0, start - 2) : start].strip()
    known = is_town(word) or word in words("given") or word in words("surnames")
    return known or (start > 1 and before not in tuple(".!?:-–•"))


_COLLEGE = re.compile(r"(?:royal|college|faculty)\s\Z", re.IGNORECASE)
_SELF = re.compile(r"I(?:['’]\w{1,2})?\Z")
_MIXED = re.compile(r"(?<!\b[MDLO])(?<!\bMa)(?<!\bVa)[a-z][A-Z]|-[a-z]{4,}|\A[A-Z]+s\Z")


def _cued(text):
    for match in _CUE.finditer(text):
        kept = _place_words(match[1])
        if kept:
            yield match.start(1), match.start(1) + len(kept)


def _place_words(found):
    """The words after a cue up to the first that is none of a place's; "" for a country, a people, a person."""
    end = 0
    if _country_first(found):
        return ""
    for token in _TOKEN.finditer(found):
        word = token[0]
        if (
            _MIXED.search(word)
            or "I" in (word, word[:-3], word[:-2])
            or (token.start() > end and "." in found[end : token.start()])
        ):
            break
        if word[0].isupper() and word.lower().removesuffix("'s").removesuffix("’s") not in no_names():
            end = token.end()
        elif word[0].isupper():
            break
    kept = found[:end]
    return kept if len(kept) > 2 and not kept.isupper() and kept.lower() not in countries() else ""


def _country_first(found):
    """Whether the first two or three words are a country: "South Africa", "Papua New Guinea"."""
    parts = found.lower().split()
    return any(" ".join(parts[:size]).rstrip(".,'’-") in countries() for size in (2, 3) if len(parts) >= size)


def _at(text):
    """Where "at" or "in" stands before capital words that are no body, brand, illness, month or person."""
    for match in _AT.finditer(text):
        kept = _place_words(match[2])
        first = kept.split(" ")[0].lower() if kept else ""
        if match[1] == "of" and _OF_BODY.search(text, max(0, match.start() - 20), match.start()):
            continue
        if kept and first not in words("given") and not _AFTER_TOWN.match(text, match.start(2) + len(kept)):
            yield match.start(2), match.start(2) + len(kept)


def _towns(text):
    tokens = list(_TOKEN.finditer(text))
    place = 0
    while place < len(tokens):
        size = _town_at(text, tokens, place)
        if size:
            start, end = tokens[place].start(), tokens[place + size - 1].end()
            end -= 2 if text[end - 2 : end] in ("'s", "’s") else 0
            wider = _PART_AFTER.match(text, end)
            end = wider.end() if wider else end
            after = _REGION_AFTER.match(text, end)
            district = _DISTRICT.search(text, max(0, start - 32), start)
            if (
                district
                and district[1].lower() not in no_names()
                and district[1].lower() not in words("given")
            ):
                start = district.start(1)
            yield start, after.end() if after else end
        place += size or 1


def _town_at(text, tokens, place):
    """How many words from here on name a town, 0 for none."""
    first = tokens[place]
    for size in range(min(longest("places"), len(tokens) - place), 0, -1):
        last = tokens[place + size - 1]
        if last.end() - first.start() > 40:
            continue
        words_ = " ".join(text[first.start() : last.end()].lower().replace("’", "'").split())
        plain = words_.removesuffix("'s")
        odd = plain in sections("place_words")
        sure = plain in sections("places") and not odd
        if (sure or odd) and _counts(text, first, last, plain, sure=sure):
            return size
    return 0


_FACTOR = re.compile(r"(?:factor\s(?:v|5)|\bvon)\s\Z", re.IGNORECASE)


def _counts(text, first, last, plain, *, sure):
    before = text[max(0, first.start() - 30) : first.start()]
    if _AFTER_TOWN.match(text, last.end()) or _FACTOR.search(before):
        return False
    if first[0].isupper() and (len(plain) < 6 or not sure):
        return False
    if text[first.start() : first.start() + 4] == "the " and " " in plain:
        return True
    if not first[0][0].isupper():
        return sure and len(plain) >= 5 and bool(_STRONG.search(before) or _SMALL_BEFORE.search(before))
    if sure:
        return True
    return bool(
        _STRONG.search(before) if plain in words("given_words") or len(plain) < 4 else _NEARBY.search(before)
    )


def is_town(name):
    """Whether the gazetteer knows a name."""
    plain = " ".join(name.lower().split())
    return plain in sections("places") or plain in sections("place_words")


def region_of(name):
    """The part of a country a town lies in, "" when unknown."""
    plain = " ".join(name.lower().split())
    return sections("places").get(plain) or sections("place_words").get(plain, "")
