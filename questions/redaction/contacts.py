"""E-mail addresses, sites and account names, also spelled out ("anna at gmail dot com")."""

import re

from questions.reach import ENDINGS, KNOWN_SITES, WORDS_TOO
from questions.redaction.kinds import MarkKind
from questions.redaction.patterns import alternatives_of, by_first_letter
from questions.redaction.public import NARROW_ENDING, is_public_site

_PLAIN = "|".join(ending for ending in ENDINGS if ending not in WORDS_TOO)
_ANY = "|".join(ENDINGS)
# Of the services that carry mail those whose names are no words.
_MAILERS = (
    "gmail|googlemail|hotmail|outlook|yahoo|ymail|icloud|aol|protonmail|gmx|btinternet|talktalk|virginmedia|msn"
    "|rediffmail|zoho|yandex|t-online|laposte|libero|fastmail|tutanota"
)
_DOT = (
    r"(?:[ ][.·][ ]?|[.·](?:[ ](?=(?-i:[a-z]{2,6})\b))?"
    r"|[ ]?[(\[{<][ ]?(?:dot|punkt|point|punto)[ ]?[)\]}>][ ]?|[ ](?:dot|punkt|point"
    r"|punto)[ ]|_dot_)"
)
_AT = r"(?:[ ]?@[ ]?|[ ]?[(\[{<][ ]?(?:at|a|ät|arroba)[ ]?[)\]}>][ ]?|_at_|[ ]?\*at\*[ ]?)"
_EMAIL = [
    r"(?<![\w.%+-])[\w.%+'-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}",
    # A sign between, spaces or brackets around it.
    rf"(?<![\w.%+-])[\w.%+-]{{1,64}}(?:{_DOT}[\w%+-]{{1,40}}){{0,2}}{_AT}[\w-]{{2,63}}"
    rf"(?:{_DOT}[\w-]{{2,63}}){{1,3}}",
    r"(?<![\w.%+-])[\w.%+-]{1,64}[ ]?[(\[][ ]?at[ ]?[)\]][ ]?[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}",
    # In words alone: "anna dot m at gmail dot com", "annam22 at hotmail".
    rf"(?<![\w.%+-])[\w.%+-]{{1,64}}(?:[ ](?:dot|point|punkt|underscore|dash"
    rf"|hyphen)[ ][\w%+-]{{1,40}}){{0,4}}"
    rf"[ ](?:at|arroba)[ ][\w-]{{2,40}}(?:[ ](?:dot|punkt|punto)[ ]|\.)(?:{_ANY})\b"
    r"(?:(?:[ ]dot[ ]|\.)(?:uk|au|in|za|ng|nz|br|jp|ke)\b)?",
    r"(?<![\w.%+-])(?!(?:write|reach|mail|e-?mail|contact|me|is|here|us|find|look|arrived?|was|am"
    r"|are|it|be|stopped|started|or|and)[ ])"
    r"[\w.%+-]{1,64}(?:[ ](?:dot|point|punkt|ponto|punto|underscore|dash|minus|hyphen)[ ][\w%+-]{1,40}){0,4}"
    r"[ ](?:at|arroba|chiocciola|arobase|et|malpa|małpa|@)[ ][\w-]{2,40}(?:[ ](?:dash|minus"
    r"|hyphen)[ ][\w-]{2,30}){0,2}"
    r"(?:[ ](?:dot|punkt|punto|ponto|point|kropka)[ ](?!(?:one|two|three|four|five|six|seven"
    r"|eight|nine|zero)\b)[a-z]{2,12}){1,3}(?!\w)",
    r"(?<![\w.%+-])(?!(?:me|us|him|her|them|it|is|are|was|am|i|you|here|only|just|still|also|not|and|or|back|login"
    r"|mail|e-?mails?|mailbox|inbox|accounts?|address(?:es)?|people|someone|staff|support|write|reach|contact|log"
    r"|looks?|looking|looked|works?|working|worked|employed|down|up|job|engineer)[ ])"
    rf"[\w.%+-]{{2,64}}[ ](?:at|@)[ ](?:{_MAILERS})\b(?![ ](?:least|home|night|once|i\b|the\b|my\b|time))",
]
_MAIL_CUE = re.compile(
    r"(?<!\w)(?:e-?mail|gmail|hotmail|icloud|outlook|mail)(?:[ ](?:address|id|account|add))?(?:[ ]is|:"
    r"|[ ]=)[ ]?"
    r"([\w.+-]{2,40}\d[\w.+-]{0,20}|[\w+-]{2,30}[._][\w.+-]{2,30})",
    re.IGNORECASE,
)
# Countries' endings that are no word of English.
_COUNTRY = (
    "ac|ad|ae|af|ag|ai|al|ao|ar|aw|ax|az|ba|bb|bd|bf|bg|bh|bi|bj|bm|bn|bo|br|bs|bt|bw|bz|ca|cc"
    "|cd|cf|cg|ch|ci|cl|cm|cn|cr|cu|cv|cw|cy|cz|de|dj|dk"
    "|dm|dz|ec|ee|eg|et|eu|fi|fj|fm|fo|fr|ga|gd|ge|gg|gh|gi|gl|gm|gn|gp|gq|gr|gt|gu|gw|gy|hk|hn"
    "|hr|ht|hu|ie|il|im|io|iq|ir|je|jm|jo|jp|ke|kg|kh|ki"
    "|kn|kr|kw|ky|kz|lb|lc|li|lk|lr|ls|lt|lu|lv|ly|ma|mc|md|mg|mh|mk|mm|mn|mo|mq|mr|mt|mu|mv|mw"
    "|mx|mz|na|nc|ne|ng|ni|nl|np|nu|nz|om|pa|pe|pf|pg|ph"
    "|pk|pl|pr|ps|pt|pw|py|qa|re|ro|rs|ru|rw|sa|sb|sc|sd|se|sg|si|sk|sl|sm|sn|sr|ss|st|su|sv|sx"
    "|sy|sz|tc|td|tg|tj|tk|tl|tm|tn|tr|tt|tv|tw|tz|ua|ug"
    "|uk|uy|uz|va|vc|ve|vg|vi|vn|vu|ws|ye|za|zm|zw"
)
_LINK = [
    r"(?<!\w)(?:https?://|ftp://|www\.)[^\s<>\"']{1,500}",
    r"(?<!\w)hxxps?://[^\s<>\"']{1,500}",
    r"(?<!\w)www[ ]dot[ ][\w-]{1,63}(?:[ ]dot[ ][\w-]{1,63}){1,4}(?:[ ]slash[ ][\w-]{1,63}){0,4}",
    rf"(?<![\w.@-])(?:[\w-]{{1,63}}\.){{1,4}}(?:{_PLAIN})(?:\.(?:uk|au|in|za|ng|nz|br|jp"
    rf"|ke))?(?![\w-])(?!\.\w)"
    r"(?:[/?#][^\s<>\"']{0,300})?",
    rf"(?<![\w.@-])(?=[\w-]{{0,60}}[^\W\d_]{{3}})[\w-]{{3,63}}(?:\.[\w-]{{2,63}}){{0,3}}\.(?:{_COUNTRY})(?![\w-])(?!\.\w)"
    r"(?:[/?#][^\s<>\"']{0,300})?",
    r"(?<![\w.@/-])(?:[a-z][\w-]{1,62}\.){1,4}[a-z]{2,12}/(?=\S{0,60}[a-z])[^\s<>\"']{2,300}",
    rf"(?<![\w.@-])[\w-]{{1,63}}\.(?:{_ANY})/[^\s<>\"']{{1,300}}",
    rf"(?<![\w.@-])[\w-]{{2,63}}[ ]?[(\[][ ]?dot[ ]?[)\]][ ]?(?:{_ANY})\b(?:/[^\s<>\"']{{1,300}})?",
    r"(?<![\w.@-])[\w-]{2,63}[ ]dot[ ](?:com|org|net|info|blog|me|app|page|site|co[ ]dot[ ](?:uk"
    r"|in|nz|za|jp|ke|il)"
    rf"|(?:com|org|net)[ ]dot[ ]\w\w|{_COUNTRY})\b"
    r"(?:[ ](?:slash|forward[ ]slash)[ ][\w-]{1,63}){0,4}",
]
_NETWORKS = by_first_letter(
    alternatives_of(
        "instagram|insta|ig|twitter|x\\.com|tiktok|tik[ ]tok|snapchat|snap|telegram|discord|skype|wechat|weixin"
        "|line[ ]id|kik|viber|signal"
        "|reddit|facebook|fb|linkedin|youtube|twitch|threads|mastodon|bluesky|pinterest|tumblr|steam|xbox"
        "|gamertag|psn"
        "|vinted|strava|myspace|quora|patient[ ]forum|mumsnet|whatsapp|messenger|onlyfans|github"
        "|zalo|imo|vk|weibo|qq"
        "|kakao(?:talk)?|threema|bigo|clubhouse|goodreads|ravelry|duolingo|spotify|soundcloud|roblox"
        "|minecraft|fortnite"
        "|playstation|nintendo|lichess|ebay|etsy|depop|tinder|grindr|hinge|bumble|peanut|nextdoor"
        "|healthunlocked|garmin"
    )
)
_ACCOUNT_NAME = r"@?(?=[\w.#-]{0,40}[^\W\d_])[\w.#-]{2,40}\w"
_HANDLE = [
    r"(?<![\w@./])@(?!(?:home|work|night|bedtime|least|once|all|rest|school|uni|hospital|times|about|around"
    r"|present|first|the|a|my)\b)"
    r"[^\W\d][\w.]{1,30}(?:@[\w.-]{3,60})?",
    r"(?<![\w/])/?[ur]/[\w-]{3,30}(?![\w/])",
    # Words joined by a low line are somebody's account or a file: "giga_sleepless".
    r"(?<![\w.@/*-])(?!_|[\w.]{1,80}\.(?:jpe?g|png|pdf|heic|gif|webp|mp4|mov)\b)(?=\w{0,40}[^\W\d_])[\w.]{1,40}_[\w.]{1,40}(?<![._])(?!\w|[@/*]"
    r"|\.(?:jpe?g|png|pdf|heic|mp4))",
]
# After a network's name: what stands there must look like no word (a digit, a sign within), or follow "is" or ":".
_HANDLE_CUES = [
    rf"(?<!\w)(?:{_NETWORKS})(?:[ ](?:account|handle|name|user|username|id|page|profile|channel))?"
    rf"(?:[ ](?:is|as|at|under)|[ ]?[:=-])[ ]?['\"“]?({_ACCOUNT_NAME})",
    rf"(?<!\w)(?:{_NETWORKS})(?:[ ](?:account|handle|name|user"
    rf"|id))?[ ]['\"“]?((?=[\w.#-]{{0,39}}[\d_.#])[^\W\d][\w.#-]{{2,38}}\w)",
    r"(?<!\w)(?:user[ ]?names?|user[ ]?id|(?<!door[ ])handle|screen[ ]?name|nick[ ]?name|gamer[ ]?tag"
    r"|log-?in(?:[ ]name)?|account[ ]name)"
    rf"(?:[ ](?:is|on[ ]\w{{2,20}}[ ]is|was)|[ ]?[:=])[ ]?['\"“]?({_ACCOUNT_NAME})",
    r"(?<!\w)(?:i(?:['’]m|[ ]am)|find[ ]me|follow[ ]me|add[ ]me|dm[ ]me|post(?:ing)?|known|message[ ]me"
    r"|write)[ ](?:as[ ]|under[ ])?"
    rf"['\"“]?((?=[\w.-]{{0,39}}[\d_.])[^\W\d][\w.-]{{2,38}}\w)['\"”]?[ ](?:on|at|in"
    rf"|over[ ]on)[ ](?:the[ ])?(?:{_NETWORKS}|forum|here)\b",
    rf"(?<!\w)(?:{_NETWORKS})[ ](?:me|us)[ ](?:at|on|@)[ ]({_ACCOUNT_NAME})",
    r"(?<!\w)(?:user[ ]?name|account[ ]name|handle|nick(?:[ ]?name)?|log-?in|screen[ ]name|alias"
    r"|posting[ ]as|post[ ]as)[ ](?:on[ ]\w{2,20}[ ])?['\"“]?"
    r"((?=[\w.#-]{0,39}(?:[\d_]|(?-i:[a-z][A-Z])))[^\W\d][\w.#-]{2,38}\w)",
    r"(?<!\w)(?:name|nick(?:name)?|profile|user|account|login|handle|tag|alias|avatar)[ ](?:in|on"
    r"|at|for|from|of)[ ](?:the[ ]|this[ ]|your[ ]|my[ ])?"
    rf"(?:\w{{2,15}}[ ]){{1,3}}?(?:is|was)[ ]['\"“]?({_ACCOUNT_NAME})",
    r"(?<!\w)(?:profile|account|login|handle|nick(?:name)?|avatar)[ ](?:called|named|as|name[ ]is)[ ]['\"“]?"
    rf"({_ACCOUNT_NAME})",
    rf"(?<!\w)(?:on|via|through|my|our)[ ](?:the[ ])?(?:{_NETWORKS})(?:[ ](?:i['’]?m|it['’]?s|as"
    rf"|under|name))?[ ,:]{{1,2}}['\"“]"
    rf"({_ACCOUNT_NAME})['\"”]",
    r"(?<!\w)(live:[\w.]{3,40})",
    r"(?<![\w#])([^\W\d]\w{1,30}#\d{4})(?!\w)",
]
_WORD_AFTER = re.compile(
    r"(?:the|a|an|my|our|his|her|not|so|very|also|and|or|but|on|in|at|to|full|just|only|always|what|where"
    r"|how|it|there|this|that|used"
    r"|private|deleted|linked|below|above|down|me|us|you|well|really|too|group|support|groups|good|bad"
    r"|still|now)\Z",
    re.IGNORECASE,
)
_EMAILS = [re.compile(pattern, re.IGNORECASE) for pattern in _EMAIL]
_SITES = [re.compile(pattern, re.IGNORECASE) for pattern in _LINK]
_HANDLES = [re.compile(pattern, re.IGNORECASE) for pattern in _HANDLE]
_CUED = [re.compile(pattern, re.IGNORECASE) for pattern in _HANDLE_CUES]
_NO_FILE = re.compile(r"\.(?:jpe?g|png|pdf|docx?|heic|gif|mp4|mov|txt)\Z", re.IGNORECASE)
_ABBREVIATIONS = re.compile(r"(?:e\.g|i\.e|a\.m|p\.m|vs|etc|no|dr|approx)\.\w{1,4}\Z", re.IGNORECASE)


