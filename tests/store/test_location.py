"""Where a store is: what --db and SLT_DB name, and how it is shown."""

import pytest

from slt_cli.store.location import Engine, location_in, location_of, own_location


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        pytest.param("cases.db", "cases.db", id="a file"),
        pytest.param("./team//cases.db", "team/cases.db", id="a path is made plain"),
        pytest.param(":memory:", ":memory:", id="a name that means something to SQLite"),
        pytest.param("file:x.db?mode=memory", "file:x.db?mode=memory", id="another such name"),
        pytest.param("~/cases.db", "~/cases.db", id="a tilde"),
        pytest.param("", ".", id="no name"),
    ],
)
def test_an_option_names_a_file_whatever_the_name_looks_like(named, shown):
    location = location_of(named)
    assert (location.engine, str(location), location.is_own) == (Engine.SQLITE, shown, False)


@pytest.mark.parametrize("variable", [None, ""])
def test_a_variable_that_is_not_set_names_nothing(variable):
    assert location_in(variable) is None


@pytest.mark.parametrize(
    ("variable", "shown"),
    [
        pytest.param("cases.db", "cases.db", id="a file"),
        pytest.param("~/cases.db", "{home}/cases.db", id="a file in the home directory"),
        pytest.param("~nobody-here/cases.db", "~nobody-here/cases.db", id="no such home"),
    ],
)
def test_a_variable_may_begin_with_a_home_directory(home, variable, shown):
    assert location_in(variable) == location_of(shown.format(home=home))


def test_the_users_own_store_is_slts_to_keep_private(home):
    location = own_location()
    assert str(location) == str(home / ".local" / "share" / "slt" / "cases.db")
    assert location.is_own


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("postgresql://u:secret@h:1/x?sslmode=require", "postgresql://u@h:1/x?sslmode=require"),
        ("postgresql://u@h/x?user=a@b", "postgresql://u@h/x?user=a@b"),
        ("postgresql:///x?password=secret&host=h", "postgresql:///x?host=h"),
        ("postgresql://h/x?p%61ssword=secret", "postgresql://h/x"),
        ("postgresql://u:se@cret@h/x", "postgresql://u@h/x"),
        ("postgresql://u:se/cret@h/x", "postgresql://u@h/x"),
        ("postgresql://u:se?cret@h/x", "postgresql://u@h/x"),
        ("postgresql://u:s@e?cret=1@h/x", "postgresql://u@h/x"),
    ],
)
def test_a_url_is_shown_without_passwords(url, shown):
    assert str(location_of(url)) == shown
    assert location_of(url).has_password is (url != shown)
