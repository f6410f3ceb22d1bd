"""Names that no list has: a capital word that is no English word, drug or town, beside something that names."""

import re

from questions.redaction.lists import bare_of, is_given, is_listed_name, is_ordinary, no_names, words
from questions.redaction.name_words import ILLNESS, MIXED, ORGANISATION, OWNED, TOKEN
from questions.redaction.places import is_town

_TOKEN = re.compile(TOKEN)
_PARTICLE = (
    r"(?:van|von|der|den|del|della|di|da|das|dos|du|de|la|le|el|al|bin|binti|bint|ben|ibn|abu|ter"
    r"|ten|zu|y|e|ap|ní|nic|ó|ua)"
)
# A capital word and those that belong to it: "Te Ariki", "Henrike van Oosterwijk", "Hamish "Haggis" McCorquodale".
_RUN = re.compile(
    rf"(?<![\w'’@#.-])(?=[^\W\d_a-z])({TOKEN})"
    rf"((?:[ ](?:{_PARTICLE}[ ]){{0,2}}(?=[^\W\d_a-z]){TOKEN}"
    rf"|[ ][\"“'(][^\W\d_]{{2,15}}[\"”')][ ](?=[^\W\d_a-z]){TOKEN}){{0,3}})"
)
# What stands before: "my moko", "Coach", "name is", "ask for". The last word before the run is looked up.
_BEFORE = re.compile(r"([^\W\d_][\w'’-]{0,24})(?:[.]?[ ]|,[ ]|:[ ]|[ ]?[(][ ]?|[ ][–—-][ ]|[ ][\"“'])\Z")
_NAMING = re.compile(
    r"(?<!\w)(?:(?:my|his|her|full|first|mi|the|child['’]?s|baby['’]?s|and)[ ]name(?:['’]s|s)?(?:[ ]is"
    r"|[ ]was|:)?|name['’]s|name[ ]is|name:"
    r"|(?:they|we|everyone|people|friends|all)[ ](?:does[ ]|do[ ]|did[ ])?calls?(?:ed)?(?:[ ](?:me|him"
    r"|her))?|calls?[ ](?:me|him|her)|called|named|nickname(?:d|[ ]is)?"
    r"|known[ ]as|goes[ ]by|self|myself|yours[ ]truly|undersigned"
    r"|me[ ]llamo|se[ ]llama|ich[ ]hei(?:ß|ss)e|hei(?:ß|ss)t|mein[ ]name[ ]ist|m['’]appelle"
    r"|s['’]appelle|mi[ ]chiamo|si[ ]chiama|sou[ ][oa]|me[ ]chamo|se[ ]chama|chamo-me"
    r"|(?:ik|hij|zij)[ ]heet|jag[ ]heter|jeg[ ]heter|heter|nazywam[ ]się|mam[ ]na[ ]imię|jmenuji[ ]se"
    r"|volám[ ]sa|zovem[ ]se|mă[ ]numesc|mă[ ]cheamă|меня[ ]зовут|мене[ ]звати"
    r"|a[ ]nevem|nimeni[ ]on|adım|ismim|benim[ ]adım|ismi|esmi|mera[ ]naam|naam|jina[ ]langu[ ]ni"
    r"|pangalan[ ]ko|nama[ ]saya|tên[ ]tôi[ ]là|tên[ ]là|ako[ ]si|si"
    r"|mi[ ]nombre[ ]es|meu[ ]nome[ ]é|il[ ]mio[ ]nome[ ]è)[ ,:]{1,2}[\"“'(]?\Z",
    re.IGNORECASE,
)
_SELF = re.compile(
    r"(?<!\w)(?:i['’]?m|i[ ]am|am|this[ ]is|it['’]s|its|here[ ]is|soy|ich[ ]bin|je[ ]suis|sono|sou|som"
    r"|jestem|ben)[ ]\Z",
    re.IGNORECASE,
)
_ASKED = re.compile(
    r"(?<!\w)(?:ask(?:ing)?[ ]for|(?:ring|call|phone|text|contact|whatsapp|message|email|mail|c/o"
    r"|attn:?|attention|cc|nick|alias|aka|a\.k\.a\.)"
    r"|thank(?:s|[ ]you),?|thx,?|cheers,?|dear|hi|hello|hey|respected|good[ ](?:morning|evening"
    r"|afternoon),?|hola|olá|salut|bonjour|hej|ciao|merhaba|namaste|salaam"
    r"|(?:mother|father|mum|mom|dad|mama|parents?|carer|guardian|wife|husband|sister|brother|daughter"
    r"|son|aunt|grandmother|grandfather|granny|grandma|guy|friend)[ ](?:of|to))[ ]\Z",
    re.IGNORECASE,
)
_CLOSED = re.compile(r"(?:[ ]?[,.;)!–—\n]|[ ](?:from|and[ ](?:i|my)|here)\b|\Z)", re.IGNORECASE)
# What stands after: an age, kin, speech.
_NUMERAL = (
    r"(?:\d{1,2}|1[01]\d|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four"
    r"|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty(?:-\w{3,5})?)"
)
_UNIT = r"(?:months?|mths?|weeks?|wks?|years?|yrs?|yo|y/o|y\.o\.?|ans|años|anos|jahre|lat|let|ára|години|лет)"
_AGED = re.compile(
    rf"(?:,[ ]?(?:aged[ ])?{_NUMERAL}(?:[ ]?(?:[mf]\b|male|female|{_UNIT}\b)|[ ]?[,.;!)](?!\d)"
    rf"|[ ](?:this|next|last|and|who|with)\b)"
    rf"|[ ]?[(](?:aged[ ]|age[ ])?{_NUMERAL}(?:[ ]?(?:[mf]|male|female|{_UNIT})(?:[ ]old)?)?[,;)]"
    rf"|[ ](?:is|was|turned|just[ ]turned|will[ ]be)[ ](?:now[ ]|only[ ]|just[ ]|almost[ ]"
    rf"|nearly[ ])?{_NUMERAL}(?:[ ](?:and|but|in|now|with|{_UNIT})\b|[,.;])"
    rf"|,?[ ]\d{{1,2}}[ ]?(?:[mf]\b|{_UNIT}[ ]old\b|yo\b|y/o\b))",
    re.IGNORECASE,
)
_IS_KIN = re.compile(
    r"(?:[ ]?[(](?:my[ ]|his[ ]|her[ ]|our[ ]|the[ ])?|,[ ](?:my|his|her|our)[ ]"
    r"|,[ ](?=\w+[,.]))([^\W\d_][\w-]{1,20})[ ,.;)]",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"[ ](?:says|said|told|tells|thinks|reckons|insists|swears|asked|begged|cries|cried|refuses|wants"
    r"|woke|wakes|vomited|screams|screamed|laughed|laughs|keeps[ ]saying|was[ ]born|passed[ ]away"
    r"|doesn['’]t[ ]answer|won['’]t[ ]eat|sleeps|slept|crawls|walks|nurses|drove|drives)\b"
)
_HERE = re.compile(r"[ ]here\b[ ]?[,.!:@(]|[ ]here[ ](?:again|from)\b")
_SIGNED = re.compile(r"(?:[.!)\d]|\n)\s{0,3}(?:[-–—~][ ]?)?\Z")
_STOP = re.compile(r"[.!?:\n–—•(\"“][ \"“'(]{0,3}\Z")
_FAMILY = re.compile(r"(?:Mc|Mac(?=[A-Z])|O['’])[A-Z][a-z]{2,}|(?:Ní|Nic|Ó|Mac|Te)[ ][^\W\d_a-z]\w{2,}")
# Drugs and illnesses by the way they end.
_DRUG = re.compile(
    r"(?:mab|nib|pril|sartan|olol|alol|statin|azole?|cillina?|mycin|micin|floxacin|cyclin|cycline|vir"
    r"|tide|gliptin|flozin|glitazone|oxetine|pramine|triptyline|triptan|setron|dron|dronate|parin"
    r"|xaban|gatran|dipine?"
    r"|thiazide|semide|caine|barbital|zepam|zolam|pam|sone|solone|olone|profene?|fenac|oxicam|coxib"
    r"|ciclib|terol|tropium|lukast|phylline|formin|glinide|nidazole|quine|oxin|amide|amine|azine|idine"
    r"|idone|apine|ipine"
    r"|cef|cept|stim|poetin|trel|relin|rolimus|platin|rubicin|taxel|cort|derm|ium|ol[ae]x|itis|osis"
    r"|emia|aemia|opathy|oma|algia|uria|penia|ectomy|oscopy|ology|graphy|gram|gel|vit|max|plus|forte"
    r"|cream|tabs?|ine|ate|ide)\Z"
)
# Peoples, tongues, faiths, months and days of other languages by the way they end.
_PEOPLE = re.compile(
    r"(?:[dglnrstv]ian|ese|ean|eans|ians|landic|lander|istan|istani|ism|ists?|day|dag|tag|ology|opathy)\Z"
)
_WORDS_SMALL = re.compile(r"(?<![\w'’@./-])[^\W\d_A-Z][^\W\d_A-Z]{2,}(?![\w'’@]|[.-]\w)")


