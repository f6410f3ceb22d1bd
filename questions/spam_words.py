"""Words of people who sell, for `questions.spam`.

Each phrase stands as `questions.likeness.words` writes it (small letters, no accents, numbers as 0), its words
parted by single blanks; it matches whole words.
"""

# What a seller says and a patient hardly ever does.
OFFERS = """
bet now|book now|buy now|chat us|click here|click the link|click this link|click on the link|click below
order now|order here|order today|order yours|shop now|sign up now|sign up here|register here|visit our
visit us|join us now|join our|check out our|get yours|get started today|grab yours|claim your|don t miss
hurry up|while stocks last|we offer|we sell|we ship|we supply|we provide|we deliver to|we guarantee
we specialize|we specialise|our company|our store|our shop|our website|our site|our products|our product
our services|our service|our clients|our customers|our experts|our team of|our agency|our formula
our supplement|official website|official site|i sell|i am selling|we are selling|bulk order|bulk orders
wholesale price|wholesale prices|best price|best prices|lowest price|lowest prices|cheapest price
affordable price|affordable prices|affordable rates|discount code|promo code|coupon code|voucher code
percent off|percent discount|special offer|limited offer|limited time|exclusive offer|offer ends
free shipping|free delivery|fast delivery|fast shipping|discreet delivery|discreet shipping
discreet packaging|worldwide shipping|worldwide delivery|ship worldwide|overnight delivery
overnight shipping|delivery worldwide|money back|satisfaction guaranteed|results guaranteed
guaranteed results|guaranteed delivery|0 guaranteed|percent guaranteed|percent genuine|percent legit
percent natural|no prescription needed|no prescription required|without prescription overnight|no rx|dm me
dm us|dm for|inbox me|inbox us|text me on|text us|message me on|message us|contact us|contact him
contact her on|contact me on|contact me via|contact me at|contact me for|contact this|reach us|reach him
reach out to him|reach out to us|email him|email us|mail us|write him|add me on|add us on|whatsapp him
whatsapp us|whatsapp number|whatsapp only|whatsapp or|on whatsapp|via whatsapp|on telegram|via telegram
hit me up|follow us|link in bio|telegram channel|pm me|text or call|call or text|call or whatsapp|call us
spell caster|spell casting|love spell|love spells|powerful spell|spiritual healer|cast a spell
restored my marriage|bring back my ex|brought back my ex|brought my ex|get your ex|ex back|lost lover
win the lottery|illuminati|god bless dr|great dr|great doctor called|share my testimony|herbal medicine from
herbal remedy from|herbs from dr|cured me with|cured by dr|cured by doctor|healed by dr|seo|backlinks
guest post|guest posts|web traffic|website traffic|rank your|google ranking|buy followers|real followers
grow your|web design services|lead generation|digital marketing|increase your sales|boost your|btc|usdt
binary options|trading platform|trading signals|invest with|account manager|investment plan
investment opportunity|investment company|passive income|earn up to|financial freedom|double your
guaranteed profit|daily profit|weekly profit|recover your funds|recovery expert|recovery agent
wallet recovery|loan offer|loan company|urgent loan|apply for a loan|cash advance|bad credit|credit repair
interest rate of|free spins|welcome bonus|deposit bonus|betting tips|sportsbook|online casino|fixed matches
sure odds|escort service|escort services|call girl|call girls|escorts in|hot girls|adult dating|hookup site
meet singles|essay writing|write my paper|assignment help|homework help|dissertation help|term papers
writing service|fake passport|fake passports|counterfeit money|counterfeit notes|buy degree|clone card
clone cards|cloned cards|hire a hacker|hack any|hack into|professional hacker|ethical hacker|spy on your
iptv|hair vendor|replica watches|replica bags|hgh online|research chemicals|for sale online
available for sale|your website does|your site does|your portal does|your website is not|your site is not
your portal is not|your website and|your rates|your keywords|dofollow|page one for|sponsored post|paid post
link placement|link exchange|send a quote|send an audit|per article|each article|per placement
at checkout|for a discount|use code|use the code|use my code|with my code|with my link|through my link|use my link
""".replace("\n", "|")

