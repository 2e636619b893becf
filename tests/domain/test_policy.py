"""The policy: what the provider promises to whom, and how names and ids find their entries."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from slt_cli.domain.plan import Target
from slt_cli.domain.standing import Standing
from slt_cli.errors import ConfigError, UnknownNameError
from tests.domain.given import moment, opened

HOUR = 3600


@pytest.mark.parametrize(("priority", "hours"), [("S1", 1), ("S2", 4), ("S3", 6)])
def test_certified_partners_have_the_published_targets(policy, priority, hours):
    plan = policy.plan_for(policy.partner_type("certified"))
    assert plan.name == "Partner Support"
    assert plan.targets[priority] == {"response": Target(hours * HOUR, "support-hours")}


def test_referral_partners_have_no_plan_and_no_hotline_and_escalate_by_portal(policy):
    referral = policy.partner_type("referral")
    assert policy.plan_for(referral) is None
    assert (referral.hotline, referral.escalation) == (False, "portal")


def test_certified_partners_have_the_hotline_and_the_levels(policy):
    certified = policy.partner_type("certified")
    assert (certified.hotline, certified.escalation) == (True, "levels")


@pytest.mark.parametrize(
    ("look_up", "given", "key"),
    [
        pytest.param("priority", "S1", "S1", id="a key"),
        pytest.param("priority", "s2", "S2", id="a key in small letters"),
        pytest.param("priority", "production DOWN", "S1", id="a name"),
        pytest.param("region", "EMEA", "europe", id="an alias"),
        pytest.param("region", " apac ", "apac", id="surrounding space"),
        pytest.param("region", None, "usa", id="the default region"),
        pytest.param("partner_type", "first-line", "certified", id="an alias of a type"),
        pytest.param("partner_type", None, "certified", id="the default type"),
    ],
)
def test_finds_a_name(policy, look_up, given, key):
    assert getattr(policy, look_up)(given).key == key


@pytest.mark.parametrize(
    ("look_up", "given", "message", "fix"),
    [
        pytest.param(
            "region",
            "apca",
            "unknown region 'apca'",
            "did you mean 'apac'? One of: usa, europe, apac",
            id="a slip of the finger",
        ),
        pytest.param(
            "region", "zz", "unknown region 'zz'", "One of: usa, europe, apac", id="like no name"
        ),
        pytest.param(
            "region",
            "euro",
            "unknown region 'euro'",
            "did you mean 'europe'? One of: usa, europe, apac",
            id="a prefix is not enough",
        ),
        pytest.param(
            "priority", "", "unknown priority ''", "One of: S1, S2, S3", id="an empty priority"
        ),
        pytest.param(
            "partner_type",
            "gold",
            "unknown partner type 'gold'",
            "One of: certified, referral",
            id="an unknown type",
        ),
    ],
)
def test_refuses_an_unknown_name_with_the_valid_ones(policy, look_up, given, message, fix):
    with pytest.raises(UnknownNameError) as caught:
        getattr(policy, look_up)(given)
    assert (caught.value.message, caught.value.fix) == (message, fix)


@pytest.mark.parametrize(
    ("given", "number"),
    [
        pytest.param("CASE-42", 42, id="as shown"),
        pytest.param("case-42", 42, id="in small letters"),
        pytest.param("42", 42, id="the number alone"),
        pytest.param(" CASE-42 ", 42, id="surrounding space"),
        pytest.param("TICKET-42", None, id="another prefix"),
        pytest.param("CASE-", None, id="no number"),
        pytest.param("042", None, id="a leading zero is somebody else's number"),
        pytest.param("CASE-042", None, id="a leading zero behind the prefix"),
        pytest.param("CASE-0", None, id="no case has number 0"),
        pytest.param("CASE-4x", None, id="not a number"),
        pytest.param("-42", None, id="a negative number"),
        pytest.param(" -42", None, id="a negative number after a space"),
        pytest.param("CASE--42", None, id="a negative number behind the prefix"),
        pytest.param("\u0664\u0662", None, id="digits other than 0 to 9"),
        pytest.param("9" * 30, None, id="more digits than a store can hold"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_reads_a_case_id(policy, given, number):
    assert policy.case_number(given) == number


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(number=st.integers(1, 10**18 - 1), prefix=st.sampled_from(["CASE", "Ticket", "A-B"]))
def test_a_case_id_reads_back(policy, number, prefix):
    policy = policy._replace(case_prefix=prefix)
    assert policy.case_number(policy.case_id(number)) == number


def test_a_stored_case_finds_its_region_and_partner_type(policy):
    case = opened(policy, region="apac", partner_type="referral")
    assert policy.region_of(case).key == "apac"
    assert policy.partner_type_of(case).key == "referral"


@pytest.mark.parametrize(
    ("table", "look_up"), [("regions", "region_of"), ("partner_types", "partner_type_of")]
)
def test_says_what_a_stored_case_lacks(policy, table, look_up):
    case = opened(policy, region="usa", partner_type="certified")._replace(number=42)
    key = {"regions": "usa", "partner_types": "certified"}[table]
    with pytest.raises(ConfigError, match=rf"CASE-42 needs \[{table}\.{key}\]") as caught:
        getattr(policy._replace(**{table: {}}), look_up)(case)
    assert [fault.key for fault in caught.value.faults] == [f"{table}.{key}"]


def test_a_clock_is_soon_when_a_quarter_of_its_target_is_left(policy):
    case = opened(policy, "S2", moment("2026-11-20T09:00-08:00"))
    [clock] = case.clocks
    just_before, reached = moment("2026-11-20T11:59:59-08:00"), moment("2026-11-20T12:00-08:00")
    assert policy.standing(clock, case, just_before) == Standing("pending", HOUR + 1)
    assert policy.standing(clock, case, reached) == Standing("soon", HOUR)