def unlisted(text):
    """(start, end) of names that stand beside what names them."""
    small = None
    for match in _RUN.finditer(text):
        start, end = _name_of(text, *match.span())
        if start == end:
            continue
        if small is None:
            small = set(_WORDS_SMALL.findall(text))
        if bare_of(_TOKEN.match(text, start)[0]) not in small and _is_named(text, start, end):
            yield start, end


def again(text, spans):
    """Where the words of names found stand once more: whoever is named once is meant each time."""
    known = {
        token[0]
        for start, end in spans
        for token in _TOKEN.finditer(text, start, end)
        if _could_be(bare_of(token[0]), token[0]) and not is_town(token[0])
    }
    for token in _TOKEN.finditer(text) if known else ():
        bare = re.sub(r"['’]s\Z", "", token[0])
        if bare in known:
            yield token.start(), token.start() + len(bare)


def _name_of(text, start, end):
    """The run without the cue it begins with ("Coach", "Our") and without what ends a name."""
    tokens = list(_TOKEN.finditer(text, start, end))
    while tokens and _is_cue(tokens[0][0]) and not (len(tokens) > 1 and tokens[0][0] in _PARTICLES):
        tokens.pop(0)
    heads = [one for one in tokens if one[0][0].isupper() and one[0] not in _PARTICLES]
    if not heads or not _could_be(bare_of(heads[0][0]), heads[0][0]):
        return start, start
    last = heads[0]
    for token in heads[1:]:
        if last[0].endswith(("'s", "’s")):
            break
        bare = bare_of(token[0])
        if not _could_be(bare, token[0]) and bare not in words("surnames") and not is_listed_name(bare):
            break
        last = token
    return tokens[0].start(), last.start() + len(re.sub(r"['’]s\Z", "", last[0]))


