"""Who published, who is credited, whose words: the seeds' facts, and made-up pages."""

from __future__ import annotations

import csv
import time
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.corpus import Corpus
from framing.outlets import identify, resolve
from framing.outlets.identity import NO_OTHER_CREDIT, Given, identify_text
from framing.outlets.outlet import Outlet
from framing.outlets.registry import Registry
from framing.outlets.stage import identify_rows

BODY = (
    "The ministers met in the capital on Monday and spoke for two hours about the harvest, "
    "the ferry and the price of salt, officials said. More talks are planned for autumn."
)


@pytest.fixture(scope="module")
def articles(seeds: Path) -> dict[str, tuple[str, Given]]:
    with (seeds / "articles.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    day = {"003": "2024-01-16"}
    return {
        row["file"][:3]: (
            (seeds / row["file"]).read_text(encoding="utf-8"),
            Given(
                outlet=row["outlet"] or None,
                agency=row["agency"] or None,
                url=row["url"] or None,
                republisher=row["republisher"] or None,
                outlet_basis="manifest",
                agency_basis="manifest",
                published=day.get(row["file"][:3], "2018-05-31"),
            ),
        )
        for row in rows
    }


SEEDS = [
    # id, outlet, basis, agency, origin, origin basis, control, role
    ("000", "TASS", "text", "TASS", "TASS", "own", "state-controlled", "wire agency"),
    ("001", "The Straits Times", "text", None, "unknown", "unknown", "private", "newspaper"),
    (
        "002",
        "The Moscow Times",
        "manifest",
        "Reuters",
        "Reuters",
        "credited",
        "private",
        "newspaper",
    ),
    (
        "003",
        "Sputnik",
        "text",
        "Sputnik",
        "Sputnik",
        "own",
        "state-controlled",
        "wire agency and broadcaster",
    ),
    ("004", "unknown", "manifest", "AFP", "AFP", "credited", "unknown", "unknown"),
]


@pytest.mark.parametrize("expected", SEEDS, ids=[s[0] for s in SEEDS])
def test_the_seeds_with_their_manifest(articles, expected):
    text, known = articles[expected[0]]
    found = identify_text(text, known)
    assert (
        found.outlet,
        found.outlet_basis,
        found.agency,
        found.origin,
        found.origin_basis,
        found.control,
        found.role,
    ) == expected[1:]


@pytest.mark.parametrize(
    ("name", "outlet", "agency", "origin"),
    [
        ("000", "TASS", "TASS", "TASS"),
        ("001", "The Straits Times", None, "unknown"),
        ("002", "unknown", "Reuters", "Reuters"),
        ("003", "Sputnik", "Sputnik", "Sputnik"),
        ("004", "unknown", "AFP", "AFP"),
    ],
)
def test_the_seeds_without_a_manifest(articles, name, outlet, agency, origin):
    found = identify_text(articles[name][0], Given(published="2018-05-31"))
    assert (found.outlet, found.agency, found.origin) == (outlet, agency, origin)


def test_the_seeds_evidence_and_republisher(articles):
    tass = identify_text(*articles["000"])
    assert tass.origin_evidence == "PYONGYANG, May 31. /TASS/"
    assert identify_text(articles["001"][0]).republisher == "unknown"
    assert "no credit in this file" in identify_text(*articles["001"]).origin_evidence
    assert identify_text(*articles["002"]).origin_evidence == "By Reuters"
    afp = identify_text(*articles["004"])
    assert afp.origin_evidence.startswith("© 2018 AFP")
    assert afp.agency_basis == "copyright", "the picture credit 'AP' is not the agency"


@pytest.mark.parametrize(
    ("text", "known", "expected"),
    [
        # what a paper prints without a credit is taken as its own, and says so
        (BODY, Given("The Guardian"), ("The Guardian", None, "The Guardian", "own")),
        (
            f"By Jane Doe\n{BODY}",
            Given("The Guardian"),
            ("The Guardian", None, "The Guardian", "own"),
        ),
        # a wire story in a paper
        (
            f"ROME, May 31 (Reuters) - {BODY}",
            Given("The Guardian"),
            ("The Guardian", "Reuters", "Reuters", "dateline"),
        ),
        (
            f"By Reuters\n{BODY}",
            Given("theguardian.com"),
            ("The Guardian", "Reuters", "Reuters", "credited"),
        ),
        # another paper's story is an origin, but no agency
        (
            f"By Jane Doe New York Times\n{BODY}",
            Given("Star Tribune"),
            ("Star Tribune", None, "The New York Times", "credited"),
        ),
        # an agency's own page
        (BODY, Given("Reuters"), ("Reuters", "Reuters", "Reuters", "own")),
        (f"ROME (AP) - {BODY}", Given("apnews.com"), ("AP", "AP", "AP", "own")),
        # aggregators: only what is credited
        (
            f"Reuters India•\nMinisters meet\nMore\n{BODY}",
            Given("yahoo.com/news"),
            ("Yahoo News", "Reuters", "Reuters", "credited"),
        ),
        (BODY, Given("yahoo.com/news"), ("Yahoo News", None, "unknown", "unknown")),
        # two agencies in one byline
        (
            f"By Reuters and AFP\n{BODY}",
            Given("The Guardian"),
            ("The Guardian", None, "unknown", "unknown"),
        ),
        (
            f"Staff and agencies\n{BODY}",
            Given("The Guardian"),
            ("The Guardian", None, "unknown", "unknown"),
        ),
        # helpers, pictures and citations write nothing
        (
            f"{BODY}\nThe Associated Press contributed to this report.",
            Given("Fox News"),
            ("Fox News", None, "Fox News", "own"),
        ),
        (
            f"{BODY}\nKCNA said so; a source told TASS.",
            Given("The Guardian"),
            ("The Guardian", None, "The Guardian", "own"),
        ),
        # addresses
        (f"https://tass.com/politics/1007260\n{BODY}", None, ("TASS", "TASS", "TASS", "own")),
        (
            BODY,
            Given(url="https://www.themoscowtimes.com/x"),
            ("The Moscow Times", None, "The Moscow Times", "own"),
        ),
        # nothing at all
        (BODY, None, ("unknown", None, "unknown", "unknown")),
        ("", None, ("unknown", None, "unknown", "unknown")),
        # a given agency wins over the text
        (
            f"By Reuters\n{BODY}",
            Given("The Guardian", agency="AFP"),
            ("The Guardian", "AFP", "AFP", "credited"),
        ),
        # a paper that the registry does not know
        (BODY, Given("Nowhere Gazette"), ("Nowhere Gazette", None, "Nowhere Gazette", "own")),
    ],
)
def test_made_up_pages(text, known, expected):
    found = identify_text(text, known)
    assert (found.outlet, found.agency, found.origin, found.origin_basis) == expected


def test_an_assumed_origin_says_so():
    assert identify_text(BODY, Given("The Guardian")).origin_evidence == NO_OTHER_CREDIT
    assert identify_text(f"By Jane Doe, CNN\n{BODY}", Given("CNN")).origin_evidence == (
        "By Jane Doe, CNN"
    )


def test_given_values_win_and_differences_are_noted():
    found = identify_text(f"By Reuters\n{BODY}", Given("The Guardian", agency="AFP"))
    assert ("info", "agency_differs", "given as 'AFP'; the text credits 'Reuters'") in found.notes
    found = identify_text(f"https://tass.com/a\n{BODY}", Given("The Guardian"))
    assert found.outlet == "The Guardian"
    assert [code for _, code, _ in found.notes] == ["outlet_differs"]
    found = identify_text(BODY, Given("TASS", control="unknown", role="newspaper", country="XK"))
    assert (found.control, found.role, found.country) == ("unknown", "newspaper", "XK")


def test_an_origin_given_with_the_articles_stays():
    found = identify_text(f"By Reuters\n{BODY}", Given("The Guardian", origin="ITAR-TASS"))
    assert (found.origin, found.origin_basis, found.agency) == ("TASS", "credited", "Reuters")
    assert found.origin_evidence == "given with the articles"


def test_a_later_version_is_noted():
    found = identify_text(f"UPDATE 2-Ministers meet\n\nROME (Reuters) - {BODY}", Given("Reuters"))
    assert found.notes == (("info", "version", "marked 'UPDATE 2': a later version of a story"),)


def test_periods_follow_the_date():
    known = Given("The Straits Times", published="2018-05-31")
    assert identify_text(BODY, known).control == "private"
    known = Given("The Straits Times", published="2023-05-31T10:00:00+08:00")
    assert identify_text(BODY, known).control == "non-profit"


def test_the_corpus_is_filled_and_noted():
    corpus = Corpus.from_articles(
        [
            {"article_id": "a", "outlet": "ITAR-TASS", "outlet_basis": "manifest", "text": BODY},
            {"article_id": "b", "outlet": "Tasss", "text": BODY},
            {"article_id": "c", "text": f"ROME (Reuters) - {BODY}"},
        ]
    )
    found = identify(corpus)
    table = found.articles.set_index("article_id")
    assert table["outlet"].tolist() == ["TASS", "Tasss", "unknown"]
    assert table["origin"].tolist() == ["TASS", "Tasss", "Reuters"]
    assert table["country"].tolist() == ["RU", "unknown", "unknown"]
    codes = dict(zip(found.notes["code"], found.notes["message"], strict=True))
    assert codes["outlet_renamed"] == "outlet 'ITAR-TASS' is listed as 'TASS'"
    assert "nearest: 'TASS'" in codes["outlet_not_registered"]
    assert resolve(found.articles, "western wire", by="origin").tolist() == [False, False, True]
    assert [s.stage for s in found.history][-1] == "outlets"
    assert corpus.articles["origin"].isna().all(), "the corpus that went in is unchanged"


def test_a_file_of_rows_is_laid_over_the_registry(tmp_path: Path):
    file = tmp_path / "mine.csv"
    file.write_text("name,control\nDaily Bugle,party\n", encoding="utf-8")
    corpus = Corpus.from_articles([{"article_id": "a", "outlet": "daily bugle", "text": BODY}])
    found = identify(corpus, registry=file)
    assert found.articles.loc[0, ["outlet", "control"]].tolist() == ["Daily Bugle", "party"]
    assert found.signature != identify(corpus).signature, "a registry is a setting"
    assert identify(corpus).signature == identify(corpus).signature


def test_twice_is_once():
    corpus = Corpus.from_articles(
        [
            {"article_id": "a", "text": f"ROME (Reuters) - {BODY}"},
            {"article_id": "b", "outlet": "The Guardian", "text": f"By AFP\n{BODY}"},
        ]
    )
    once = identify(corpus)
    pd.testing.assert_frame_equal(identify(once).articles, once.articles)


def test_parts_give_the_same_as_the_whole():
    rows = [
        {"article_id": str(i), "text": t, "outlet": o}
        for i, (t, o) in enumerate(
            [(f"By Reuters\n{BODY}", "CNN"), (BODY, None), (f"ROME (AFP) - {BODY}", "Yahoo")]
        )
    ]
    assert identify_rows(rows) == [r for row in rows for r in identify_rows([row])]


def test_a_registry_of_ones_own():
    mine = Registry((Outlet("Bugle", domains=("bugle.example",), control="party", country="XK"),))
    found = identify_text(BODY, Given(url="http://bugle.example/1"), registry=mine)
    assert (found.outlet, found.control, found.country) == ("Bugle", "party", "XK")


@given(
    st.text(max_size=300),
    st.none() | st.text(max_size=20),
    st.none() | st.text(max_size=20),
    st.none() | st.text(max_size=20),
)
def test_anything_is_identified(text, outlet, agency, url):
    found = identify_text(text, Given(outlet or None, agency=agency or None, url=url or None))
    assert found.outlet and found.origin and found.control and found.role and found.country
    assert (found.origin_basis == "unknown") == (found.origin == "unknown")


def test_it_is_fast_enough_for_millions():
    text = f"ROME, May 31 (Reuters) - {BODY}\n" + f"{BODY}\n" * 20 + "(Editing by Jane Doe)"
    identify_text(text)
    start = time.process_time()
    for _ in range(200):
        identify_text(text, Given("The Guardian"))
    assert time.process_time() - start < 0.2, "more than 1 ms an article, many times the usual"
