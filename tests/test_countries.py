"""The table of countries is complete, and no word stands for two countries by name."""

from __future__ import annotations

import re
from collections import Counter

from framing.countries import countries

# Spoken of like states, and no members of the United Nations.
BEYOND = {"VA", "PS", "TW", "XK", "HK", "EU"}


def test_every_country_has_a_code_and_a_name() -> None:
    table = countries()
    assert len(table) == 252  # ISO 3166-1 (249), the European Union, Kosovo, the Soviet Union
    assert all(re.fullmatch("[A-Z]{2}", code) and c.name for code, c in table.items())
    assert list(table) == sorted(table) and set(table) > BEYOND


def test_names_are_of_one_country() -> None:
    names = Counter(n for c in countries().values() for n in {c.name, *c.aliases})
    assert [n for n, count in names.items() if count > 1] == []


def test_homonyms_are_words_of_their_row() -> None:
    for c in countries().values():
        own = {c.name, *c.aliases, *c.adjectives, *c.people, *c.capital, *c.seats, *c.bodies}
        assert set(c.homonyms) <= own, c.code


def test_nearly_all_states_have_people() -> None:
    spoken_of = [c for c in countries().values() if c.capital or c.seats]
    lacking = {c.code for c in spoken_of if not (c.adjectives or c.people)}
    assert lacking <= {"CG", "DM"}
