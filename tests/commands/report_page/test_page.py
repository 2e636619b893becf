"""The page has its sections in their order, and nothing in it can become markup."""

import json
import re

from slt_cli.output.html.elements import markup
from slt_cli.output.text import printable
from slt_cli.views.html_report.contents import Listed, more
from tests.commands.report_page.conftest import PERIOD, Store, accepted_texts
from tests.output.html.reading import Node
from tests.screens.cast import POLICY

SECTIONS = [
    "At risk now",
    "Met and missed",
    "By week",
    "Missed",
    "How long it took",
    "On hold",
    "Open cases by age",
    "Left out, words, and how it was computed",
]
ATTRIBUTES = {
    "html": {"lang"},
    "meta": {"charset", "name", "content", "http-equiv"},
    "h2": {"id"},
    "section": {"aria-labelledby"},
    "p": {"class"},
    "div": {"class"},
    "figure": {"class"},
    "span": {"class"},
    "table": {"id", "role", "class"},
    "thead": {"role"},
    "tbody": {"role"},
    "tr": {"role", "class"},
    "th": {"role", "class", "scope", "data-label"},
    "td": {"role", "class", "data-label"},
    "svg": {"id", "role", "aria-labelledby", "viewbox", "width", "height"},
    "title": {"id"},
    "desc": {"id"},
    "text": {"x", "y", "class"},
    "line": {"x1", "y1", "x2", "y2", "class"},
    "rect": {"x", "y", "width", "height", "class", "fill"},
    "circle": {"cx", "cy", "r", "class"},
    "pattern": {"id", "width", "height", "patternunits", "patterntransform"},
}
BARE = {
    *("head", "style", "body", "main", "h1", "h3", "caption", "dl", "dt", "dd", "ul", "li"),
    *("defs", "figcaption"),
}
"""What a page may have: no script, no link, no image, no style of an element."""


def headings(page: Node) -> list[str]:
    return [each.text.strip() for each in page.all("h2")]


def facts(page: Node) -> dict[str, str]:
    """Return what the first list says of the report."""
    listed = next(page.all("dl"))
    names, texts = ([each.text.strip() for each in listed.all(tag)] for tag in ("dt", "dd"))
    return dict(zip(names, texts, strict=True))


def require_known(page: Node) -> None:
    for node in page.all():
        assert node.tag in {*ATTRIBUTES, *BARE}
        assert set(node.attributes) <= ATTRIBUTES.get(node.tag, set()), node.tag
        for name, value in node.attributes.items():
            if name == "fill":
                assert re.fullmatch(r"url\(#[a-z-]+\)", value)
    ids = [node.attributes["id"] for node in page.all() if "id" in node.attributes]
    assert len(ids) == len(set(ids))
    for node in page.all():
        for name in node.attributes.get("aria-labelledby", "").split():
            assert name in ids


def test_the_sections_are_in_their_order(forty: Store) -> None:
    page = forty.page(*PERIOD)
    assert headings(page) == SECTIONS
    require_known(page)


def test_it_says_what_it_is_about(forty: Store) -> None:
    page = forty.page(*PERIOD, "--region", "usa", "--tag", "vip", "--times", "utc")
    title = "Response clocks decided from 5 Oct 2026 to 22 Nov 2026, plan Premium"
    assert (page.one("h1").text.strip(), next(page.all("title")).text.strip()) == (title, title)
    assert facts(page) == {
        "Period": "from Mon 5 Oct 2026 00:00 UTC until Mon 23 Nov 2026 00:00 UTC",
        "Cases": "region usa, tag vip",
        "As of": "Wed 25 Nov 2026 16:10 UTC",
        "Dates": "in UTC",
        "Plan and objective": "Premium: 95 %",
    }


def test_a_past_moment_is_said(forty: Store) -> None:
    page = forty.page(*PERIOD, "--at", "2026-10-20T12:00Z")
    assert facts(page)["As of"] == "Tue 20 Oct 2026 12:00 UTC"
    assert "so far" in page.one("h1").text


def test_where_there_is_nothing_a_sentence_says_so(nothing: Store) -> None:
    page = nothing.page()
    assert headings(page) == SECTIONS
    assert [*page.all("table"), *page.all("svg")] == []
    told = [each.text.strip() for each in page.all("p")]
    assert told == [
        "No response clock was decided so far.",
        "Nothing is late or soon due.",
        "Nothing was met or missed, so there are no shares.",
        "Nothing was met or missed, so there is no course of shares.",
        "No clock was missed in the period.",
        "No clock that was met or missed has stopped.",
        "No case was on hold in the period.",
        "No case is on hold now.",
        "No case is open.",
    ]
    assert "Nothing was left out." in page.text


def test_hostile_texts_are_texts(hostile: Store) -> None:
    fields = ("partner", "customer", "owner", "tag")
    page = hostile.page(*(option for field in fields for option in ("--by", field)))
    require_known(page)
    cells = [each.text.strip() for tag in ("td", "th") for each in page.all(tag)]
    for text in accepted_texts():
        assert cells.count(printable(text)) >= 3, text


def test_a_hostile_filter_is_a_text(forty: Store) -> None:
    text = "</style><script>alert('1')</script>\n"
    page = forty.page("--partner", text)
    require_known(page)
    assert printable("partner '</style><script>alert('\"'\"'1'\"'\"')") in facts(page)["Cases"]


