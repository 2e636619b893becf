"""The separator of a file for a spreadsheet follows the locale that the environment names."""

import pytest

from slt_cli.output.separators import separator_in


@pytest.mark.parametrize(
    ("locale", "separator"),
    [
        pytest.param("", ",", id="nothing"),
        pytest.param("C.UTF-8", ",", id="no language"),
        pytest.param("POSIX", ",", id="no language, by its older name"),
        pytest.param("en_US.UTF-8", ",", id="a decimal point"),
        pytest.param("de_DE.UTF-8", ";", id="a decimal comma"),
        pytest.param("de_DE@euro", ";", id="with a variant"),
        pytest.param("de", ";", id="a language alone"),
        pytest.param("de_CH.UTF-8", ",", id="a country with a point"),
        pytest.param("es_ES.UTF-8", ";", id="Spanish in Spain"),
        pytest.param("es_MX.UTF-8", ",", id="Spanish in Mexico"),
        pytest.param("en_DE.UTF-8", ";", id="English in Germany"),
        pytest.param("pt_BR.UTF-8", ";", id="Portuguese in Brazil"),
        pytest.param("ja_JP.UTF-8", ",", id="Japanese"),
        pytest.param("xx_YY", ",", id="an unknown language"),
        pytest.param("../de", ",", id="not a locale"),
    ],
)
def test_a_decimal_comma_makes_it_a_semicolon(locale: str, separator: str) -> None:
    assert separator_in({"LANG": locale}) == separator


@pytest.mark.parametrize(
    ("environment", "separator"),
    [
        pytest.param({}, ",", id="no variable"),
        pytest.param({"LANG": "de_DE", "LC_NUMERIC": "en_US"}, ",", id="numbers before LANG"),
        pytest.param({"LANG": "en_US", "LC_NUMERIC": "de_DE"}, ";", id="numbers alone"),
        pytest.param({"LC_ALL": "en_US", "LC_NUMERIC": "de_DE"}, ",", id="LC_ALL before all"),
        pytest.param({"LC_ALL": "", "LC_NUMERIC": "", "LANG": "de_DE"}, ";", id="empty ones"),
        pytest.param({"LC_TIME": "de_DE", "LANGUAGE": "de"}, ",", id="others do not count"),
    ],
)
def test_the_first_variable_that_is_set_counts(environment: dict[str, str], separator: str) -> None:
    assert separator_in(environment) == separator
