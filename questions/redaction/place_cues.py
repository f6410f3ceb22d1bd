"""Places that our own list of towns lacks: cities of the world, houses and streets as other languages name them,
capital words after a cue, and what stands beside a place by a comma."""

import re

from questions.redaction.kinds import MarkKind
from questions.redaction.lists import bare_of, countries, is_given, lines_of, longest_line, no_names, words
from questions.redaction.name_words import CONTRACTED

_CAP = r"(?-i:[^\W\d_a-z][\w'’-]{0,30})"
_LINK = r"(?:de|do|da|dos|das|del|des|di|du|la|le|los|las|el|of|or|and|the|am|an|der|sur|upon|y|i|na|nad|ob)"
_CAPS = rf"{_CAP}(?:[ -](?:{_LINK}[ ]){{0,2}}{_CAP}){{0,4}}"
_TAIL = r"(?:[ ](?-i:Level[ ]\d|[IVX]{1,5}(?!\w)|No\.?[ ]\d{1,3}))?"
# Houses of medicine, schools and churches whose name follows, in some thirty languages.
_HOUSE_BEFORE = (
    r"(?:hospital|hôpital|hopital|ospedale|spitalul|szpital|bệnh[ ]viện|trạm[ ](?:xá|y[ ]tế)"
    r"|phòng[ ]khám|rumah[ ]sakit|rs|puskesmas|klinik|clinique|clinica|clínica|poliklinika|policlínica"
    r"|przychodnia|nemocnice|bolnica|болница|больница|поликлиника|лікарня|νοσοκομείο|posta(?:[ ]médica)?"
    r"|posto(?:[ ]de[ ]saúde)?|unidade[ ]de[ ]saúde|ubs|upa|centro[ ](?:de[ ](?:salud|saúde)|médico|sanitario)"
    r"|consultorio|ambulatorio|centre[ ](?:de[ ]santé|médical|hospitalier)|dispensaire|maternité|sanatorio"
    r"|kerk|kirche|stiftskirche|église|iglesia|igreja|chiesa|kościół|parroquia|paróquia|mezquita|masjid"
    r"|escuela|escola|colegio|colégio|liceo|scuola|szkoła|instituto|universidade|università|uniwersytet"
    r"|trường|sekolah|lycée|école|barrio|bairro|colonia|comuna|vereda|corregimiento|kampung|kampong|desa"
    r"|kelurahan|barangay|brgy|purok|sitio|village|mohalla|tehsil|taluka?|mandal|kecamatan|quận|huyện"
    r"|phường|xã|sodyba|osiedle|quartier|lieu-dit)"
)
_HOUSE_AFTER = (
    r"(?:terveysasema|terveyskeskus|sairaala\w*|vårdcentral\w*|sjukhus\w*|lasarett\w*|sykehus\w*|legevakt\w*"
    r"|legesenter\w*|sygehus\w*|lægehus\w*|heilsugæsla\w*|ziekenhuis|huisartsenpost|gasthuis|kórház\w*"
    r"|rendelő\w*|\w{0,8}klinika|hastanesi\w*|sağlık[ ]ocağı|haigla\w*|slimnīca\w*|ligoninė\w*|bolnica"
    r"|nemocnice|kerk|kirche|kirke|kyrka\w*|camii|moskee|skola\w*|skole\w*|school(?=[ ]\d)|koulu\w*|lukio\w*"
    r"|gymnázium|iskola|okulu|lisesi|health[ ]post|bush[ ]hospital|mission[ ](?:hospital|clinic|station)|dispensary"
    r"|aid[ ]post|anganwadi|barangay|(?:sub-?)?county[ ]referral|sub-?county|polyclinic)"
)
_STREET_BEFORE = (
    r"(?:hẻm|ngõ|ngách|đường|phố|jalan|jl\.?|gang|lorong|soi|thanon|ulica|ulice|ul\.|ulitsa|utca|strada|str\."
    r"|rruga|jirón|jr\.|pasaje|carrera|cra\.?|travessa|av\.|avda\.?|avenida|rúa|largo|ladeira|vicolo|odos|οδός|улица|ул\.|вулиця)"
)
_STREET_JOINED = (
    r"(?:straat|laan|gracht|gatan|gata|vägen|vej|veien|katu|tie|sokak|sokağı|caddesi|utca|út|gade)"
)
_ROAD = (
    r"(?:Brae|Wynd|Loan|Bawn|Strand|Street|Lane|Row|Esplanade|Path|Causeway|Cross|Pass|Loop|Run|Ridge"
    r"|Hollow|Bend)"
)
# The group holds what must be more than plain words for the whole to be a place.
_NAMED = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\w){_HOUSE_BEFORE}(?:[ ]{_LINK}){{0,2}}[ ]({_CAPS}){_TAIL}",
        rf"(?<!\w)({_CAP}(?:[ ]{_CAP}){{0,3}})[ ]{_HOUSE_AFTER}(?!\w)",
        rf"(?<!\w)({_CAP}(?:[ ]{_CAP}){{0,2}})[ ](?-i:Level[ ][2-6])(?!\w)",
        r"(?<!\w)(?:az?[ ])?([^\W\d_]{3,20}i)[ ](?:\w{0,8}klinika|kórház|rendelő)\w{0,6}(?!\w)",
        r"(?<!\w)((?-i:[^\W\d_a-z])[\w-]{3,25}(?:[ ](?-i:[^\W\d_a-z])[\w-]{2,20}){0,1}?(?:kerk|kirche|kirke"
        r"|kyrkan?|kirkko))(?!\w)",
        rf"(?<!\w){_STREET_BEFORE}[ ](?:\d{{1,5}}[a-z]?(?:/\d{{1,4}}){{0,3}}[ ,]{{1,2}})?({_CAPS})"
        r"(?:[ ,]{1,2}(?:n[.º°]?[ ]?)?\d{1,4}(?!\w))?",
        rf"(?<!\w)((?-i:[^\W\d_a-z])[\w-]{{3,25}}{_STREET_JOINED})[ ]\d{{1,4}}[a-z]?(?!\w)",
        rf"(?<![\w.,/-])\d{{1,4}}[a-z]?,?[ ]({_CAP}(?:[ ]{_CAP}){{0,2}})[ ](?-i:{_ROAD})(?!\w)",
        rf"(?:(?<=[ ]at[ ])|(?<=address[ ])|(?<=[:(][ ]))\d{{1,4}}[a-z]?[ ]({_CAP}(?:[ ]{_CAP}){{1,2}})(?=,[ ]{_CAP})",
    )
]
_GO = r"(?:mov(?:e|es|ed|ing)|shift(?:ed|ing)?|relocat(?:e|ed|ing)|transferr?(?:ed|ing)?|posted|evacuated)"
# After these, capital words that no list explains are a place.
_CUE = re.compile(
    rf"(?<!\w)(?:(?:liv(?:e[sd]?|ing)|farm(?:er|s|ing)?|work(?:s|ed|ing)?|out|way|up|down|house|home|camp(?:ed|ing)?)"
    r"[ ](?:alone[ ]|now[ ]|still[ ]|right[ ]|just[ ]|out[ ]|way[ ]){0,2}(?:up[ ]|down[ ]|out[ ]|over[ ])?"
    r"(?:past|round|around|by|beyond|behind|towards?|above|below|across[ ]from|in|at|near|outside)"
    r"|native[ ]of|natives[ ]of|hail(?:s|ing)?[ ]from|nearest[ ]town(?:[ ]is)?|(?:he|she)['’]s[ ]from"
    rf"|(?:{_GO}|evacuated|helicoptered|airlifted|ambulance|sent|referred|taken|took|rushed)"
    r"(?:[ ](?:him|her|me|us|them|here|recently|(?:last|this)[ ]\w{4,6}|in[ ]\d{4}))?[ ](?:back[ ])?(?:to|from)"
    r"|(?:bring|brought|carry|carried|drive|drove)[ ](?:him|her|me|us|them|it)[ ](?:up[ ]|down[ ])?to"
    r"|(?:boat|bus|ferry|train|plane|flight|road|taxi|truck|trip|drive|walk|ride)[ ](?:for|to|from)"
    r"|driving[ ](?:to|from)|(?:admitted|hospitali[sz]ed|put[ ]in|operated(?:[ ]on)?|delivered|treated|seen"
    r"|scanned|biopsied|transfused|appointment|surgery|number|card|file|chart|nurse|midwife|matron)[ ](?:at|in)"
    r"|(?:behind|beside|opposite|next[ ]to|across[ ]from)[ ]the"
    r"|(?:clinic|hospital|school|surgery|church|parish"
    r"|village|town|district|county|hometown|address)[ ](?:is|was)(?:[ ](?:called|named))?)"
    rf"[ ](?:the[ ])?({_CAPS}{_TAIL})",
    re.IGNORECASE,
)
# "Consultant Endocrinologist, Model Town."
_AFTER_TITLE = re.compile(
    r"(?<!\w)(?-i:[A-Z][a-z]{3,20}(?:ologist|iatrist|ician|urgeon)|Physician|Surgeon|Registrar|Practitioner"
    rf"|Specialist|Officer),[ ]({_CAPS})(?=[.,;)\n]|\Z)"
)
_NO_PLACE_AFTER = re.compile(
    r"(?:['’]s)?[ ](?:disease|syndrome|sprouts?|boil|virus|fever|criteria|score|scale|protocol|classification|method"
    r"|sign|test|system|study|trial|guidelines?|convention|agreement|declaration|heart|school[ ]of|chair|diet"
    r"|vaccine|lung|fly|sore|rules?|heterozygous|homozygous|mutation|variant|I{1,3}|IV|V)(?!\w)"
)
_RUN = re.compile(rf"(?<![\w'’-]){_CAP}(?:[ -](?:(?:{_LINK})[ -]){{0,2}}{_CAP}){{0,4}}")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_LEADING = frozenset(
    "the a an at in on to from my our your his her their this that near by and or but when if".split()
)
_NUMERALS = frozenset("one two three four five six seven eight nine ten".split())
_ODD = re.compile(r"[a-zß-ÿ][A-Z]|\A[^a-z]+\Z")
_LINKED = re.compile(rf"[ ](?:do|da|dos|de|del|di|nad|or|sur|am|an[ ]der)[ ]({_CAP}(?:[ ]{_CAP})?)")
_GENE = re.compile(r"(?:[Ff]actor (?:V|5)|von|gene|mutation|called|brand|generic)\s\Z")
_BESIDE_AFTER = re.compile(rf"[ ]?,[ ]?({_CAP}(?:[ -](?:{_LINK}[ ])?{_CAP}){{0,3}})(?=[.,;:)\n]|\Z)")
_BESIDE_BEFORE = re.compile(
    rf"(?:(?<=[,(:][ ])|(?<=[ ]at[ ])|(?<=[ ]in[ ]))({_CAP}(?:[ ]{_CAP}){{0,2}}),[ ]\Z"
)
_ZIP = re.compile(r"(?:[ ]?\([^()\n]{0,25}\))?,?[ ](\d{5})(?![\w.,]\d|\w|[ ]?(?:mg|ml|iu|units|steps|kcal))")


