"""What days, months, feasts and eras are called: pieces of patterns for dates.py."""

from questions.redaction.patterns import alternatives_of, by_first_letter

MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    "|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
WEEKDAY = "(?:mon|tue(?:s)?|wed(?:s|nes)?|thu(?:r|rs)?|fri|sat(?:ur)?|sun)(?:day)?"
ORDINAL = (
    "(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth"
    "|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|(?:twenty"
    "|thirty)[- ](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth))"
)
# The days of the week of a score of languages, beside a figure.
WEEKDAYS_TOO = by_first_letter(
    alternatives_of(
        "lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend"
        "|sonntag|lunes|martes|miércoles|miercoles|jueves|viernes|sábado|sabado|domingo|(?:segunda|terça|quarta|quinta"
        "|sexta)(?:-feira)?|lunedì|martedì|mercoledì|giovedì|venerdì|sabato|domenica|maandag|dinsdag|woensdag|donderdag"
        "|vrijdag|zaterdag|zondag|måndag|tisdag|onsdag|torsdag|fredag|lördag|söndag|mandag|tirsdag|lørdag|søndag"
        "|maanantai(?:na)?|tiistai(?:na)?|keskiviikko(?:na)?|torstai(?:na)?|perjantai(?:na)?|lauantai(?:na)?|sunnuntai(?:na)?"
        "|poniedziałek|wtorek|środ[aęy]|czwartek|piątek|sobot[aęu]|niedziel[aę]|pondělí|úterý|střed[au]|čtvrtek|pátek|neděl[ei]"
        "|hétfő\\w*|kedd\\w*|szerd[aá]\\w*|csütörtök\\w*|péntek\\w*|szombat\\w*|vasárnap|luni|marți|miercuri|joi|vineri"
        "|sâmbătă|duminică|pazartesi|salı|çarşamba|perşembe|cuma|cumartesi|senin|selasa|rabu|kamis|jumat|sabtu|minggu"
        "|понедельник|вторник|сред[ау]|четверг|пятниц[ау]|суббот[ау]|воскресенье|jumatatu|jumanne|jumatano|alhamisi|ijumaa"
    )
)
# Full names, inflected where a day before them inflects them; those that are English words too are in MONTHS_TOO.
_MONTHS = """
januar jänner jaenner februar feber märz maerz juli oktober dezember
janvier février fevrier avril juillet août aout septembre octobre novembre décembre decembre
enero febrero marzo abril mayo junio julio septiembre setiembre octubre noviembre diciembre
gennaio febbraio aprile maggio giugno luglio settembre dicembre
janeiro fevereiro março marco maio junho julho setembro outubro novembro dezembro
gener febrer març maig juny juliol setembre desembre
januari februari maart augustus april juni september oktober november december augusti
januari februari mars maj juni juli augusti januar februar marts august desember
janúar febrúar apríl maí júní júlí ágúst október nóvember desember
tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta
marraskuuta
joulukuuta tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu syyskuu lokakuu marraskuu
joulukuu
jaanuar veebruar märts aprill juuli jaanuaril veebruaril märtsil aprillil mail juunil juulil augustil
septembril
oktoobril novembril detsembril oktoober detsember juuni
janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī janvara februara
sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
stycznia lutego marca kwietnia maja czerwca lipca sierpnia września wrzesnia października pazdziernika
listopada grudnia
styczeń luty marzec kwiecień czerwiec lipiec sierpień wrzesień październik listopad grudzień
ledna února unora března brezna dubna května kvetna června cervna července cervence srpna září zari října
rijna
listopadu prosince januára februára apríla mája júna júla augusta septembra októbra novembra decembra
január február március marcius április aprilis május majus június junius július julius augusztus szeptember
október
ianuarie februarie martie aprilie iunie iulie septembrie octombrie noiembrie decembrie
siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna studenoga studenog prosinca
januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra avgust
januarja februarja marca junija julija avgusta
ocak şubat subat nisan mayıs mayis haziran temmuz ağustos agustos eylül eylul ekim kasım kasim aralık aralik
janari shkurt prill qershor korrik gusht shtator tetor nëntor dhjetor
januari februari maret mei juni juli agustus oktober desember mac julai ogos disember
enero pebrero marso abril mayo hunyo hulyo agosto setyembre oktubre nobyembre disyembre
tháng januarie februarie maart junie julie augustus desember oktober
machi aprili mei agosti septemba oktoba novemba desemba
января февраля марта апреля мая июня июля августа сентября октября ноября декабря
січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
януари февруари март април май юни юли август септември октомври ноември декември
јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου μαίου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου νοεμβρίου
δεκεμβρίου
ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
يناير فبراير مارس أبريل ابريل مايو يونيو يوليو أغسطس اغسطس سبتمبر أكتوبر اكتوبر نوفمبر ديسمبر
كانون شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين
जनवरी फ़रवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर
জানুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
muharram safar rabi rajab shaban sha'ban ramadan ramazan shawwal dhul zulhijja dhu
tishrei tishri cheshvan kislev tevet shevat adar nisan iyar sivan tammuz elul
chaitra baisakh baishakh vaisakh jestha jeth asar ashadh shrawan saun bhadra bhadau ashwin asoj kartik mangsir
poush
push magh falgun phalgun chait karthika
meskerem tikimt hidar tahsas yekatit megabit miyazya ginbot sene hamle nehase pagume
farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand
vendémiaire prairial tashreen kanun
""".split()
# Words of English besides: months only beside a day with a sign, or with a year.
MONTHS_TOO = (
    "(?:mars|mai|mei|maj|marts|mart|maya|sene|push|tir|mehr|dey|sept|gen|ene|ago|dic|abr|avr|fev|fév|mrt"
    "|okt|dez|set|out|dhu|agosto|juin|juni|marzec|prill|août|déc)"
)
_UNSURE = set(
    "mars mai mei maj mail marts mart push tir mehr dey sene adar dhul dhu marco safar rabi lipa".split()
)
FOREIGN = by_first_letter(sorted(set(_MONTHS) - _UNSURE, key=lambda word: (-len(word), word)))