def test_hostile_names_of_the_configuration_are_texts(forty: Store) -> None:
    plan, region, person = (
        "</title><script>alert(1)</script>",
        "<img src=x> & \"'",
        "<svg onload=x>",
    )
    own = POLICY.read_text(encoding="utf-8").replace('"Premium"', json.dumps(plan))
    own += f"\n[regions.apac]\nname = {json.dumps(region)}\n"
    own += f"[partner_types.certified]\nname = {json.dumps(person)}\n"
    file = forty.place / "own.toml"
    file.write_text(own, encoding="utf-8")
    page = forty.page("--by", "region", "--by", "partner-type", "--config", str(file))
    require_known(page)
    assert page.one("h1").text.strip().endswith(f"plan {plan}")
    assert facts(page)["Plan and objective"] == f"{plan}: 95 %"
    cells = [each.text for each in page.all("th")]
    assert (region in cells, person in cells) == (True, True)


def test_a_long_list_says_how_many_more_there_are(forty: Store) -> None:
    page = forty.page(*PERIOD, "--limit", "1", "--region", "usa")
    missed = next(each for each in page.all("table") if each.attributes["id"] == "missed-table")
    assert len(list(missed.one("tbody").all("tr"))) == 1
    notes = [each.text.strip() for each in page.all("p")]
    period = "--since 2026-10-05T00:00:00Z --until 2026-11-23T00:00:00Z"
    assert f"1 more: slt report --misses {period} --region usa" in notes


def test_its_commands_have_the_time_and_the_clock_of_the_report(forty: Store) -> None:
    page = forty.page("--limit", "1", "--clock", "update", "--at", "2026-11-24T15:10:00Z")
    commands = [each.text.partition(" more: ")[2].strip() for each in page.all("p")]
    asked = "--clock update --at 2026-11-24T15:10:00Z"
    assert {f"slt report --misses {asked}", f"slt due --late --soon {asked}"} <= set(commands)


def test_its_commands_show_the_misses_of_one_kind_of_clock(forty: Store) -> None:
    page = forty.page("--limit", "1", "--by", "clock")
    commands = [each.text.partition(" more: ")[2].strip() for each in page.all("p")]
    assert "slt report --misses --clock KIND" in commands


def test_a_limit_leaves_out_no_time_on_hold_and_no_clock(forty: Store) -> None:
    whole, limited = (forty.page(*PERIOD, *limit) for limit in ((), ("--limit", "1")))
    for name in ("on-hold-table", "clocks-table"):
        (table, same) = (
            next(each for each in page.all("table") if each.attributes["id"] == name)
            for page in (whole, limited)
        )
        assert len(list(table.all("tr"))) > 2
        assert same.text == table.text
    lead, lead_of_limited = (
        [each.text for each in page.all("p") if each.attributes.get("class") == "lead"]
        for page in (whole, limited)
    )
    assert lead == lead_of_limited


def test_a_limit_of_nothing_says_how_many_there_are(forty: Store) -> None:
    notes = [each.text.strip() for each in forty.page("--limit", "0").all("p")]
    for command in ("slt due --late --soon", "slt report --misses", "slt list --held"):
        assert [note for note in notes if re.fullmatch(rf"[1-9]\d* more: {command}", note)]


def test_a_thousand_rows_are_shown() -> None:
    (said,) = more(Listed(range(1000), 12_000, "slt list --held"))
    assert markup(said) == '<p class="note">11,000 more: slt list --held</p>\n'
    assert list(more(Listed(range(1000), 1000, "slt list --held"))) == []


def test_weeks_before_the_first_are_left_out_and_a_long_time_has_a_chart_for_each_quarter(
    forty: Store,
) -> None:
    page = forty.page("--since", "2026-06-01", "--until", "2027-03-31")
    table = next(each for each in page.all("table") if each.attributes["id"] == "time-table")
    weeks = [each.text for each in table.one("tbody").all("th")]
    assert (weeks[0], weeks[-1], len(weeks)) == ("28 Sep", "23 Nov", 9)
    notes = [each.text.strip() for each in page.all("p")]
    assert any(note.endswith("and is left out before the first.") for note in notes)


def test_of_many_partners_a_chart_has_those_with_the_most_misses(nothing: Store) -> None:
    rows = ["subject,partner,priority,region,opened_at,responded_at"]
    for number in range(30):
        for case in range(2):
            answered = 23 if case < number % 3 else 9
            day = f"2026-11-{number % 5 + 2:02}T"
            rows.append(f"x,Partner {number:02},S1,europe,{day}09:00:00Z,{day}{answered:02}:10:00Z")
    file = nothing.place / "cases.csv"
    file.write_text("\n".join(rows))
    assert nothing.call("import", str(file), "-q").code == 0
    page = nothing.page("--by", "partner")
    (chart,) = (each for each in page.all("svg") if each.attributes["id"] == "by-partner-chart")
    names = [text.text for text in chart.all("text") if text.text.startswith("Partner")]
    assert names == [f"Partner {number:02}" for number in (*range(2, 30, 3), *range(1, 30, 3))]
    told = "The 20 of 30 with the most misses."
    assert page.one("figcaption").text.strip() == told
    assert chart.one("desc").text.startswith(told)
    table = next(each for each in page.all("table") if "by-partner" in each.attributes["id"])
    assert len(list(table.one("tbody").all("tr"))) == 31
    (lead,) = (each.text for each in page.all("p") if each.attributes.get("class") == "lead")
    assert lead.endswith(" and 15 more missed it.")
