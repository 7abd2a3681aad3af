"""Which of Presidio's entities are taken over, as which infotype, and when a result is worth reporting."""

import re
from typing import Final, NamedTuple

GENERIC: Final = ""
DEFAULT_COUNTRIES: Final = ("us", "uk")


class Entity(NamedTuple):
    """One of Presidio's entities.

    A result is reported where its text has the telling `shape` (a bytes-safe ASCII pattern, matched from its start and
    not beside a letter or digit on the left), or where one of `words` stands in the same cell or in the label. An
    entity without `words` is reported by its shape alone. All else that Presidio gives is too weak to report: a bare
    check digit passes for one number in ten.
    """

    infotype: str
    country: str
    words: tuple[str, ...] = ()
    shape: str = ""


NATIONAL_ID: Final = "intl.national_id"
PHONE: Final = (
    r"(?:\+(?:[1-79]|8[0-57-9])[0-9 ().-]{6}|\(?\+?1?[-. ]?\([2-9][0-9]{2}\)[-. ]?[0-9]{3}[-. ][0-9]{4}"
    r"|(?:1[-. ])?(?![48]00)[2-9][0-9]{2}([-. ])[0-9]{3}\1[0-9]{4}(?![0-9]))"
)
"""An international prefix other than that of mainland China, or the written forms of North America. Bare digits, and
the trunk forms of other countries (020 7946 0018), are those of Chinese mobiles and landlines as well, and 400 and 800 those of Chinese hotlines."""

ENTITIES: Final[dict[str, Entity]] = {
    "PHONE_NUMBER": Entity("intl.phone", GENERIC, (), PHONE),
    "CRYPTO": Entity(
        "intl.crypto_wallet",
        GENERIC,
        (),
        r"(?:bc1[a-z0-9]{25,59}|(?=[0-9a-z]{0,33}[A-Z])[13][1-9A-HJ-NP-Za-km-z]{25,34})",
    ),
    "US_SSN": Entity("us.ssn", "us", ("ssn", "social security"), r"[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}(?![0-9])"),
    "US_ITIN": Entity("us.itin", "us", ("itin", "taxpayer id"), r"9[0-9]{2}-[5-9][0-9]-[0-9]{4}(?![0-9])"),
    "US_PASSPORT": Entity("us.passport", "us", ("us passport", "u.s. passport", "american passport")),
    "US_DRIVER_LICENSE": Entity(
        "us.driver_license", "us", ("driver license", "driver's license", "drivers license", "driving license")
    ),
    "US_BANK_NUMBER": Entity(
        "us.bank_account",
        "us",
        ("bank account", "account number", "checking account", "savings account", "acct no", "acct #"),
    ),
    "MEDICAL_LICENSE": Entity("intl.medical_license", "us", ("dea", "medical license", "medical certificate")),
    "US_MBI": Entity(NATIONAL_ID, "us", ("medicare", "mbi")),
    "UK_NHS": Entity("uk.nhs", "uk", ("nhs", "national health service", "health authority")),
    "UK_NINO": Entity(NATIONAL_ID, "uk", ("national insurance", "nino", "ni number")),
    "UK_PASSPORT": Entity(NATIONAL_ID, "uk", ("uk passport", "british passport", "hm passport")),
    "UK_DRIVING_LICENCE": Entity(NATIONAL_ID, "uk", ("driving licence", "driver's licence", "dvla", "licence number")),
    "AU_MEDICARE": Entity(NATIONAL_ID, "au", ("medicare",)),
    "AU_TFN": Entity(NATIONAL_ID, "au", ("tax file number", "tfn")),
    "CA_SIN": Entity(NATIONAL_ID, "ca", ("social insurance", "sin number", "sin")),
    "DE_HEALTH_INSURANCE": Entity(NATIONAL_ID, "de", ("krankenkasse", "krankenversicherung", "kvnr")),
    "DE_ID_CARD": Entity(NATIONAL_ID, "de", ("personalausweis", "ausweisnummer")),
    "DE_PASSPORT": Entity(NATIONAL_ID, "de", ("reisepass", "reisepassnummer", "passport")),
    "DE_SOCIAL_SECURITY": Entity(NATIONAL_ID, "de", ("sozialversicherungsnummer", "rentenversicherungsnummer", "svnr")),
    "DE_TAX_ID": Entity(NATIONAL_ID, "de", ("steuer-id", "steuerid", "steueridentifikationsnummer", "idnr")),
    "DE_FUEHRERSCHEIN": Entity(NATIONAL_ID, "de", ("fahrerlaubnis", "fuehrerschein")),
    "ES_NIF": Entity(NATIONAL_ID, "es", ("dni", "nif", "documento nacional de identidad")),
    "ES_NIE": Entity(NATIONAL_ID, "es", ("nie", "extranjero")),
    "ES_PASSPORT": Entity(NATIONAL_ID, "es", ("pasaporte", "passport")),
    "FI_PERSONAL_IDENTITY_CODE": Entity(NATIONAL_ID, "fi", ("hetu", "personal identity code")),
    "IN_AADHAAR": Entity(NATIONAL_ID, "in", ("aadhaar", "uidai")),
    "IN_PAN": Entity(NATIONAL_ID, "in", ("permanent account number", "pan")),
    "IN_PASSPORT": Entity(NATIONAL_ID, "in", ("passport",)),
    "IN_VOTER": Entity(NATIONAL_ID, "in", ("voter", "epic")),
    "IT_DRIVER_LICENSE": Entity(NATIONAL_ID, "it", ("patente",)),
    "IT_FISCAL_CODE": Entity(NATIONAL_ID, "it", ("codice fiscale", "cf")),
    "IT_IDENTITY_CARD": Entity(NATIONAL_ID, "it", ("carta", "documento")),
    "IT_PASSPORT": Entity(NATIONAL_ID, "it", ("passaporto",)),
    "KR_RRN": Entity(NATIONAL_ID, "kr", ("rrn", "resident registration number")),
    "KR_FRN": Entity(NATIONAL_ID, "kr", ("frn", "foreigner registration number")),
    "KR_PASSPORT": Entity(NATIONAL_ID, "kr", ("korean passport", "passport")),
    "KR_DRIVER_LICENSE": Entity(NATIONAL_ID, "kr", ("korean driver license", "korean driver's license")),
    "NG_NIN": Entity(NATIONAL_ID, "ng", ("nin", "national identification number", "nimc")),
    "PH_PASSPORT": Entity(NATIONAL_ID, "ph", ("passport",)),
    "PH_UMID": Entity(NATIONAL_ID, "ph", ("umid", "gsis", "sss")),
    "PL_PESEL": Entity(NATIONAL_ID, "pl", ("pesel",)),
    "SE_PERSONNUMMER": Entity(NATIONAL_ID, "se", ("personnummer", "samordningsnummer")),
    "SG_NRIC_FIN": Entity(NATIONAL_ID, "sg", ("nric", "fin")),
    "TH_TNIN": Entity(NATIONAL_ID, "th", ("tnin", "thai national id", "thai id number")),
    "TR_NATIONAL_ID": Entity(NATIONAL_ID, "tr", ("tckn", "tc kimlik", "kimlik no")),
    "ZA_ID_NUMBER": Entity(NATIONAL_ID, "za", ("identity number", "id number", "south african id")),
    "ZA_PASSPORT": Entity(NATIONAL_ID, "za", ("south african passport", "rsa passport")),
    "ZA_DRIVER_LICENSE": Entity(NATIONAL_ID, "za", ("driving licence", "driver's licence", "drivers licence")),
}