# Capital words that a family name may begin with: "Mr Van der Heijden", "my moko Te Ariki".
_PARTICLES = frozenset(
    "Van Von De Te Al El La Le Ní Nic Ó Mac Abu Bin Ben Dos Da Di Del Den Der Ter Ten".split()
)


def _is_cue(word):
    bare = word.lower()
    return not is_given(bare) and (
        bare in words("kin") or bare in words("roles") or bare in no_names() or is_ordinary(bare)
    )


def _could_be(bare, word):
    """Whether a capital word may be a name: no English word, people, drug or illness that we know."""
    return (
        len(bare) > 1
        and word[0].isupper()
        and not (word.isupper() and len(word) > 1)
        and not MIXED.search(word)
        and bare not in no_names()
        and not is_ordinary(bare)
    )


def _is_named(text, start, end):
    before, after = text[max(0, start - 45) : start], text[end : end + 45]
    bare = bare_of(text[start:end].split()[0])
    known = is_listed_name(bare) or bare in words("surnames")
    if ILLNESS.match(after) or ORGANISATION.match(after):
        return False
    if _NAMING.search(before) or _FAMILY.match(text, start):
        return True
    if _PEOPLE.search(bare):
        return False
    if _is_called(before, after):
        return True
    if is_town(text[start:end]):
        return False
    if _ELSEWHERE.search(text[max(0, start - 70) : start]) and _CLOSED_BY.match(after):
        return True
    if _ASKED.search(before) or (_SELF.search(before) and _CLOSED.match(after)):
        return len(bare) > 2 and not _DRUG.search(bare)
    if len(bare) < 3 or _DRUG.search(bare):
        return False
    kin = _IS_KIN.match(after)
    return bool(
        _AGED.match(after)
        or (kin and kin[1].lower() in words("kin") and kin[1].lower() not in _NO_KIN)
        or (_SPEAKS.match(after) and not before.endswith(("the ", "The ", " a ", " an ")))
        or _HERE.match(after)
        or OWNED.match(after)
        or (known and re.match(r"['’]s[ ][a-z]", after))
        or (end == len(text.rstrip(" ,.x!")) and _SIGNED.search(before) and start > 40)
    )


