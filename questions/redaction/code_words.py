"""The words that say what a code is, by kind; codes.py looks for the code after them."""

from questions.redaction.kinds import MarkKind
from questions.redaction.patterns import alternatives_of, by_first_letter

_NO = r"(?:number|no\.?|num|nr\.?|id|ref\w*|code)"
# kind → words, one or more to a line; a space stands for any single space, NO for "number", "no.", "id" and the like.
_WORDS = {
    MarkKind.RECORD: """
m\\.?r\\.?n\\.? urn nhi hn uhid emr ehr ipd opd pid crn ubrn dossier expediente prontuário prontuario
fascicolo kartu akte\\w* aktenzeichen
(?:medical·)?records? rekam·medis histori[ac](?:·cl[ií]nica)? fall(?:nummer|nr\\.?)
patienten(?:nummer|nr\\.?|id) potilas\\w* journalnummer
(?:hospital|patient|clinic|unit|ward|lab(?:oratory)?|sample|scan|x-?ray|radiology|referral|visit|admission|appointment|donor|study|trial
|participant|subject|episode|encounter|outpatient|inpatient|op|ip|book|slide|pathology|histology|cytology|biopsy|report|mri|ct|ultrasound
|prescription|booking|order|session|triage|dispensary|maternity|anc|art|tb|cohort|index|film|block|tissue|blood|transfusion|screening
|surgery|theatre|nhs·record|health·centre|centre|centrum|center)·(?:card·)?(?:NO|identifier|card|book|file)
hosp\\.?·?(?:no\\.?|num\\w*|id) case(?:·(?:NO|file))? chart(?:·NO)? file(?:·NO)? folder(?:·NO)? folio
accession(?:·\\w{2,8})? specimen(?:·\\w{2,8})?
rx(?:·NO)? barcode wristband our·ref\\w* your·ref\\w* ref(?:erence)?·NO ref\\.?: reference docket
hospital·(?:card|book)(?:·says)? report·reference
""",
    MarkKind.PLAN: """
polic(?:y|ies)(?:·NO)? insurance insurer insured member(?:ship)?(?:·NO)? subscriber beneficiary
(?:health·)?plan(?:·NO)? group(?:·NO)
claims?(?:·NO)? acc·claim medicare medicaid medibank bupa axa aviva vitality cigna aetna kaiser humana
blue·(?:cross|shield|plan) group,? scheme
united·?healthcare nhif shif sha nhis hmo ppo ehic ghic versicher\\w* kvnr krankenkasse\\w* krankenversich\\w*
carte·vitale mutuelle mutua
assicurazione aseguradora póliza polis[ae]? verzekering\\w* bpjs philhealth phic sehat·card jubilee gesy
medical·aid discovery gems esic? cghs echs
ayushman pmjay taj cover(?:age)?·NO ohip health·(?:insurance·)?card(?:·NO)? care·card authori[sz]ation(?:·NO)?
pre-?auth\\w* mediclaim allianz mbi
""",
    MarkKind.ACCOUNT: """
account(?:·NO)? acct?\\.?(?:·?(?:number|no\\.?|#))? a/c sort·?code iban bic swift
(?:credit|debit|bank|visa|mastercard|amex|gift|store|points)·?card
card·(?:NO|ending) routing customer(?:·NO)? client(?:·NO)? invoice order·NO receipt transaction utr ifsc upi
paypal konto(?:nummer|nr\\.?)? bank
bill·NO tracking(?:·NO)? bsb loyalty·card pin·?(?:number|code)?·(?:is|was) cvv wallet clabe cbu giro bankgiro
plusgiro swish m-?pesa till·NO paybill
momo gcash conta cuenta compte conto rechnung\\w* factura parcel consignment voucher deposit slip·NO
payment·NO remittance western·union
""",
    MarkKind.SSN: """
s\\.?s\\.?n\\.? social social·(?:security|insurance) nhs·?(?:number|no\\.?|num|nr) nhs·?(?:is|:|#)
chi·NO h&c·number nino? ni·NO
national·(?:insurance|id|identity|identification|no\\.?|number|code) aadhaa?r(?:·NO)?
pan·(?:card|number|no\\.?) pan tax·(?:id|number|file|code) tfn itin ein
steuer-?id\\w* steuer(?:nummer|identifikations?nummer)? sozialversicherungs?(?:nummer)?
rentenversicherungs?(?:nummer)? (?:personal)?ausweis\\w*
(?:n[º°o]\\.?·)?(?:de·)?utente insee nir
sécu sécurité·sociale segur(?:o|idad)·social cartilla tessera dni nie nif niss insz curp rfc nss
imss cpf rg cnh pis cuil cuit r\\.?u\\.?t run
cédula cedula pesel nip regon dowód\\w* bsn burgerservicenummer rijksregister\\w* personnummer
samordningsnummer fødselsnummer fnr hetu henkilötunnus
cpr(?:-?(?:nr|nummer|number))? kennitala isikukood personas?·kod\\w* asmens·kodas cnp egn ehn jmbg oib emšo
umcn amka afm rodné·číslo ahv avs svnr sv-?nummer
matricule pps(?:n|·number)? ihi sin cnic nadra nicop nic nik ktp nin bvn nrc nida huduma kra·pin omang
ghana·card tazkira national·card melli kimlik tckn
tc·(?:kimlik|no) teudat·zehut t\\.?z\\.? emirates·id civil·id qid iqama absher hkid nric mykad ic·no ic cccd
cmnd my·?number individual·number jumin\\w*
sss umid gsis tin inn snils снилс инн паспорт\\w* pasaporte passeport reisepass passport passport·NO
voter(?:['’]?s)?·(?:id|card) epic ration·card abha
citizenship(?:·NO)? nid codice·fiscale código (?:id|identity)·(?:card|number|no\\.?) (?:my|his|her)·id(?:·is)?
id·is ids? alien·number a-number green·card
""",
    MarkKind.LICENCE: """
(?:\\w{3,14}(?:['’]?s)?·)?licen[cs]e(?:d)?(?:·NO)? lic\\.? cdl gmc nmc hcpc gphc gdc goc dea npi mcrn mcirl
imc ahpra cpso crm coren pwz bmdc pmdc pmc·NO mci nmc
mdcn mn mp m\\.[np]\\. cmp prc mmc mcr mpdc rmp hpcz mcz fnomceo
hpcsa kmpdc mct slmc colegiad[oa] matrícula registro lanr bsnr rpps adeli big(?:-\\w+)? ordre
approbation\\w* legitimation\\w* mrcvs rcvs rn lpn np·NO
(?:council|state|board|professional)?·?registration(?:·NO)? reg(?:istered|istr?)?\\.?·NO regn\\.? pin·number
certificate(?:·NO)? certification cert\\.? permit
badge(?:·NO)? blue·badge dvla führerschein\\w* permis(?:·de·conduire)? patente rijbewijs prawo·jazdy
membership·of enrol\\w*·NO diploma matric\\w*(?:·NO)?
(?:student|staff|employee|roll|payroll|service|prisoner|inmate|visa|union|seaman|seafarer|crew|army|military|officer|shield|warrant|works?|clock|locker
|exam|candidate|library|gym|season|bus|rail|disability|veteran)·(?:NO|card|pass|permit|ticket) payroll warrant
brp sia dbs unhcr asylum ventanilla faa easa caa tacho\\w*
""",
    MarkKind.VEHICLE: """
vin chassis vehicle(?:·(?:identification|id|number|reg\\w*))? (?:number|licen[cs]e|car)?·?plates? rego?
reg(?:istration)?(?:·(?:plate|mark|number|no\\.?))?
kennzeichen matrícula immatricul\\w* placa plaque targa tablice nummerskylt kfz tag
(?:car|van|taxi|truck|motorbike|motorcycle|scooter|moped|lorry|caravan|bus
|tractor|trailer|cab|boat|mobility·scooter|okada|boda|tuk-?tuk|jeep|bike|rickshaw|tro-?tro|keke|jeepney|tricycle|matatu|ambulance|coach)(?:·(?:reg\\w*|NO|plate|is))?
tail·number engine·number fleet·NO hull·NO
""",
    MarkKind.DEVICE: """
serials?(?:·NO)? s/n sn s\\.n\\. ser\\.?·no\\.? udi(?:-di)? imei meid device·(?:NO|identifier|serial)
model(?:·NO)?(?:·plate)?(?:·says)? seriennummer
(?:pacemaker|implant|icd|pump|insulin·pump|sensor|cgm|libre|dexcom|hearing·aid|hip|knee|prosthesis|valve|stent|stimulator|generator|lead|ipg|lvad|controller
|reader|transmitter|machine|glucometer|nebuli[sz]er|oximeter|watch|phone|tablet|laptop|unit|defibrillator|loop·recorder|cpap|lens|breast·implant|mesh
|meter|monitor|wheelchair|concentrator|inhaler|coil|port|cage|plate|rod|screw|band|shunt|cochlear|dialy[sz]er|ventilator|pen|scooter)·(?:NO|serial|lot|batch|model)
(?:lot|batch|charge)(?:·NO)? mac·address android·id udid asset·(?:tag|NO)
""",
}
CUES = [
    (
        kind,
        by_first_letter(
            alternatives_of(
                "|".join(words.replace("\n|", "|").split()).replace("·", "[ ]").replace("NO", _NO)
            )
        ),
    )
    for kind, words in _WORDS.items()
]
# What only says that a number follows, in the languages patients fall back into.
ANY_CUE = (
    r"(?:numbers?|num\.?|no\.|nos\.|nr\.?|n[°º]\.?|№|i\.?d\.?|id[ ]?card|codes?"
    r"|ref(?:erence)?s?\.?|files?|folder|cards?|badge|tags?|ticket"
    r"|token|docket|book|form|permit|slip|key|pass|label|sticker|receipt|voucher|profile|record"
    r"|numéro|numero|número|nummer|numer|číslo|broj"
    r"|nomor|номер|αριθμός|szám|numara(?:sı)?|kode?|kodas|código|codice|it['’]?s|this|is)"
)
