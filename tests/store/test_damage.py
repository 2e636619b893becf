"""A damaged store is reported in the same words wherever the damage is found."""

from slt_cli.store.damage import damaged


def test_the_sentence_names_the_store_where_it_is_known():
    assert damaged("page 2 is torn").message == "the store is damaged: page 2 is torn"
    assert (
        damaged("page 2 is torn", "the store a.db").message
        == "the store a.db is damaged: page 2 is torn"
    )


def test_the_fix_is_a_backup():
    assert "`slt restore`" in damaged("page 2 is torn").fix