def houses(text):
    """(start, end, kind) of houses and streets by the words of many languages."""
    for pattern in _NAMED:
        for match in pattern.finditer(text):
            parts = [CONTRACTED.sub("", bare_of(word)) for word in _WORD.findall(match[1])]
            if not all(part in no_names() or part in _LEADING for part in parts):
                yield match.start() + _leading(match[0]), match.end(), MarkKind.PLACE


def cued_places(text):
    """(start, end, kind) of unknown places after a cue, and of the world's cities."""
    for pattern in (_CUE, _AFTER_TITLE):
        for match in pattern.finditer(text):
            if _may_be_place(match[1]) and not _NO_PLACE_AFTER.match(text, match.end(1)):
                yield match.start(1), match.end(1), MarkKind.PLACE
    for start, end in _cities(text):
        yield start, end, MarkKind.PLACE


def _leading(found):
    first = _WORD.match(found)
    return first.end() + 1 if first and first[0].lower() in _LEADING and len(found) > first.end() + 5 else 0


def _may_be_place(found):
    """Whether capital words may be a place's: no country, no word that is something else, no given name first."""
    parts = [bare_of(word) for word in _WORD.findall(found)]
    if found.lower() in countries() or not parts or len(found) < 3 or found.isupper():
        return False
    if parts[0] in _NUMERALS and len(parts) > 1:
        return parts[1] not in no_names()
    return parts[0] not in no_names() and parts[0] not in _LEADING and not is_given(parts[0])


