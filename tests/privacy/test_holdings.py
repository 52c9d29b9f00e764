"""Every table that points to people or holds their addresses is exported, or says why not."""

from piccolo.columns import ForeignKey
from piccolo.table import Table

from chophien.accounts.tables import Person
from chophien.piccolo_app import all_tables
from chophien.privacy.holdings import HOLDINGS, NOT_SHOWN

ADDRESSES = {"email", "phone", "to_address", "to_name", "typed", "sheet", "before", "gone"}


def _is_about_people(table: type[Table]) -> bool:
    return table is Person or any(
        column._meta.name in ADDRESSES
        or (isinstance(column, ForeignKey) and column._foreign_key_meta.resolved_references is Person)
        for column in table._meta.columns
    )


def test_each_table_about_people_stands_on_one_of_the_two_lists() -> None:
    shown, hidden = {holding.table for holding in HOLDINGS}, set(NOT_SHOWN)
    assert shown & hidden == set()
    assert {table for table in all_tables() if _is_about_people(table)} - shown - hidden == set()
    assert len(shown) == len(HOLDINGS)


def test_no_secret_is_ever_shown() -> None:
    names = {column._meta.name for holding in HOLDINGS for column in holding.shown}
    assert names & {"token_hash", "password_hash", "totp_secret", "code_hash", "typed_hash"} == set()
