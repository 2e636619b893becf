"""The page: its sections in their order."""

from slt_cli.output.html.elements import element
from slt_cli.output.html.page import page
from slt_cli.views.html_report.beginning import facts, sentence, title
from slt_cli.views.html_report.cases import ages, at_risk, missed, on_hold
from slt_cli.views.html_report.contents import Contents
from slt_cli.views.html_report.figures import how_long, met_and_missed
from slt_cli.views.html_report.meaning import meaning
from slt_cli.views.html_report.weeks import over_time


def report_page(contents: Contents) -> str:
    """Return a report as the text of a page."""
    return page(
        title(contents),
        [
            element("h1", title(contents)),
            facts(contents),
            sentence(contents),
            at_risk(contents),
            met_and_missed(contents),
            over_time(contents),
            missed(contents),
            how_long(contents),
            on_hold(contents),
            ages(contents),
            meaning(contents),
        ],
    )
