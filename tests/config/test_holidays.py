"""Public holidays become dates with names, of a country."""

import sys
from datetime import date

import pytest

from slt_cli.config.holidays import differing_subdivisions, parse_years, public_holidays
from slt_cli.errors import SltError, UsageError

YEARS = range(2026, 2027)


@pytest.mark.parametrize(
    ("text", "years"),
    [
        pytest.param("2026", range(2026, 2027), id="a year"),
        pytest.param("2026-2028", range(2026, 2029), id="a span"),
    ],
)
def test_years(text: str, years: range) -> None:
    assert parse_years(text) == years


@pytest.mark.parametrize(
    "text",
    ["", "26", "2028-2026", "2026-", "2026-2027-2028", "1026", "x", "2026-2126", "20²6", "9999"],
)
def test_what_are_no_years(text: str) -> None:
    with pytest.raises(UsageError, match="is not a span of years"):
        parse_years(text)


def test_the_holidays_of_a_country_and_of_its_parts() -> None:
    federal = public_holidays("us", None, range(2026, 2028))
    state = public_holidays("US", "ca", range(2026, 2028))

    assert federal[date(2026, 11, 26)] == "Thanksgiving Day"
    assert list(federal) == sorted(federal)
    assert {day.year for day in federal} == {2026, 2027}
    assert state[date(2026, 11, 27)] == "Day After Thanksgiving"
    assert date(2026, 11, 27) not in federal


@pytest.mark.parametrize(
    ("country", "part", "problem"),
    [
        pytest.param("Narnia", None, "does not know the country 'Narnia'", id="no country"),
        pytest.param("US", "Calif", "unknown subdivision of US 'Calif'", id="no part of it"),
    ],
)
def test_what_the_package_does_not_know_is_refused(country: str, part: str, problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        public_holidays(country, part, range(2026, 2027))


@pytest.mark.parametrize(
    ("country", "few", "first_only"),
    [
        pytest.param(
            "gb",
            {"ENG": "England", "NIR": "Northern Ireland", "SCT": "Scotland", "WLS": "Wales"},
            ("Easter Monday", "Late Summer Bank Holiday"),
            id="England has an Easter Monday that the kingdom has not",
        ),
        pytest.param("DE", {"BY": "Bayern"}, None, id="Germany"),
        pytest.param("US", {"CA": "California"}, None, id="the United States"),
        pytest.param("FR", {"57": "Moselle"}, None, id="France, whose codes are numbers"),
    ],
)
def test_subdivisions_with_other_holidays(country, few, first_only) -> None:
    found = differing_subdivisions(country, YEARS)

    assert few.items() <= found.names.items()
    assert len(found.names) <= found.subdivisions
    assert first_only in (None, found.first_only)


@pytest.mark.parametrize("country", ["SG", "JP"])
def test_a_country_without_other_holidays_in_its_subdivisions(country: str) -> None:
    assert differing_subdivisions(country, YEARS).names == {}


def test_without_the_extra_the_error_says_how_to_install_it(monkeypatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)

    with pytest.raises(SltError, match="needs the package `holidays`") as missing:
        public_holidays("US", None, YEARS)

    for line in ("pip install", "uv tool install"):
        assert f"{line} 'slt-cli[holidays]'" in missing.value.fix
