"""Who somebody works for: "I work at …", "a nurse at …", firms by their legal form."""

import re

from questions.redaction.kinds import MarkKind
from questions.redaction.lists import no_names, words

_CAP = r"(?-i:[^\W\d_a-z][\w'’-]{0,40}\.?)"
_EMPLOYERS = re.compile(
    r"(?<!\w)(?:(?:i['’]?m|am|is|was|he['’]s|she['’]s|a|an|the|who|and|i|he|she|both|currently|now|also)[ ])?"
    r"(?:work(?:s|ed|ing)?(?:[ ](?:full[- ]?time|part[- ]?time|nights|shifts|night[ ]shifts|as[ ](?:a|an"
    r"|the)[ ](?:[\w-]{2,20}[ ]){1,4}?|in[ ](?:the[ ])?(?:\w{2,12}[ ]){1,3}?)){0,2}[ ]?(?:at|for|with"
    r"|in[ ]the[ ]\w{3,15}[ ](?:of|at))|employed[ ](?:at|by|with)|employees?[ ](?:of|at)|employer(?:[ ]is|,"
    r"|(?=[ ])"
    r"|:|[ ]\()|(?:teach(?:es|ing)?|taught|serv(?:e|ed|ing)|train(?:ed|ing)?"
    r"|volunteer\w*)(?:[ ]\w{2,15}){0,2}[ ](?:at|with)|job[ ](?:at|with|for)|shifts?[ ]at"
    r"|internship[ ](?:at|with)|apprentice(?:ship)?[ ](?:at"
    r"|with)|contract(?:or)?[ ](?:at|with|for)"
    r"|(?:retired[ ]from|laid[ ]off[ ](?:by|from)|sacked[ ](?:by|from)|fired[ ]from|hired[ ]by|joined"
    r"|colleagues?[ ](?:at|from)|boss[ ]at|career[ ]at|years[ ]at|company[ ](?:is|called)|office[ ](?:at"
    r"|of)|canteen[ ]at|factory[ ]of"
    r"|(?:paid|insured|insurance|cover(?:ed|age)?|plan|employed|placed|contracted"
    r"|payroll)[ ](?:\w{2,10}[ ])?(?:through|via|thru|by|from|of|with)"
    r"|(?:drive|drove|driving|drives|deliver\w*|clean\w*|cook\w*|fly|flying|guard\w*|sew\w*"
    r"|pack\w*|fish\w*|paint\w*|haul\w*|pick\w*|weld\w*|sell\w*"
    r"|manage[sd]?|managing|code|coding|temp|temping|intern\w*|consult\w*|freelanc\w*|labour\w*"
    r"|slave|graft\w*)(?:[ ][\w-]{2,15}){0,3}[ ](?:for|at)"
    r"|my[ ](?:work|workplace|job|company|firm|agency|business|shop|salon|bakery|restaurant"
    r"|factory)(?:[ ]is|,|:)"
    r"|(?:work|job|shift|gym|factory|warehouse|office|company|firm|plant|mill|shop|agency"
    r"|employer|place|workplace)[ ]?[(](?:at[ ]|the[ ])?(?<=[(])"
    r"|on[ ]the[ ]books[ ]of|(?<!\w)ex|formerly[ ](?:of|at|with)|late[ ]of|(?:mine|plant|site|rig|ship"
    r"|farm|depot|route|quarry|vessel|yard)[ ]for"
    r"|(?:was|am|is|been|as|['’]m|['’]s)[ ](?:an?[ ]|the[ ])?(?!bett|old|young|long|lat|wors|nev|ov|eith"
    r"|und|eag|oth|high|low|fast|slow)"
    r"[a-z]{2,10}(?:ist|er|or|man|woman|hand|smith|wright|maid|ian)[ ]at"
    r"|business[ ]called|shop[ ]called|apprenticed[ ](?:at|to)|(?:hr"
    r"|management|canteen|occupational[ ]health)[ ](?:at|of))"
    r"|(?:teacher|nurse|engineer|manager|driver|cleaner|cook|chef|cashier|clerk|accountant|analyst"
    r"|developer|programmer|designer|lecturer|professor|student|pupil|assistant|receptionist|secretary"
    r"|director|head|officer|guard|porter|pilot|steward(?:ess)?|crew|baker|butcher|mechanic|technician"
    r"|electrician|plumber|joiner|welder|operator|operative|picker|packer|supervisor|consultant|partner"
    r"|solicitor|lawyer|librarian|caretaker|janitor|barista|waiter|waitress|carer|midwife|doctor|paramedic"
    r"|firefighter|policeman|policewoman|constable|postman|courier|salesman|agent|buyer|editor|journalist"
    r"|producer|researcher|scientist|fellow|trainee|intern|foreman|labourer|miner|farmer|headteacher"
    r"|head[ ]teacher|headmistress|headmaster|coach|player|captain|ceo|cfo|cto|owner|founder"
    r"|worker)[ ](?:at|for|with|of))"
    rf"(?:[ ]|(?<=[(]))(?:the[ ]|a[ ]company[ ]called[ ]|our[ ]local[ ]"
    rf"|my[ ]local[ ])?({_CAP}(?:[ ](?:{_CAP}|&|and|of"
    rf"|the|in|on|for|de)){{0,5}}(?:(?:[ ](?-i:[a-z]{{3,12}})){{0,2}}[ ](?:factory|mill|mine"
    rf"|plant|works|farm|plantation|estate|workshop|cooperative"
    rf"|co-operative)(?:[ ]no\.?[ ]?\d{{1,3}})?(?!\w))?)",
    re.IGNORECASE,
)
_COMPANY = re.compile(
    rf"(?<!\w)({_CAP}(?:[ ](?:{_CAP}|&|and)){{0,4}}[ ]"
    rf"(?-i:Credit[ ]Union|Cooperative|Co-operative|Syndicate|Savings[ ]Bank|Plantations?"
    rf"|Breweries|Electricals|Alloys|Metals|Minerals|Petroleum|Railways|Telecoms?|Cement|Ceramics|Apparel"
    rf"|Knitwear|Spinning|Weaving|Superstores?|Wholesale|Distributors|Traders|Trading|Exports|Aerospace"
    rf"|Aviation|Machinery|Tractors|Cables|Furniture|Timbers?|Lumber|Paints|Fertili[sz]ers|Seafoods|Beverages"
    rf"|Bottlers|Bottling|Winery|Stevedores|Broadcasting|Ferries|Cruises|Casino|Couriers|Agro|Collieries"
    rf"|Colliery"
    rf"|Orchards?|Vineyards?|Garments?|Ltd|Limited|plc|PLC|GmbH|AG|Inc|LLC|LLP|Pty"
    rf"|S\.A\.|Solicitors|Council|Constabulary|Police|Motors|Logistics|Construction|Engineering|Consulting"
    rf"|Accountants|Industries|Bakery|Supermarket|Airlines|Airways|Haulage|Freight|Transit"
    rf"|Textiles|Mills|Foods|Farms|Homecare|Rehab"
    rf"|Contracting|Contractors|Builders|Roofing|Plumbing|Electrics?|Estates|Hardware|Electronics"
    rf"|Pharma|Chemicals|Steel|Steelworks|Mining|Shipping|Trucking"
    rf"|Transport|Couriers|Dairy|Dairies|Poultry|Brewery|Distillery|Packaging|Plastics|Software"
    rf"|Technologies|Diagnostics|Laboratories|Shipyard|Foundry"
    rf"|Fisheries|Cannery|Quarry|Sawmill|Garage|Autos?|Tyres|Catering|Cleaners|Cleaning|Security"
    rf"|Staffing|Recruitment|Realty|Printers|Press|Publishing"
    rf"|Insurance|Brothers|Bros\.?|Sons|Partners|Holdings|Group|Enterprises|Bhd|Sdn|Oy|ApS|BV|NV"
    rf"|SARL|Srl|SpA|Kft|Pvt|e\.V\.))(?!\w)",
    re.IGNORECASE,
)
# "Dillard Feed & Seed (where I work)"
_WHERE = re.compile(
    rf"(?<!\w)({_CAP}(?:[ ](?:{_CAP}|&|and|of|the)){{0,4}}),?[ ][(]?(?:where[ ](?:i|he|she|we"
    rf"|my[ ]\w{{2,10}})[ ](?:\w{{2,10}}[ ])?work|my[ ]employer"
    r"|my[ ](?:work|job)\b|i[ ]work[ ](?:there|the))",
    re.IGNORECASE,
)
# Firms of lists/employers.txt, also written small.
_SMALL = re.compile(
    r"(?<!\w)(?:work(?:s|ed|ing)?|jobs?|shifts?|pilot|driver|cashier|manager|nights|crew|employed"
    r"|employer)[ ](?:at|for|with|in|by|is)[ ]"
    r"([^\W\d_][\w'’]{2,15})(?!\w)",
    re.IGNORECASE,
)
_NO_EMPLOYER = re.compile(
    r"(?:nhs|council|local|government|covid|monday|home|night|school|mum|dad|university"
    r"|royal[ ]college|medicare|medicaid|medibank"
    r"|the|my|our|a|an|his|her|support|self[- ]help|facebook|whatsapp|age|risk|control|study"
    r"|blood|high|low|private|social|public)\b",
    re.IGNORECASE,
)


