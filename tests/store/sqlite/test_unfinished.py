"""A directory for unfinished files is removed, or the error says that it is still there."""

import pytest

from slt_cli.errors import left_by
from slt_cli.store.sqlite.unfinished import unfinished_directory


def test_it_is_for_its_owner_only_and_goes_with_its_content(tmp_path):
    with unfinished_directory(tmp_path / "cases.db") as directory:
        assert directory.stat().st_mode & 0o777 == 0o700
        (directory / "half").write_text("half")
    assert [*tmp_path.iterdir()] == []


def test_an_error_in_the_block_goes_through_and_nothing_is_left(tmp_path):
    with pytest.raises(KeyError) as raised, unfinished_directory(tmp_path / "cases.db"):
        raise KeyError
    assert left_by(raised.value) == []
    assert [*tmp_path.iterdir()] == []


def test_a_directory_that_is_gone_is_reported_with_the_error_of_the_block(tmp_path):
    def fail() -> None:
        with unfinished_directory(tmp_path / "cases.db") as directory:
            directory.rename(tmp_path / "away")
            raise OSError(5, "Input/output error")

    with pytest.raises(OSError, match="Input/output error") as raised:
        fail()
    (left,) = left_by(raised.value)
    assert left.startswith(str(tmp_path / ".cases.db."))
