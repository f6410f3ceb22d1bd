"""Registers of doctors we know by name, and what a registration number on one looks like.

The database knows the same registers, so that one number on one register is one doctor under any of its names
(`register_key()` in migrations/0006): who adds one here writes the function anew in a migration; a test compares.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.db.models import CharField, Func
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Register:
    """A register: its country (ISO code), its full name, what people call it, and where its entries are.

    `page` is the address of an entry with {number} in it, `site` where one looks up a name, `number` a pattern that
    every number on it follows; empty where we don't know one for certain.
    """

    country: str
    name: str
    short: tuple[str, ...] = ()
    page: str = ""
    site: str = ""
    number: str = ""

    @property
    def key(self):
        """How the database calls it."""
        return f"{self.country}/{folded(self.name)}"

    def entry(self, number):
        """The address of the entry with that number, however it was typed; "" where we don't know one."""
        return self.page.format(number=folded(number)) if self.page else ""


KNOWN = (
    Register("AE", "Dubai Health Authority", ("DHA",)),
    Register(
        "AU",
        "Australian Health Practitioner Regulation Agency",
        ("AHPRA", "Ahpra", "Medical Board of Australia"),
        number=r"MED\d{10}",
        site="https://www.ahpra.gov.au/Registration/Registers-of-Practitioners.aspx",
    ),
    Register("BD", "Bangladesh Medical and Dental Council", ("BMDC", "BM&DC")),
    Register("CA", "College of Physicians and Surgeons of Ontario", ("CPSO",)),
    Register("CA", "College of Physicians and Surgeons of British Columbia", ("CPSBC",)),
    Register("CA", "Collège des médecins du Québec", ("CMQ", "College des medecins du Quebec")),
    Register("CH", "Medizinalberuferegister", ("MedReg", "Register of medical professions")),
    Register("DK", "Autorisationsregisteret", ("Danish Patient Safety Authority",)),
    Register(
        "FR",
        "Ordre national des médecins",
        ("CNOM", "Ordre des médecins", "Conseil national de l’Ordre des médecins", "RPPS"),
        number=r"\d{11}",
        site="https://annuaire.sante.fr/",
    ),
    Register(
        "GB",
        "General Medical Council",
        ("GMC", "UK General Medical Council", "GMC UK"),
        page="https://www.gmc-uk.org/registrants/{number}",
        number=r"\d{7}",
    ),
    Register("GB", "General Dental Council", ("GDC", "UK General Dental Council")),
    Register("GB", "Nursing and Midwifery Council", ("NMC", "Nursing & Midwifery Council")),
    Register("GB", "Health and Care Professions Council", ("HCPC", "Health & Care Professions Council")),
    Register("GB", "General Pharmaceutical Council", ("GPhC",)),
    Register("GH", "Medical and Dental Council", ("MDC", "Medical and Dental Council Ghana")),
    Register("HK", "Medical Council of Hong Kong", ("MCHK",)),
    Register("IE", "Medical Council", ("IMC", "Irish Medical Council", "Medical Council of Ireland")),
    Register("IN", "National Medical Commission", ("NMC", "Indian Medical Register", "MCI")),
    Register("KE", "Kenya Medical Practitioners and Dentists Council", ("KMPDC",)),
    Register("LK", "Sri Lanka Medical Council", ("SLMC",)),
    Register("MY", "Malaysian Medical Council", ("MMC", "Majlis Perubatan Malaysia")),
    Register("NG", "Medical and Dental Council of Nigeria", ("MDCN",)),
    Register(
        "NL",
        "BIG-register",
        ("BIG", "Beroepen in de Individuele Gezondheidszorg"),
        page="https://zoeken.bigregister.nl/zorgverlener/{number}",
        number=r"\d{11}",
    ),
    Register("NO", "Helsepersonellregisteret", ("HPR",), number=r"\d{7,9}"),
    Register("NZ", "Medical Council of New Zealand", ("MCNZ", "Te Kaunihera Rata o Aotearoa")),
    Register("PK", "Pakistan Medical and Dental Council", ("PMDC", "PM&DC", "Pakistan Medical Commission")),
    Register("SA", "Saudi Commission for Health Specialties", ("SCFHS",)),
    Register("SE", "HOSP", ("Socialstyrelsen", "Socialstyrelsen HOSP")),
    Register("SG", "Singapore Medical Council", ("SMC",), number=r"M\d{5}[A-Z]"),
    Register("UG", "Uganda Medical and Dental Practitioners Council", ("UMDPC",)),
    Register(
        "US",
        "National Provider Identifier",
        ("NPI", "NPPES", "NPI Registry"),
        page="https://npiregistry.cms.hhs.gov/provider-view/{number}",
        number=r"\d{10}",
    ),
    Register("ZA", "Health Professions Council of South Africa", ("HPCSA",)),
)

# What people write who have no number (yet), whatever digits they put behind it …
NO_NUMBER = set(
    "nil none nill nothing notapplicable notyet pending inprocess inprogress applied applying awaiting awaited waiting "
    "tofollow willfollow follows later soon tba tbc tbd unknown dontknow idontknow unregistered student trainee "
    "temporary provisional test nonumber notavailable seeabove seedocument attached confidential private".split()
)
LEAST_SIGNS = 3
NOT_A_NUMBER = _(
    "Enter your number as it stands on the register. Without one we can’t check you, so please apply when you have it."
)
WITHOUT_DIGITS = _(
    "Enter the registration number itself: it has at least three letters or digits, one a digit."
)

_OTHER_SIGNS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


def folded(text):
    """A name or number without case, spaces and punctuation, a name also without its leading "the"."""
    plain = unicodedata.normalize("NFKC", text).lower()
    return _OTHER_SIGNS.sub("", re.sub(r"^the\W+", "", plain.strip()))


def names(register):
    """Every folded name of a register."""
    return {folded(name) for name in (register.name, *register.short)}


def known(name, country):
    """The Register of that name in `country`, or None."""
    wanted = folded(name)
    return next((one for one in KNOWN if one.country == country and wanted in names(one)), None)


def only_in(name):
    """The country of the one register that is called so; "" when there is none, or several."""
    found = {one.country for one in KNOWN if folded(name) in names(one)}
    return found.pop() if len(found) == 1 else ""


def number_fault(number, *, register=None):
    """What is wrong with a registration number, in words; "" when nothing is."""
    plain = folded(number)
    letters = _DIGITS.sub("", plain)
    digits = "".join(_DIGITS.findall(plain))
    # … or zeros behind a letter or two: "N/A", "No 0000".
    if letters in NO_NUMBER or (plain and not digits.strip("0") and len(letters) <= 3):
        return NOT_A_NUMBER
    if len(plain) < LEAST_SIGNS or not digits.strip("0"):
        return WITHOUT_DIGITS
    if register and register.number and not re.fullmatch(register.number, plain, re.IGNORECASE | re.ASCII):
        return _(
            "This doesn’t look like a number of the %(register)s. Check it against your certificate."
        ) % {"register": register.name}
    return ""


class RegisterKey(Func):
    """The database's name of a register: one for all names of one that we know."""

    function = "register_key"
    output_field = CharField()


class NumberKey(Func):
    """The database's form of a registration number: without case, spaces and punctuation."""

    function = "number_key"
    output_field = CharField()