LEFT_OUT: Final[dict[str, str]] = {
    "CREDIT_CARD": "found by our own detector, UnionPay cards of 19 digits included",
    "EMAIL_ADDRESS": "found by our own detector; Presidio's swallows Chinese characters before it",
    "IBAN_CODE": "found by our own detector",
    "IP_ADDRESS": "found by our own detector",
    "MAC_ADDRESS": "found by our own detector",
    "URL": "not personal information",
    "DATE_TIME": "not personal information by itself; dates of birth have a detector",
    "UUID": "not personal information by itself",
    "PERSON": "needs a language model for English",
    "LOCATION": "needs a language model for English",
    "ORGANIZATION": "needs a language model for English",
    "NRP": "needs a language model for English",
}
"""Entities of Presidio's default set that are not taken over, and why; those of companies, vehicles, post codes and
insurance claims of single countries are left out because they do not name a person."""


def enabled(countries: tuple[str, ...]) -> dict[str, Entity]:
    """The generic entities and those of `countries` (ISO 3166-1 alpha-2 in small letters; `uk` as Presidio has it)."""
    return {name: entity for name, entity in ENTITIES.items() if entity.country in ("", *countries)}


def words_pattern(entity: Entity) -> re.Pattern[str] | None:
    """Finds one of the entity's words, not beside a letter nor behind a digit (`…7dea2…`); None where it has none."""
    if not entity.words:
        return None
    body = "|".join(re.escape(word).replace(r"\ ", "[ _-]") for word in entity.words)
    return re.compile(rf"(?<![0-9A-Za-z])(?:{body})(?![A-Za-z])", re.IGNORECASE | re.ASCII)


def shape_pattern(entity: Entity) -> re.Pattern[str] | None:
    """Finds the entity's telling shape, not beside a letter or digit on the left; None where it has none."""
    return re.compile(rf"(?<![0-9A-Za-z]){entity.shape}", re.ASCII) if entity.shape else None
