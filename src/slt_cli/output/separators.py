"""The separator of values that a spreadsheet expects in the user's locale."""

from collections.abc import Mapping

_NAMES = ("LC_ALL", "LC_NUMERIC", "LANG")
_DECIMAL_COMMA = """
    af ast az be bg br bs ca cs cv da de dsb el eo es et eu ff fi fo fr fur fy gl hr hsb hu hy ia id
    is it ka kab kk kl ku ky lb lij ln lo lt lv mk nb nds nl nn no oc os pl ps pt ro ru rw sah sc se
    sk sl sq sr sv szl tg tk tr tt uk uz vi wae wo
"""
_UNLIKE_THEIR_LANGUAGE = """
    ar_DZ ar_LB ar_LY ar_MA ar_MR ar_TN de_CH de_LI en_AT en_BE en_CZ en_DE en_DK en_EE en_ES en_FI
    en_FR en_HU en_ID en_IT en_LT en_LV en_NL en_NO en_PL en_PT en_RO en_SE en_SI en_SK en_UA en_ZA
    es_BZ es_CU es_DO es_GT es_HN es_MX es_NI es_PA es_PE es_PR es_SV es_US it_CH ms_BN ms_ID qu_BO
    sw_CD
"""
"""Locales with a decimal point where their language has a comma, or the other way round.

Both lists are from the Unicode CLDR, version 48. The C library knows only the locales that are
installed, and the reader's spreadsheet may be on another machine.
"""


def separator_in(environment: Mapping[str, str]) -> str:
    """Return a semicolon where the locale has a decimal comma, else a comma."""
    named = next(filter(None, map(environment.get, _NAMES)), "")
    name = named.partition(".")[0].partition("@")[0]
    has_comma = name.partition("_")[0] in _DECIMAL_COMMA.split()
    is_unlike = name in _UNLIKE_THEIR_LANGUAGE.split()
    return ";" if has_comma != is_unlike else ","