# What is sold and how, and praise: patients use these words too, so a few of them are nothing.
GOODS = """
viagra|cialis|sildenafil|tadalafil|levitra|kamagra|xanax|valium|adderall|oxycodone|oxycontin|percocet
hydrocodone|vicodin|tramadol|ambien|modafinil|phentermine|ozempic|wegovy|semaglutide|mounjaro|botox
ivermectin|abortion pills|steroids|cannabis|lsd|cbd|cheap|cheapest|affordable|discount|discounts|coupon
online pharmacy|online store|pharmacy online|online|buy|order|sale|for sale|available|in stock|stock
wholesale|subscribe|apply now|act now|call now|supplement|supplements|gummies|capsules|pills|herbal|herbs
roots|herbal medicine|herbal mixture|herbal cure|herbal doctor|herbal healer|organic|natural|formula
fat burner|slimming tea|detox tea|belly fat|male enhancement|penis enlargement|native doctor
traditional healer|marabout|voodoo|black magic|fortune teller|temple|no side effects|without side effects
doctors hate|big pharma|clinically proven|scientifically proven|miracle|miracle cure|permanent cure
permanently cured|secret|breakthrough|amazing|awesome|incredible|reviews|changed my life|life changing
highly recommend|i recommend|thank me later|testimony|legit|reliable|trusted|genuine|certified|verified
bonus|promo|promotion|deal|deals|offer|giveaway|giving away|free|prize|win|free trial|free sample
free consultation|guarantee|guaranteed|instant|profit|profits|investment|invest|income|trading|paid|pay
referral|website|page|channel|group|company|agency|agents|office|center|team|services|service|support
help desk|expert|experts|product|products|brand|manufacturer|factory|leading|customers|customer|clients
webmaster|article|delivery|shipping|shipped|discreet|price|prices|premium|best|top|top rated|number one
whatsapp|whatsapp me|telegram|wickr|bitcoin|crypto|cryptocurrency|ethereum|forex|loan|loans|lender|casino
slots|jackpot|betting|poker|bet|tips|odds|insider|escort|escorts|sexy|girl|photos|private|lonely|chat
massage|webcam|onlyfans|hookup|essay|essays|dissertation|replica|rolex|passports|visa|job|seats|hacker
generator|unban|work from home|extra income|earn|earn money|make money|followers|marketing|traffic|rank
lottery|spell|flats|luxury|property|flights|reservations|cancellation|click|join|visit|watch|video|check
text|call|contact|book|claim|hurry|limited|inquire|welcome to|dear|survey|donors|donor|sum of|urgently need
""".replace("\n", "|")

# How a patient speaks of an illness: each takes one point from a seller's.
COMPLAINTS = """
i have|i had|i ve|i am|i m|i feel|i felt|i take|i took|i get|i got|i was|i need to know|my|he has|she has
years old|year old|since|for 0 days|for 0 weeks|for 0 months|for 0 years|days ago|weeks ago|months ago
yesterday|last week|last month|at night|in the morning|should i|can i|could it|could this|is it|is this|do i
what is|what can|how long|why|please help|please advise|please suggest|worried|afraid|scared|ache|aches
allergic|allergy|anxiety|antibiotics|arm|back|bleeding|blood|blood pressure|bowel|breast|breath|breathing
burning|cancer|chest|child|condition|cough|cramps|daughter|depression|diagnosed|diarrhoea|diarrhea|dizzy
doctor|dose|ear|exhausted|eye|eyes|face|fever|gp|hair|hand|head|headache|headaches|heart|hospital|hurt|hurts
infection|injury|itch|itchy|joint|joints|kidney|knee|leg|legs|liver|lump|lungs|medicine|medication|mg
migraine|mri|paracetamol|report|i gave|mother|muscle|nausea|neck|nose|numb|operation|pain|painful|period
periods|pregnant|pregnancy|prescribed|prescription|pressure|rash|red|results|scan|shoulder|side effect
side effects|skin|sleep|sore|son|spots|stomach|surgery|swollen|symptoms|tablets|test|tests|throat|throbbing
tired|tooth|treatment|ulcer|urine|vomiting|wife|husband|weak|weight|worse|wound|x ray
""".replace("\n", "|")

# What typesetters fill pages with.
FILLER = frozenset(
    "lorem ipsum dolor sit amet consectetur consectetuer adipiscing elit sed do eiusmod tempor incididunt ut labore et "
    "dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris nisi aliquip ex ea commodo "
    "consequat duis aute irure in reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur sint "
    "occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum".split()
)


def phrases(table: str) -> frozenset[str]:
    """The phrases of a table above."""
    return frozenset(phrase for phrase in table.split("|") if phrase)


OFFER_PHRASES = phrases(OFFERS)
GOODS_PHRASES = phrases(GOODS)
COMPLAINT_PHRASES = phrases(COMPLAINTS)
LONGEST_PHRASE = max(len(phrase.split()) for phrase in OFFER_PHRASES | GOODS_PHRASES | COMPLAINT_PHRASES)
