"""Tables name themselves, their columns and their rows, and every cell names its column."""

from slt_cli.output.html.elements import markup
from slt_cli.output.html.tables import table
from slt_cli.output.sheet import Cell, Column
from tests.output.html.hostile import HOSTILE
from tests.output.html.reading import Node, read_element

Row = tuple[str, str, str]

COLUMNS: tuple[Column[Row], ...] = (
    Column("Pri", lambda row: row[0], plain_header="Priority"),
    Column("Met", lambda row: row[1], right=True),
    Column("Owner", lambda row: row[2], "shortened", gives_way=1),
)


def shown(rows: list[Row], sums: int = 0) -> Node:
    return read_element(markup(table("figures", "By priority", COLUMNS, rows, sums=sums)))


def test_a_table_has_a_caption_headings_and_headings_of_rows() -> None:
    read = shown([("S1", "44 of 46", "desk-1"), ("S2", "1 of 2", "")])
    assert read.attributes == {"id": "figures", "role": "table"}
    assert read.one("caption").text.strip() == "By priority"
    headings = [(each.text, each.attributes["scope"]) for each in read.all("th")]
    assert headings == [
        *(("Priority", "col"), ("Met", "col"), ("Owner", "col")),
        *(("S1", "row"), ("S2", "row")),
    ]
    cells = [(each.attributes["data-label"], each.text) for each in read.all("td")]
    assert cells == [("Met", "44 of 46"), ("Owner", "desk-1"), ("Met", "1 of 2"), ("Owner", "-")]


def test_the_roles_stay_where_a_phone_shows_records() -> None:
    roles = {
        (each.tag, each.attributes.get("scope")): each.attributes.get("role")
        for each in shown([("S1", "1", "x")]).all()
    }
    del roles["caption", None]
    assert roles == {
        ("table", None): "table",
        ("thead", None): "rowgroup",
        ("tbody", None): "rowgroup",
        ("tr", None): "row",
        ("th", "col"): "columnheader",
        ("th", "row"): "rowheader",
        ("td", None): "cell",
    }


def test_a_column_that_may_go_does_so_where_it_is_empty() -> None:
    assert [each.text for each in shown([("S1", "", "")]).all("th")] == ["Priority", "Met", "S1"]


def test_a_tone_is_a_class_beside_its_word() -> None:
    columns: tuple[Column[Row], ...] = (
        Column("Case", lambda row: row[0]),
        Column("State", lambda row: Cell(row[1], "late")),
    )
    read = read_element(markup(table("due", "Due", columns, [("CASE-1", "late", "")])))
    span = read.one("span")
    assert (span.text, span.attributes) == ("late", {"class": "late"})


def test_sums_are_the_last_rows() -> None:
    rows = list(shown([("S1", "1", "x"), ("All", "1", "x")], sums=1).all("tr"))
    assert [row.attributes.get("class") for row in rows] == [None, None, "all"]


def test_hostile_texts_are_cells() -> None:
    rows = [(text, text, text) for text in HOSTILE.values()]
    read = shown(rows)
    assert len(list(read.all("td"))) == 2 * len(rows)
    assert {each.tag for each in read.all()} == {
        *("table", "caption", "thead", "tbody", "tr", "th", "td")
    }
