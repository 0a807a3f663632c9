"""The registry is complete and unambiguous, and look-up says what it does not know."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from framing.countries import countries
from framing.errors import FramingError
from framing.outlets import describe, find, groups, load
from framing.outlets.outlet import Outlet
from framing.outlets.registry import Registry, check, name_key
from framing.outlets.registry_rows import read_rows
from framing.outlets.vocabulary import CONTROLS, ROLES

REGISTRY = load()


def test_it_is_large_enough():
    assert len(REGISTRY.periods) >= 150
    assert len({o.country for o in REGISTRY.outlets}) >= 60
    assert sum(rows[-1].is_agency for rows in REGISTRY.periods.values()) >= 60


def faults(outlet: Outlet) -> list[str]:
    """What is missing or wrong in a row."""
    rules = {
        "control": outlet.control in CONTROLS,
        "role": all(role in ROLES for role in outlet.roles),
        "country": outlet.country in countries(),
        "english": outlet.english in {"original", "mixed", "translated", "none"},
        "source": bool(outlet.source) and 2010 <= int(outlet.source_year) <= 2026,
        "valid_from": bool(re.fullmatch(r"\d{4}(-\d\d){0,2}", outlet.valid_from)),
        "valid_to": outlet.valid_to == "" or outlet.valid_to >= outlet.valid_from,
        "languages": bool(outlet.languages)
        and all(re.fullmatch("[a-z]{2}", code) for code in outlet.languages),
        "note": outlet.control != "unknown" or bool(outlet.note),
    }
    return [rule for rule, holds in rules.items() if not holds]


def test_every_row_is_complete():
    assert {o.name: faults(o) for o in REGISTRY.outlets if faults(o)} == {}


def test_no_name_alias_or_domain_stands_twice():
    check(REGISTRY)
    names = [name_key(name) for name in REGISTRY.periods]
    aliases = [name_key(a) for o in REGISTRY.outlets for a in o.aliases]
    assert len(names) + len(aliases) == len({*names, *aliases})
    domains = [d for o in REGISTRY.outlets for d in o.domains]
    assert len(domains) == len(set(domains))
    assert all(re.fullmatch(r"[a-z0-9.-]+\.[a-z0-9-]{2,}(/[a-z0-9-]+)?", d) for d in domains)


def test_an_english_text_has_a_caveat_only_where_it_may_be_a_translation():
    assert "translat" in find("TASS").caveat
    assert find("Reuters").caveat is None
    assert all(
        (o.caveat is not None) == (o.english in ("mixed", "translated")) for o in REGISTRY.outlets
    )


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("TASS", "TASS"),
        ("ITAR-TASS", "TASS"),
        ("Itar Tass", "TASS"),
        ("RIA", "Sputnik"),
        ("RIA Novosti", "Sputnik"),
        ("https://sputnikglobe.com/20240116/lavrov-1116196209.html", "Sputnik"),
        ("Agence France-Presse", "AFP"),
        ("the associated press", "AP"),
        ("straitstimes.com", "The Straits Times"),
        ("StraitsTimes", "The Straits Times"),
        ("The Moscow Times", "The Moscow Times"),
        ("moscow times", "The Moscow Times"),
        ("Hurriyet", "Hürriyet"),
        ("People’s Daily", "People's Daily"),
        ("yahoo.com/news", "Yahoo News"),
        ("http://www.yahoo.com/", "Yahoo News"),
        ("edition.cnn.com/2018/07/16/x", "CNN"),
        ("CNN (Web News)", "CNN"),
        ("news.google.com", "Google News"),
        ("The Guardian (Nigeria)", "The Guardian (Nigeria)"),
    ],
)
def test_names_aliases_and_domains_lead_to_one_outlet(query: str, name: str):
    assert find(query).name == name


@pytest.mark.parametrize(
    "query",
    [
        "",
        " ",
        "Daily Bugle",
        "nowhere.example",
        "co.uk",
        "com",
        "http://",
        "The Guardian (Malta)",
        "\x00",
        "é" * 400,
    ],
)
def test_what_is_not_known_is_none(query: str):
    assert find(query) is None


def test_a_longer_domain_wins_over_its_parent():
    registry = Registry(
        (
            Outlet("Site", domains=("site.com",)),
            Outlet("Part", domains=("site.com/part",)),
            Outlet("Sub", domains=("sub.site.com",)),
        )
    )
    assert registry.name_of_domain("https://www.site.com/part/1") == "Part"
    assert registry.name_of_domain("sub.site.com/part") == "Sub"
    assert registry.name_of_domain("other.site.com") == "Site"
    assert registry.name_of_domain("notsite.com") is None


def test_the_seeds_outlets_are_classified_as_at_the_time():
    straits = find("The Straits Times", on="2018-05-31")
    assert (straits.control, straits.role) == ("private", "newspaper")
    assert find("The Straits Times", on="2023-01-01").control == "non-profit"
    assert (find("TASS").control, find("TASS").role) == ("state-controlled", "wire agency")
    sputnik = find("Sputnik", on="2024-01-16")
    assert (sputnik.control, sputnik.role) == ("state-controlled", "wire agency and broadcaster")
    assert find("Sputnik", on="2013-05-01").role == "wire agency"
    assert find("The Moscow Times").control == "private"


def test_both_sides_foreign_broadcasters_carry_their_funding():
    for name in ("VOA", "RFE/RL", "DW", "France 24"):
        assert find(name).control == "state-funded with independence"
    for name in ("RT", "CGTN", "Press TV"):
        assert find(name).control == "state-controlled"
    for name in ("US Department of State", "Russian Foreign Ministry", "Chinese Foreign Ministry"):
        assert find(name).role == "ministry"


def test_periods_cover_partial_dates():
    old, new = Outlet("X", valid_to="2021-11-30"), Outlet("X", valid_from="2021-12-01")
    registry = Registry((old, new))
    assert registry.on("X", "2021-11-30") is old
    assert registry.on("X", "2021-12-01") is new
    assert registry.on("X") is new
    assert registry.on("X", "1900-01-01") is old
    gap = Registry((Outlet("X", valid_to="2000"), Outlet("X", valid_from="2010")))
    assert gap.on("X", "2005-01-01").valid_to == "2000"


def write(folder: Path, text: str) -> Path:
    path = folder / "mine.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_user_adds_one_row_and_replaces_another(tmp_path: Path):
    mine = load(
        write(
            tmp_path,
            "name,domains,country,control,role\n"
            "Daily Bugle,bugle.example,US,private,newspaper\n"
            "TASS,tass.com,RU,unknown,wire agency\n",
        )
    )
    assert mine.find("https://bugle.example/1").name == "Daily Bugle"
    assert mine.find("TASS").control == "unknown"
    assert mine.find("Reuters") == find("Reuters")
    assert find("Daily Bugle") is None, "the shipped registry stays as it is"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("nam,country\nX,US\n", "mine.csv has no use for a column 'nam'; nearest: 'name'"),
        ("country\nUS\n", "needs a column 'name'"),
        ("name,control\nX,state\n", "row 1: control is 'state'"),
        ("name,role\nX,papier\n", "row 1: role is 'papier'"),
        ("name,country\nX,Russia\n", "row 1: country is 'Russia'"),
        ("name,valid_from\nX,May 2018\n", "valid_from is 'May 2018'; write YYYY"),
        ('name\n""\n', "row 1: name is empty"),
        ("name,aliases\nX,Reuters\n", "the name or alias 'reuters' stands for both"),
        ("name,domains\nX,tass.com\n", "the domain 'tass.com' stands for both"),
        ("name,valid_from,valid_to\nX,2010,2005\n", "'X' ends (2005) before it begins (2010)"),
        ("name,valid_from,valid_to\nX,2001,2010\nX,2008,\n", "two rows of 'X' hold on 2008"),
        ("name,note\nX,a,b\n", "quote a cell that holds a comma"),
    ],
)
def test_a_bad_row_is_refused_with_its_place(tmp_path: Path, text: str, message: str):
    with pytest.raises(FramingError) as error:
        load(write(tmp_path, text))
    assert message in str(error.value)


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path):
    with pytest.raises(FramingError, match=r"cannot read the registry .*none\.csv"):
        load(tmp_path / "none.csv")
    bad = tmp_path / "bad.csv"
    bad.write_bytes(b"\xff\xfe\x00name")
    with pytest.raises(FramingError, match="CSV file in UTF-8"):
        load(bad)


def test_rows_with_few_columns_are_unknown_in_the_rest():
    (row,) = read_rows(["name", "Daily Bugle"], "x.csv")
    assert (row.control, row.role, row.country, row.english) == ("unknown",) * 4


def test_describe_finds_by_name_group_country_control_role_and_part():
    assert describe("ITAR-TASS")["name"].tolist() == ["TASS"]
    assert describe("Straits Times")["period"].tolist() == ["1845–2021-11-30", "2021-12-01–now"]
    assert "Reuters" in set(describe("western wire")["name"])
    assert set(describe("North Korea")["country"]) == {"North Korea"}
    assert set(describe("KP")["name"]) == set(describe("north korea")["name"])
    assert set(describe("public service")["control"]) == {"public service"}
    assert set(describe("ministry")["role"]) == {"ministry"}
    assert "Daily Mail" in set(describe("mail")["name"])
    whole = describe()
    assert len(whole) == len(REGISTRY.outlets)
    assert whole["source"].str.contains(r", 20\d\d$").all()
    assert "state wire" in describe("TASS")["groups"].iloc[0]


def test_describe_takes_a_file(tmp_path: Path):
    mine = write(tmp_path, "name,country,note\nDaily Bugle,US,made up\n")
    assert describe("daily bugle", registry=mine)["note"].tolist() == ["made up"]


def test_describe_names_the_nearest():
    with pytest.raises(FramingError, match="nearest: 'Reuters'"):
        describe("Ruters")


def test_the_table_gives_back_every_row():
    frame = REGISTRY.frame()
    lines = frame.to_csv(index=False).splitlines()
    again = read_rows(lines, "again.csv")
    assert set(again) == set(REGISTRY.outlets)


def block(kind: str) -> str:
    """The first code block of a kind in the page that documents this."""
    page = Path(__file__).resolve().parents[1] / "docs" / "outlets.md"
    if not page.is_file():
        pytest.skip("docs/ belongs to the repository")
    return page.read_text(encoding="utf-8").split(f"```{kind}\n")[1].split("```")[0]


def test_the_row_and_the_group_of_the_documentation_work(tmp_path: Path):
    mine = load(write(tmp_path, block("csv")))
    assert mine.find("bugle.example").source == "publisher's own statement"
    (group,) = groups.parse(block("toml")).values()
    assert group.holds(find("SVT")) and not group.holds(find("BBC"))
