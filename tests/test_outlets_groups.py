"""Groups are rules over registry columns: which articles they take in, and what they refuse."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing.errors import FramingError
from framing.outlets import groups, load
from framing.outlets.groups import Group, resolve
from framing.outlets.outlet import Outlet

SEEDS = pd.DataFrame(
    {
        "outlet": ["TASS", "The Straits Times", "The Moscow Times", "Sputnik", "unknown"],
        "origin": ["TASS", "AFP", "Reuters", "Sputnik", "AFP"],
        "published": [
            "2018-05-31T12:12:00+03:00",
            "2018-05-31",
            "2018-05-31T14:05:00",
            "2024-01-16",
            "2018-05-31",
        ],
    },
    index=list("abcde"),
)


def taken(group: str, **options) -> str:
    chosen = resolve(SEEDS, group, **options)
    assert chosen.dtype == bool
    assert list(chosen.index) == list("abcde")
    return "".join(chosen.index[chosen])


@pytest.mark.parametrize(
    ("group", "by", "expected"),
    [
        ("state", "origin", "ad"),
        ("state", "outlet", "ad"),
        ("western wire", "origin", "bce"),
        ("western wire", "outlet", ""),
        ("wire", "origin", "abcde"),
        ("state wire", "outlet", "ad"),
        ("private", "outlet", "bc"),
        ("unknown", "outlet", "e"),
        ("unknown", "origin", ""),
        ("newspaper", "outlet", "bc"),
        ("Russian state", "origin", "ad"),
        ("WESTERN_WIRE", "origin", "bce"),
        ("western-wire", "origin", "bce"),
        ("Reuters", "origin", "c"),
        ("Agence France-Presse", "origin", "be"),
        ("TASS, Sputnik", "outlet", "ad"),
        ("tass.com,  AFP", "origin", "abe"),
        ("unknown", "outlet", "e"),
        ("CNN", "outlet", ""),
    ],
)
def test_who_belongs(group: str, by: str, expected: str):
    assert taken(group, by=by) == expected


def test_a_period_decides():
    table = pd.DataFrame(
        {"outlet": ["The Straits Times"] * 2, "published": ["2018-05-31", "2023-05-31"]}
    )
    assert resolve(table, "private").tolist() == [True, False]
    assert resolve(table, "non-profit").tolist() == [False, True]


def test_what_the_articles_say_of_an_outlet_wins():
    table = pd.DataFrame(
        {
            "outlet": ["Daily Bugle", "Reuters"],
            "control": ["state-controlled", pd.NA],
            "role": ["newspaper", pd.NA],
        }
    )
    assert resolve(table, "state").tolist() == [True, False]
    assert resolve(table, "Daily Bugle").tolist() == [True, False]
    assert resolve(table, "daily bugle").tolist() == [True, False]


def test_missing_and_unknown_names_belong_to_unknown_only():
    table = pd.DataFrame({"outlet": [pd.NA, "unknown", "Nobody's Gazette"]})
    assert resolve(table, "unknown").all()
    for name in groups.load():
        if name != "unknown":
            assert not resolve(table, name).any(), name


def test_an_empty_table_gives_an_empty_series():
    assert resolve(SEEDS.iloc[:0], "state").tolist() == []


def test_unknown_group_names_the_nearest():
    with pytest.raises(FramingError) as error:
        resolve(SEEDS, "westen wire")
    assert "no group or outlet 'westen wire'; nearest: 'western wire'" in str(error.value)


def test_a_wrong_column_or_side_is_refused():
    with pytest.raises(FramingError, match="by 'outlet' or 'origin', not by 'country'"):
        resolve(SEEDS, "state", by="country")
    with pytest.raises(FramingError, match="identify their outlets first"):
        resolve(SEEDS.drop(columns="origin"), "state", by="origin")
    with pytest.raises(FramingError, match="only single outlets can be joined"):
        resolve(SEEDS, "state, western wire")


def write(folder: Path, text: str) -> Path:
    path = folder / "groups.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_user_writes_and_replaces_groups(tmp_path: Path):
    mine = groups.load(
        write(
            tmp_path,
            """
["Nordic public"]
where = { control = "public service", country = ["SE", "NO", "DK", "FI"] }
["state"]
title = "my own"
names = ["The Moscow Times"]
["either"]
where = [ { country = ["RU"], role = ["wire agency"] }, { name = ["AFP"] } ]
unless = { name = ["Sputnik"] }
names = ["ITAR-TASS"]
""",
        )
    )
    assert resolve(SEEDS, "state", groups=mine).tolist() == [False, False, True, False, False]
    assert "western wire" in mine
    nordic = [n for n, rows in load().periods.items() if mine["Nordic public"].holds(rows[-1])]
    assert {"SVT", "NRK", "DR", "Yle"} <= set(nordic)
    assert resolve(SEEDS, "either", by="origin", groups=mine).tolist() == [
        True,
        True,
        False,
        False,
        True,
    ]
    only = groups.load(tmp_path / "groups.toml", replace_all=True)
    assert list(only) == ["Nordic public", "state", "either"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[x", "is not TOML"),
        ("[x]\ntitle='y'", "group 'x' needs 'where' or 'names'"),
        ("[x]\nwhere={contrl='private'}", "no column 'contrl'; nearest: 'control'"),
        ("[x]\nwhere={control='state'}", "control 'state'"),
        ("[x]\nwhere={role='agency'}", "role 'agency'"),
        ("[x]\nwher={control='private'}", "has no use for 'wher'; nearest: 'where'"),
        ("[x]\nwhere={name=[1]}", "values are text"),
        ("[x]\nwhere=['a']", "a rule is a table"),
        ("x = 1", "expected a table"),
    ],
)
def test_a_bad_groups_file_is_refused(tmp_path: Path, text: str, message: str):
    with pytest.raises(FramingError) as error:
        groups.load(write(tmp_path, text))
    assert message in str(error.value)


def test_a_groups_file_that_is_not_there():
    with pytest.raises(FramingError, match=r"cannot read the groups .*none\.toml"):
        groups.load("none.toml")


def test_every_shipped_group_has_a_reason_and_holds_somebody():
    for name, group in groups.load().items():
        assert group.reason and group.title, name
        assert any(group.holds(o) for o in load().outlets), name


def test_state_and_western_wire_never_meet():
    shipped = groups.load()
    for outlet in load().outlets:
        assert not (shipped["state"].holds(outlet) and shipped["western wire"].holds(outlet))
        sides = ("state wire", "non-state wire")
        assert sum(shipped[s].holds(outlet) for s in sides) <= 1


def test_a_role_fits_where_one_of_several_does():
    group = Group("g", "g", "", where=({"role": ("broadcaster",)},))
    assert group.holds(Outlet("X", role="wire agency and broadcaster"))
    assert not group.holds(Outlet("X", role="wire agency"))


def test_a_group_that_names_an_alias_holds_the_outlet() -> None:
    articles = pd.DataFrame({"outlet": ["TASS", "AFP"]})
    mine = groups.from_tables({"mine": ["ITAR-TASS"]})["mine"]
    assert resolve(articles, mine).tolist() == [True, False]
    assert resolve(articles, "mine", groups={"mine": mine}).tolist() == [True, False]
