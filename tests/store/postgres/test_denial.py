"""What is said of a change that the server denied, where the rights of the role cannot be asked."""

from slt_cli.errors import StoreError
from slt_cli.store.location import location_of
from slt_cli.store.postgres.denial import denial
from slt_cli.store.postgres.explaining import NoRightError


def test_a_server_that_is_lost_meanwhile_leaves_what_it_said():
    location = location_of("postgresql://ben@db/slt")
    denied = NoRightError(location, "permission denied for table cases")

    def read(*_: object) -> list[object]:
        raise StoreError("the connection was lost")

    assert denial(location, read, denied) is denied
