"""What stands behind a capital word and says what it names: an illness, a body, somebody's thing; how names are cut."""

import re

TOKEN = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
# Capitals within a word make a brand or an abbreviation of it, but for these beginnings of family names.
MIXED = re.compile(r"\A(?!Mc|Mac|De|La|Le|Di|Van|Fitz|O['’]|[DL]['’])[^-]*[a-zß-ÿ][A-Z]")
CONTRACTED = re.compile(r"(?:n['’]t|['’](?:m|ve|ll|d|re))\Z")
# "Parkinson's disease", "Hodgkin's lymphoma", "Bach rescue cream": the word names a thing of medicine.
ILLNESS = re.compile(
    r"(?:['’]s|s['’])?[ -]"
    r"(?:(?!(?:ha[sd]|have|is|was|with|got|gets|and|needs|needed|takes)[ ])[\w-]{1,20}[ ])?"
    r"(?:disease|syndrome|sign|test|testing|phenomenon|palsy|thyroiditis"
    r"|lymphoma|contracture|tumou?r|cysts?|procedure|manoeuvre|maneuver|exercises?|classification|score"
    r"|scale|criteria|fracture|ulcers?|nodes?|disorder"
    r"|dementia|ataxia|chorea|neuroma|angina|reflex|stain|technique|operation|repair|method|protocol|effect"
    r"|trial|study|review|law|index|formula|diet|position|pouch|triad|sarcoma|anaemia|anemia|arteritis"
    r"|encephalopathy|oesophagus|esophagus|paralysis|purpura|spots?|lines?|rings?|tubes?|canals?|glands?"
    r"|meds|medicines?|(?<!s[ ])nurse|uk|research|foundation|society|trust|association|specialist|clinic|hemifacial"
    r"|lobectomy|incision|catheter|cannula|forceps|tablets?|cream|ointment|inhaler|patch(?:es)?|injections?"
    r"|vaccine|therapy|spray|gene|mutation|mg|mcg|ml|and[ ]colitis"
    r"|drops?(?![ ](?:the|his|her|its?|him|off|out|to|by|from|asleep|down|a|things|everything)\b))(?!\w)",
    re.IGNORECASE,
)
ORGANISATION = re.compile(
    r"[ ](?:UK|Appeal|Trust|Foundation|Society|Association|College|University|Institute|Hospital|Clinic"
    r"|Centre|Center|Street|Road|Avenue|Lane|School|Church|House|Pharmacy|Research|Helpline|Support|Charity"
    r"|Health|Medical|Surgery|Park|County|Market|Bank|Airport|Factory|Ltd|plc|Inc|GmbH|LLP|LLC)(?!\w)"
)
# "Brixelle's fever": whoever has one of these is a person.
OWNED = re.compile(
    r"['’]s[ ](?:\w{2,15}[ ])?(?:mum|mom|dad|mother|father|sister|brother|wife|husband|son|daughter"
    r"|parents|family|school|birthday|room|house|home|bed|teacher|gp|doctor|midwife|nurse|appointment"
    r"|rash|symptoms?|pain|results?|bloods?|scans?|cough|fever|temperature|legs?|arms?|face|skin|head|eyes?"
    r"|ears?|hands?|feet|foot|back|chest|tummy|belly|knees?|hips?|teeth|mouth|friend|class|case|notes"
    r"|letter|message|file|mobile|phone|number|surgery|operation|condition|health|weight|height|growth"
    r"|diagnosis|age|name|address|nursery|doses?|email|pattern|seizures?|asthma|eczema|breathing|heart"
    r"|liver|kidneys?|blood|sugars?|pressure|medication|medicines|tablets|treatment)\b",
    re.IGNORECASE,
)
