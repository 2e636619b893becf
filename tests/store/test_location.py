"""Where a store is: what --db and SLT_DB name, and how it is shown."""

import pytest

from slt_cli.errors import StoreError
from slt_cli.store.location import location_in, location_of, own_location


@pytest.mark.parametrize(
    ("named", "shown"),
    [
        pytest.param("cases.db", "cases.db", id="a file"),
        pytest.param("./team//cases.db", "team/cases.db", id="a path is made plain"),
        pytest.param(":memory:", ":memory:", id="a name that means something to SQLite"),
        pytest.param("file:x.db?mode=memory", "file:x.db?mode=memory", id="another such name"),
        pytest.param("~nobody-here/cases.db", "~nobody-here/cases.db", id="no such home"),
        pytest.param("./~/cases.db", "~/cases.db", id="a directory called ~"),
        pytest.param("", ".", id="no name"),
    ],
)
def test_an_option_names_a_file_whatever_the_name_looks_like(named, shown):
    location = location_of(named)
    assert (location.engine, str(location), location.is_own) == ("sqlite", shown, False)


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
def test_a_location_may_begin_with_a_home_directory(home, variable, shown):
    assert str(location_in(variable)) == shown.format(home=home)
    assert str(location_of(variable)) == shown.format(home=home)


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


@pytest.mark.parametrize(
    ("named", "said", "fix"),
    [
        ("postgres:/x", "postgres:... is not the URL", "write postgresql://user@host/database"),
        ("postgresql:/slt", "postgresql:... is not the URL", "write postgresql://user@host"),
        ("postgresql:slt", "postgresql:... is not the URL", "put ./ before it"),
        ("postgresql//slt", "postgresql//... is not the URL", "postgresql:///database"),
        ("PostgreSQL:u:secret@h/x", "PostgreSQL:... is not", "write postgresql://"),
        ("postgressql://u:secret@h/x", "postgressql:... is not", "write postgresql://"),
        ("pgsql://u:secret@h/x", "pgsql:... is not", "write postgresql://"),
        ("mysql://u:secret@h/x", "mysql://... is not the URL of a store", "write postgresql://"),
        ("sqlite:///x.db", "sqlite://... is a URL", "name the file: cases.db"),
        ("file:///x.db", "file://... is a URL", "name the file: cases.db"),
        ("word://x", "word://... is not", "write postgresql://"),
        ("host=h password=secret", "host=... are settings", "write postgresql://"),
        ("password = secret", "password =... are settings", "write postgresql://"),
        ("dbname=slt", "dbname=... are settings", "write postgresql://"),
        ("'postgresql://u:secret@h/x'", "a blank or a quotation mark", "leave out"),
        (' "postgresql://u:secret@h/x"', "a blank or a quotation mark", "leave out"),
        (" postgresql:///x", "a blank or a quotation mark", "leave out"),
        ("$SLT_URL", "is called $SLT_URL", "write the value itself"),
        ("${SLT_URL}", "is called ${SLT_URL}", "write the value itself"),
        ("$URL:secret@h/x", "is called $URL", "write the value itself"),
        ("u:secret@h/x", "without its beginning", "write postgresql://"),
        ("u:sec/secret@h/x", "without its beginning", "write postgresql://"),
    ],
)
def test_what_looks_like_a_url_makes_no_file_and_shows_no_password(named, said, fix):
    with pytest.raises(StoreError) as refused:
        location_of(named)
    assert said in refused.value.message
    assert fix in refused.value.fix
    assert "secret" not in refused.value.message + refused.value.fix


@pytest.mark.parametrize("named", ["Postgresql:///slt", "POSTGRES://h/slt"])
def test_the_scheme_of_a_url_is_in_upper_or_lower_case(named):
    location = location_of(named)
    assert (location.engine, location.name) == (
        "postgres",
        named.replace(named.partition(":")[0], named.partition(":")[0].lower()),
    )


@pytest.mark.parametrize(
    "named", ["./postgresql:slt", "./$SLT_URL", "./host=x", "postgres/x.db", "a:b.db", "host.db"]
)
def test_a_file_may_have_a_name_that_begins_so(named):
    assert location_of(named) == ("sqlite", named.removeprefix("./"), False)
