"""The table of steps, and who may take them."""

from itertools import product

from chophien.companies.tables import CompanyKind
from chophien.matchmaking.rules import REQUEST_STEPS, Side, may_step, side_of, state_words, weight_words
from chophien.matchmaking.tables import RequestState
from chophien.support.language import speaking


def test_the_table_names_every_state_and_nothing_else_is_allowed() -> None:
    allowed = {
        (before.value, after.value, side.value)
        for before, after, side in product(RequestState, RequestState, Side)
        if may_step(before, after, side)
    }
    assert set(REQUEST_STEPS) == set(RequestState)
    assert allowed == {
        ("waiting", "accepted", "asked"),
        ("waiting", "declined", "asked"),
        ("waiting", "withdrawn", "asking"),
        ("accepted", "declined", "asked"),
        ("accepted", "withdrawn", "asking"),
        ("declined", "accepted", "asked"),
        ("withdrawn", "waiting", "asking"),
    }


def test_the_side_follows_from_who_asked() -> None:
    assert side_of(CompanyKind.PRODUCER, CompanyKind.DISTRIBUTOR) is Side.ASKED
    assert side_of(CompanyKind.PRODUCER, CompanyKind.PRODUCER) is Side.ASKING


def test_states_and_weights_have_words_in_both_languages() -> None:
    for language in ("vi", "en"):
        with speaking(language):
            assert len({state_words(state) for state in RequestState}) == len(RequestState)
            assert len({weight_words(weight) for weight in range(1, 6)}) == 5