# Feasts of the large religions, national days and days that countries keep, also written small.
_FEASTS = r"""
christmas(?:\s(?:eve|day))?|xmas(?:\s(?:eve|day))?|boxing\sday|new\syear(?:['’]?s)?(?:\s(?:eve|day))?
hogmanay|easter(?:\s(?:sunday|monday|saturday|day))?|palm\ssunday|maundy\sthursday|good\sfriday
holy\s(?:week|thursday|saturday)
orthodox\s(?:easter|christmas)|epiphany|twelfth\snight|candlemas|three\skings(?:\sday)?
ascension(?:\s(?:day|thursday))?
whit(?:sun(?:day)?|\smonday)|pentecost|trinity\ssunday|corpus\schristi|assumption(?:\sday)?|michaelmas
martinmas
all\s(?:saints|souls|hallows)['’]?(?:\s(?:day|eve))?|advent(?:\ssunday)?|lent|ash\swednesday|shrove\stuesday
pancake\sday
mardi\sgras|carnival|carnaval|karneval|fasching|rosenmontag|fastnacht|saint?\snicholas(?:\sday)?|sinterklaas
krampus
sant?['’]?\s?lucia|midsummer(?:['’]s)?(?:\s(?:eve|day))?|midsommar(?:afton)?|juhannus|ligo|jāņi|jaani
walpurgis(?:\snight)?|valborg
halloween|hallowe['’]en|thanksgiving(?:\s(?:day|eve|weekend))?|black\sfriday|independence\sday|labou?r\sday
memorial\sday|veterans?['’]?\sday
president['’]?s['’]?\sday|mlk\sday|juneteenth|columbus\sday|fourth\sof\sjuly|4th\sof\sjuly|cinco\sde\smayo
super\sbowl(?:\ssunday)?|groundhog\sday
valentine['’]?s(?:\sday)?|mother['’]?s\sday|mothering\ssunday|father['’]?s\sday|women['’]?s\sday
children['’]?s\sday
teachers?['’]?\sday|bonfire\snight|guy\sfawkes(?:\snight)?|burns\snight|remembrance\s(?:day|sunday)
armistice\sday|may\sday
(?:early\smay\s|august\s|spring\s|summer\s)?bank\sholiday(?:\smonday)?|anzac\sday|australia\sday
waitangi\sday|matariki|canada\sday|victoria\sday
(?:st\.?|saint)\s[^\W\d_]{3,12}['’]?s?\s(?:day|eve)|saint\sjohn|são\sjoão|san\sjuan|san\sfermín|feria|fallas
las\sfallas|semana\ssanta
reyes|día\sde\s(?:los\s)?(?:muertos|reyes)|nochebuena|nochevieja|navidad|natal|noël|noel|pâques|pascua
páscoa|pasqua|natale|capodanno|ferragosto
ostern|pfingsten|weihnachten|silvester|nikolaus|wielkanoc|boże\snarodzenie|sylwester|vánoce|velikonoce
karácsony|húsvét|crăciun|paște
kerst|pasen|pinksteren|koningsdag|king['’]?s\sday|queen['’]?s\sday|jul(?:afton)?|påske?|pinse|syttende\smai
bastille\sday|toussaint
ramadan|ramadhan|ramazan|ramzan|eid(?:[\s-](?:al|ul|el)[\s-](?:fitr|adha|azha|ghadeer))?(?:\sday)?
bakra?[\s-]?i?eid|bakrid|ashura|muharram|mawlid|milad(?:[\s-]un[\s-]nabi)?
laylat\sal[\s-]qadr|shab[\s-]e[\s-]barat|arafat?\sday|hari\sraya|lebaran|kurban\sbayramı|şeker\sbayramı
bayram|tabaski|korité
hanukkah|chanukah|passover|pesach|yom\skippur|rosh\shashan[ae]h?|sukkot|simchat\storah|purim|shavuot
tisha\sb['’]?av|lag\sb['’]?omer|tu\sb['’]?shvat
yom\sha(?:atzmaut|shoah|zikaron)|diwali|deepavali|deepawali|holi|navratri|navaratri|dussehra|dasara|dashain
tihar|vijayadashami|durga\spuja|kali\spuja|chhath(?:\spuja)?
saraswati\spuja|ganesh\schaturthi|janmashtami|raksha\sbandhan|rakhi|karwa\schauth|maha\sshivaratri|shivratri
ram\snavami|makar\ssankranti|lohri|ugadi|vishu
onam|pongal|baisakhi|vaisakhi|bihu|gudi\spadwa|akshaya\stritiya|rath\syatra|teej
guru\s(?:nanak|purnima)(?:\sjayanti)?|gurpurab|gandhi\sjayanti|republic\sday
poya|vesak|wesak|vesakha|songkran|loy\skrathong|thingyan|losar|pchum\sben|khmer\snew\syear|t[eếê]t
lunar\snew\syear|chinese\snew\syear|spring\sfestival
mid-?autumn(?:\sfestival)?|moon\sfestival|dragon\sboat(?:\sfestival)?|qingming|golden\sweek|chuseok|seollal
obon|bon\sfestival|setsubun|tanabata|shichi-go-san
nowruz|norouz|norooz|newroz|yalda|sizdah\sbedar|naw[\s-]r[uú]z|meskel|timkat|enkutatash|genna|fasika
madaraka\sday|jamhuri\sday|mashujaa\sday|heroes['’]?\sday
democracy\sday|freedom\sday|heritage\sday|youth\sday|human\srights\sday|workers?['’]?\sday|africa\sday
unity\sday|liberation\sday|victory\sday|constitution\sday
national\sday|merdeka|reformation\sday|bodhi\sday|kwanzaa|old\syear['’]?s\s(?:night|day|eve)
la\ssaint[- ][^\W\d_]{3,12}|são\s(?:pedro|sebastião)
homowo|durbar|argungu|eyo|winter\ssolstice
summer\ssolstice|equinox|inauguration\sday|election\sday
"""
FEAST = by_first_letter(alternatives_of("|".join(row.strip() for row in _FEASTS.strip().splitlines())))
# "Madaraka Day 2022", "Ascension Thursday 2023": any capital words before one of these, with a year after.
DAY_WORDS = (
    r"(?:day|eve|night|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|weekend"
    r"|festival|fest|puja"
    r"|jayanti|purnima|holiday|feast|new\syear|bayram[ıi]?|kermis|kirmes|feria|carnival|mela)"
)
ERAS = r"(?:[令平昭大][和成正]|民國|民国|reiwa|heisei|showa|shōwa)"
