"""What is valid and rarely meant is told with its line and a fix."""

import pytest

from slt_cli.config import load_policy
from slt_cli.config.warnings import config_warnings
from slt_cli.errors import Fault


@pytest.fixture
def warnings(layers):
    """Return a function that returns the warnings of TOML laid over the defaults."""

    def found(toml: str) -> list[Fault]:
        merged = layers(toml)
        return config_warnings(load_policy(merged), merged)

    return found


LEVEL = '[[escalation.levels]]\nname = "Desk"\nresponse = "1h"\nchannel = "phone"\n'


@pytest.mark.parametrize(
    ("toml", "line", "key", "problem", "fix"),
    [
        pytest.param(
            '[regions.usa]\nhotline = "4711"\n',
            2,
            "regions.usa.hotline",
            '"4711" has no country code: it can hardly be called from outside',
            'write the whole number, such as hotline = "+44 20 7946 4711"',
            id="a hotline of four digits",
        ),
        pytest.param(
            f'{LEVEL}contact = "12 34 x 5"\n',
            5,
            "escalation.levels.1.contact",
            '"12 34 x 5" has no country code',
            "write the whole number, such as contact =",
            id="a level of four digits",
        ),
        pytest.param(
            '[regions.usa]\ntimezone = "EST"\n',
            2,
            "regions.usa.timezone",
            '"EST" has no summer time: it is the same all year round',
            'write timezone = "America/New_York", or "Etc/GMT+5" if it is to be fixed',
            id="EST",
        ),
        pytest.param(
            '[regions.usa]\ntimezone = "MST"\n',
            2,
            "regions.usa.timezone",
            '"MST" has no summer time',
            'write timezone = "America/Denver", or "Etc/GMT+7" if it is to be fixed',
            id="MST",
        ),
        pytest.param(
            '[regions.usa]\ntimezone = "HST"\n',
            2,
            "regions.usa.timezone",
            '"HST" has no summer time',
            'write timezone = "Pacific/Honolulu", or "Etc/GMT+10" if it is to be fixed',
            id="HST",
        ),
        pytest.param(
            '[regions.europe]\ntimezone = "GMT"\n',
            2,
            "regions.europe.timezone",
            '"GMT" has no summer time',
            'write timezone = "Europe/London", or "Etc/GMT" if it is to be fixed',
            id="GMT",
        ),
        pytest.param(
            "[plans]\npartner = false\n",
            2,
            "plans.partner",
            "no partner type has a target: nothing is ever due",
            "write a [plans.NAME] with its targets",
            id="no plan",
        ),
    ],
)
def test_what_is_warned_of(
    warnings, toml: str, line: int | None, key: str, problem: str, fix: str
) -> None:
    (warning,) = warnings(toml)

    assert (warning.line, warning.key) == (line, key)
    assert warning.file.endswith("explicit.toml")
    assert warning.problem.startswith(problem)
    assert warning.fix.startswith(fix)


@pytest.mark.parametrize(
    "toml",
    [
        pytest.param("", id="the shipped policy"),
        pytest.param('[regions.usa]\nhotline = "+44 20 7946 4711"\n', id="a whole number"),
        pytest.param('[regions.usa]\nhotline = "020 7946 4711"\n', id="a number of the country"),
        pytest.param('[regions.usa]\ntimezone = "America/New_York"\n', id="New York"),
        pytest.param('[regions.usa]\ntimezone = "Etc/GMT+5"\n', id="a fixed zone"),
        pytest.param('[regions.usa]\ntimezone = "UTC"\n', id="UTC"),
        pytest.param('[regions.usa]\ntimezone = "EST5EDT"\n', id="rules with summer time"),
    ],
)
def test_what_is_not_warned_of(warnings, toml: str) -> None:
    assert warnings(toml) == []
