"""Every engine has all of the SQL that engines have of their own."""

import pytest

from slt_cli.store.postgres.dialect import POSTGRES
from slt_cli.store.sql.dialect import Dialect
from slt_cli.store.sqlite.dialect import SQLITE

METHODS = {name for name, value in vars(Dialect).items() if callable(value)}


@pytest.mark.parametrize("dialect", [SQLITE, POSTGRES], ids=["sqlite", "postgres"])
def test_it_is_whole(dialect):
    assert {"joined", "has_part"} <= METHODS
    assert {*Dialect.__annotations__, *METHODS} <= vars(type(dialect)).keys()