def _cities(text):
    """Names of lists/cities.txt within runs of capital words, the longest first."""
    for run in _RUN.finditer(text):
        tokens = list(_WORD.finditer(run[0]))
        place = 0
        while place < len(tokens):
            size = next(
                (
                    size
                    for size in range(min(longest_line("cities"), len(tokens) - place), 0, -1)
                    if bare_of(run[0][tokens[place].start() : tokens[place + size - 1].end()])
                    in lines_of("cities")
                ),
                0,
            )
            found = run[0][tokens[place].start() : tokens[place + size - 1].end()] if size else ""
            if found[:1].isupper() and not _ODD.search(found):
                start, end = run.start() + tokens[place].start(), run.start() + tokens[place + size - 1].end()
                end -= 2 if text[end - 2 : end] in ("'s", "’s") else 0
                before = text[max(0, start - 12) : start]
                if not _NO_PLACE_AFTER.match(text, end) and not _GENE.search(before):
                    yield start, end
            place += size or 1


def beside(text, marks):
    """(start, end, kind) of capital words joined by a comma to a place that is marked, and of a ZIP code after one."""
    for mark in marks:
        if mark.kind != MarkKind.PLACE:
            continue
        start, end = mark.start, mark.end
        linked = _LINKED.match(text, end)
        if linked and _is_beside(linked[1]):
            yield end, linked.end(), MarkKind.PLACE
            end = linked.end()
        for _step in range(3):
            after = _BESIDE_AFTER.match(text, end)
            if not after or not _is_beside(after[1]):
                break
            yield after.start(1), after.end(1), MarkKind.PLACE
            end = after.end(1)
        code = _ZIP.match(text, end)
        if code:
            yield code.start(1), code.end(1), MarkKind.PLACE
        for _step in range(2):
            before = _BESIDE_BEFORE.search(text, max(0, start - 60), start)
            if not before or not _is_beside(before[1]):
                break
            yield before.start(1), before.end(1), MarkKind.PLACE
            start = before.start(1)


def _is_beside(found):
    parts = [bare_of(word) for word in _WORD.findall(found)]
    known = (no_names(), words("given_words"), words("surnames"))
    return _may_be_place(found) and not any(part in some for part in parts for some in known)