def employers(text):
    """(start, end, kind) of employers."""
    for match in _EMPLOYERS.finditer(text):
        kept = _trimmed(match[1])
        if kept and not _NO_EMPLOYER.match(kept) and _employs(kept):
            yield match.start(1), match.start(1) + len(kept), MarkKind.EMPLOYER
    for match in _SMALL.finditer(text):
        if match[1].lower() in words("employers"):
            yield match.start(1), match.end(1), MarkKind.EMPLOYER
    for match in _COMPANY.finditer(text):
        if _employs(match[1].rpartition(" ")[0] or match[1]) and not _NO_EMPLOYER.match(match[1]):
            yield match.start(1), match.end(1), MarkKind.EMPLOYER
    for match in _WHERE.finditer(text):
        if _employs(match[1]) and not _NO_EMPLOYER.match(match[1]):
            yield match.start(1), match.end(1), MarkKind.EMPLOYER


def _employs(kept):
    first = kept.split()[0].lower().removesuffix("'s").removesuffix("’s")
    return first not in no_names() or first in words("employers") or " " in kept


def _trimmed(found):
    """An employer's words without joints at their end and without a sentence that begins after a full stop."""
    found = re.split(r"(?<=[^\W\d_]{3})\.", found)[0].rstrip(".,'’-")
    while True:
        short = re.sub(r"(?i)[ ](?:&|and|of|the|in|on|for|de|i|as|my|he|she|but|it)\Z", "", found)
        if short == found:
            return found
        found = short
