"""The package psycopg2, or how to install it."""

from slt_cli.errors import StoreError

try:
    import psycopg2
    from psycopg2 import extensions
except ImportError:
    raise StoreError(
        "a PostgreSQL database needs the package psycopg2, which is not installed",
        "install it into slt's own environment: pip install 'slt-cli[postgres]', uv tool install "
        "'slt-cli[postgres]', pipx inject slt-cli psycopg2-binary, or from a checkout "
        ".venv/bin/pip install '.[postgres]'",
    ) from None

__all__ = ["extensions", "psycopg2"]
