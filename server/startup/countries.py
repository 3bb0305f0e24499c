"""help.getCountriesList: countries, their calling codes and how their numbers look (core.telegram.org/api/auth).

Names come from the Unicode CLDR through Babel, in the client's language; codes and example numbers from libphonenumber.
Both are loaded when somebody first asks.
"""

from __future__ import annotations

import re
import zlib
from functools import cache

from mtproto.tl import functions, types
from server.rpc.context import Context
from server.rpc.router import Router, Who

router = Router("countries")

_FICTIONAL = "FT"
"""The country of test numbers, as official clients call it."""


@router.rpc(functions.help.GetCountriesList, who=Who.ANYONE)
async def get_countries_list(ctx: Context, request: functions.help.GetCountriesList) -> types.help.TypeCountriesList:
    """Every country that has phone numbers."""
    del ctx
    answer = countries(request.lang_code)
    return types.help.CountriesListNotModified() if request.hash == answer.hash else answer


@cache
def _language(lang_code: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        return str(Locale.parse(re.split(r"[-_]", lang_code)[0]))
    except (UnknownLocaleError, ValueError):
        return "en"


def countries(lang_code: str) -> types.help.CountriesList:
    """The list in a language, with English names as defaults."""
    return _countries(_language(lang_code[:16]))


@cache
def _countries(language: str) -> types.help.CountriesList:
    import phonenumbers
    from babel import Locale

    english, local = Locale("en").territories, Locale(language).territories
    found: list[types.help.TypeCountry] = []
    for iso2 in sorted(phonenumbers.SUPPORTED_REGIONS):
        default_name = english.get(iso2, iso2)
        name = local.get(iso2, default_name)
        found.append(
            types.help.Country(
                iso2=iso2,
                default_name=default_name,
                name=name if name != default_name else None,
                country_codes=[_country_code(iso2)],
            )
        )
    found.append(_test_numbers())
    names = "".join(f"{country.iso2}{country.name or country.default_name}" for country in found)
    return types.help.CountriesList(countries=found, hash=zlib.crc32(names.encode()) & 0x7FFFFFFF)


def _country_code(iso2: str) -> types.help.CountryCode:
    import phonenumbers

    example = phonenumbers.example_number_for_type(iso2, phonenumbers.PhoneNumberType.MOBILE)
    patterns = None
    if example is not None:
        shown = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
        national = shown.partition(" ")[2].replace("-", " ")
        patterns = [re.sub(r"\d", "X", national)]
    return types.help.CountryCode(
        country_code=str(phonenumbers.country_code_for_region(iso2)), prefixes=None, patterns=patterns
    )


def _test_numbers() -> types.help.Country:
    code = types.help.CountryCode(country_code="999", prefixes=None, patterns=["XX X XXXX"])
    return types.help.Country(hidden=True, iso2=_FICTIONAL, default_name="Test numbers", country_codes=[code])
