"""A directory for unfinished files is removed, or the error says that it is still there."""

import pytest

from slt_cli.errors import StoreError, left_by
from slt_cli.store.sqlite.unfinished import unfinished_file


def test_it_is_for_its_owner_only_and_goes_with_its_content(tmp_path):
    with unfinished_file(tmp_path / "cases.db") as unfinished:
        assert unfinished.parent.stat().st_mode & 0o777 == 0o700
        unfinished.write_text("half")
    assert [*tmp_path.iterdir()] == []


def test_an_error_in_the_block_goes_through_and_nothing_is_left(tmp_path):
    with pytest.raises(KeyError) as raised, unfinished_file(tmp_path / "cases.db"):
        raise KeyError
    assert left_by(raised.value) == []
    assert [*tmp_path.iterdir()] == []


def test_a_directory_that_is_gone_is_reported_with_the_error_of_the_block(tmp_path):
    def fail() -> None:
        with unfinished_file(tmp_path / "cases.db") as unfinished:
            unfinished.parent.rename(tmp_path / "away")
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error") as raised:
        fail()
    (left,) = left_by(raised.value)
    assert left.startswith(str(tmp_path / ".cases.db."))


def test_an_error_about_the_store_names_the_file_that_the_user_knows(tmp_path):
    file = tmp_path / "cases.db"

    def fail() -> None:
        with unfinished_file(file) as unfinished:
            raise StoreError(f"the disk that holds {unfinished} fails", f"check {unfinished}")

    with pytest.raises(StoreError) as raised:
        fail()
    assert raised.value.message == f"the disk that holds {file} fails"
    assert raised.value.fix == f"check {file}"