def contacts(text):
    """(start, end, kind) of e-mail addresses, sites that are no public service's, and account names."""
    for pattern in _EMAILS:
        for match in pattern.finditer(text):
            yield match.start(), match.end(), MarkKind.EMAIL
    for match in _MAIL_CUE.finditer(text):
        yield match.start(1), match.end(1), MarkKind.EMAIL
    for pattern in _SITES:
        for match in pattern.finditer(text):
            link = match[0].rstrip(".,;:!?)]}»”’*")
            if not _is_nobodys(link):
                yield match.start(), match.start() + len(link), MarkKind.LINK
    for pattern in _HANDLES:
        for match in pattern.finditer(text):
            yield match.start(), match.start() + len(match[0].rstrip(".")), MarkKind.HANDLE
    for pattern in _CUED:
        for match in pattern.finditer(text):
            name = match[1].rstrip(".-")
            if not _WORD_AFTER.match(name):
                yield match.start(1), match.start(1) + len(name), MarkKind.HANDLE


def _is_nobodys(link):
    plain = link.lower()
    if (_NO_FILE.search(plain) and "/" not in plain) or _ABBREVIATIONS.match(plain):
        return True
    # An .org may be a village's or a family's: only those of lists/public_sites.txt are everybody's.
    return bool(KNOWN_SITES.fullmatch(plain)) or is_public_site(plain, ending=NARROW_ENDING)
