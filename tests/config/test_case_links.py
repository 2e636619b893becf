"""`links.case`: the address of a case in the provider's portal."""

from datetime import UTC, datetime

import pytest

from tests.domain.given import opened

AT = datetime(2026, 11, 23, 12, tzinfo=UTC)


def case_with(policy, ref):
    return opened(policy, "S1", AT)._replace(ref=ref)


@pytest.mark.parametrize(
    ("path", "ref", "shown"),
    [
        pytest.param("cases/{ref}", "00412355", "cases/00412355", id="a path"),
        pytest.param("?a=1&no={ref}#x", "A 7", "?a=1&no=A%207#x", id="a query"),
        pytest.param("{ref}/{ref}", "7", "7/7", id="twice"),
        pytest.param("{ref}", "../a?b=c#d%\x1b", "..%2Fa%3Fb%3Dc%23d%25%1B", id="hostile"),
        pytest.param("{ref}", "é{ref}", "%C3%A9%7Bref%7D", id="not ASCII"),
    ],
)
def test_the_address_of_a_case(load, path, ref, shown) -> None:
    policy = load(f'[links]\ncase = "https://example.com/{path}"\n')

    assert policy.case_url(case_with(policy, ref)) == f"https://example.com/{shown}"


def test_a_case_without_a_reference_has_no_address(load) -> None:
    policy = load('[links]\ncase = "https://example.com/{ref}"\n')

    assert policy.case_url(case_with(policy, None)) is None


def test_without_the_key_no_case_has_an_address(policy) -> None:
    assert policy.case_link == ""
    assert policy.case_url(case_with(policy, "7")) is None


def test_the_other_links_stay(load, policy) -> None:
    given = load('[links]\ncase = "https://example.com/{ref}"\nacademy = false\n')

    left = [link for link in policy.links if link.key != "academy"]
    assert list(given.links) == left


def test_it_is_not_inherited_from_a_file_below(load) -> None:
    own = (
        'inherit = false\n[defaults]\nregion = "x"\npartner_type = "p"\n[regions.x]\nname = "X"\n'
        'timezone = "Etc/UTC"\n[regions.x.hours]\nmon = "09:00-17:00"\n[priorities.P]\nname = "P"\n'
        'definition = "p"\n[partner_types.p]\nname = "P"\n[plans.s]\nname = "S"\n'
        'applies_to = ["p"]\n[plans.s.targets]\nP = { response = "1h" }\n'
    )

    assert load(own).case_link == ""
    assert load(f'{own}[links]\ncase = "https://example.com/{{ref}}"\n').links == ()


def test_a_link_may_have_the_name_in_other_letters(load) -> None:
    policy = load('[links.Case]\nname = "Case portal"\npurpose = "Cases"\n')

    assert policy.links[-1].key == "Case"