# "The doctor in Ísafjörður, Hrafnhildur Ósk,": a role, where, and who.
_ELSEWHERE = re.compile(
    r"(?<!\w)(?:doctor|nurse|midwife|surgeon|gp|pharmacist|chemist|teacher|specialist|consultant"
    r"|therapist|physio|dentist|priest|vet"
    r"|\w{4,12}(?:ologist|iatrist|ician))[ ](?:in|at|from|of)[ ][^.,;:\n]{3,40},[ ]\Z",
    re.IGNORECASE,
)
_NO_KIN = frozenset("a an as at can far mor mann nine abi mind man em el am her pop sin os".split())


def _is_called(before, after):
    """Whether a word for kin or a role stands just before: "my moko", "Coach", "the clinical officer, "."""
    match = _BEFORE.search(before)
    if not match:
        return False
    word, close = match[1].lower(), before[match.end(1) :]
    word = re.sub(r"['’]s\Z", "", word)
    last = word.rsplit("-", 1)[-1]
    if close.startswith((",", " (", "(", ":", " –", " -", " —")) and not _CLOSED_BY.match(after):
        return False
    if word in ("is", "was"):
        nearer = re.search(r"(\w+)[ ](?:is|was)[ ]\Z", before)
        return bool(nearer) and nearer[1].lower() in words("roles") and nearer[1].lower() not in _LOOSE
    if word in _LOOSE and not re.search(
        r"(?<!\w)(?:my|mi|our|me|his|her|their|old|dear)[ ](?:[^\W\d_]{2,10}[ ])?\Z",
        before[: match.start(1)],
        re.IGNORECASE,
    ):
        return match[1][0].isupper() and word not in _NEVER
    return word in words("kin") or word in words("roles") or last in words("kin")


# After a comma a name is closed again: "my uncle, Otieno, says".
_CLOSED_BY = re.compile(r"[ ]?[,.;)!–—:\n\"”]|[ ](?:is|was|has|had|says|said|and|who|from|in|at|on)\b|\Z")
# Words for kin or roles that are also something else when no "my" stands before and no capital letter begins them.
_LOOSE = frozenset(
    "a ma pa da ba mor far is em e bu man mann sin om mi mai kind cn on ha mo po pan bey oral neuro"
    " endo derm gastro cardio ortho minder sister ot slt ex partner friend friends mate"
    " house baby child kid chief driver chemist medica pal lola tita mama baba dom don ato ami seu"
    " sor frau nine chi em con anne apa ate mas inna iya mei abi kaka con dir uso kin sis bro pop"
    " mis hala dede far mor faster syster tante sir lad lass boy girl tech technician assistant"
    " worker specialist resident volunteer visitor clinician practitioner consultant boss professor".split()
)
_NEVER = frozenset(
    "a is em e man mann sin om kind on ha mo po con chi mas dir far mor sir ex house nine faster".split()
)
