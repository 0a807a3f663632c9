"""Actors: words, mentions, chains, by sentences that can be read off by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.features.actors import (
    Mention,
    find_mentions,
    gazetteer,
    link_mentions,
    selection,
    tagger,
    words,
)
from framing.features.actors.mentions import describe
from framing.features.actors.selection import read
from framing.features.actors.stories import sentences


def texts_of(text: str, threshold: float = -1.0) -> set[str]:
    return {m.text for m in find_mentions(text, threshold=threshold)}


def chain_of(stories: list[str], wanted: str, story: int = 0) -> str:
    """The chain of the (last) mention with these words; mentions of low score included."""
    mentions = [find_mentions(text, threshold=-3.0) for text in stories]
    chains = link_mentions(mentions)
    hits = [c for m, c in zip(mentions[story], chains[story], strict=True) if m.text == wanted]
    assert hits, f"{wanted!r} not among {[m.text for m in mentions[story]]}"
    return hits[-1]


# ---- words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kim Jong-un’s U.S. trip", ["Kim", "Jong", "-", "un", "'s", "U.S.", "trip"]),
        ("Mr. Moon said $1,000.50", ["Mr.", "Moon", "said", "$", "1,000.50"]),
        ("talks — in Seoul", ["talks", "--", "in", "Seoul"]),
        ("2010–2015", ["2010", "-", "2015"]),
        ("James B. Comey", ["James", "B.", "Comey"]),
        ("don't they're", ["don't", "they", "'re"]),
        ("a\nb", ["a", "\n", "b"]),
        ("", []),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert words.split(text)[0] == expected


@given(st.text(max_size=200))
def test_words_stand_in_the_text_in_order(text: str) -> None:
    tokens, starts, ends = words.split(text)
    assert len(tokens) == len(starts) == len(ends)
    assert all(0 <= a < b <= len(text) for a, b in zip(starts, ends, strict=True))
    assert starts == sorted(starts)
    assert all(b <= a for b, a in zip(ends, starts[1:], strict=False))


# ---- word classes


@pytest.mark.parametrize(
    ("sentence", "classes"),
    [
        ("The reclusive state met Lavrov .", "DJNVP."),
        ("Kim will visit Moscow in June .", "PMBPIP."),
        ("She quickly signed a new deal , officials said .", "RAVDJN,nV."),
        ("It was cancelled by the two countries .", "RVEIDCn."),
        ("their nuclear weapons", "$Jn"),
    ],
)
def test_word_classes(sentence: str, classes: str) -> None:
    assert tagger.tag(sentence.split())[0] == classes


def test_name_classes() -> None:
    kinds = tagger.tag(words.split("Angela Merkel met officials in Paris on Thursday.")[0])[1]
    assert kinds[:2] == "pp" and kinds[5] == "g" and kinds[7] == "t"


def test_a_name_is_one_throughout_the_text() -> None:
    text = "Trump spoke. Mr. Trump left. They let Trump go. Trump won."
    tokens = words.split(text)[0]
    classes = selection.read([[(0, text)]]).classes[1:-1]
    assert all(c == "P" for w, c in zip(tokens, classes, strict=True) if w == "Trump")


def test_headline_in_capitals_is_read_like_text() -> None:
    head = "NORTH KOREAN LEADER RECEIVES RUSSIAN FOREIGN MINISTER\n\nThe leader met the minister."
    assert "NORTH KOREAN LEADER" in texts_of(head)
    assert "NORTH KOREAN LEADER RECEIVES RUSSIAN FOREIGN MINISTER" not in texts_of(head)


# ---- gazetteer


@pytest.mark.parametrize(
    ("spelled", "code", "relation"),
    [
        ("the Kremlin", "RU", "metonym"),
        ("Moscow", "RU", "capital"),
        ("White House", "US", "metonym"),
        ("U.S.", "US", "name"),
        ("DPRK", "KP", "name"),
        ("North Koreans", "KP", "people"),
        ("PYONGYANG", "KP", "capital"),
        ("Downing Street", "GB", "metonym"),
        ("People's Republic of China", "CN", "name"),
        ("Russian Federation", "RU", "name"),
    ],
)
def test_countries_are_found(spelled: str, code: str, relation: str) -> None:
    found = gazetteer.load().find(words.split(spelled)[0])
    assert [(p.code, p.relation) for _, _, p in found] == [(code, relation)]


def test_us_is_not_us() -> None:
    assert gazetteer.load().find(["they", "told", "us"]) == []


# ---- mentions


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Lavrov visited the secretive state on Thursday.", "the secretive state"),
        ("The head of the reclusive state met a Russian official.", "the reclusive state"),
        ("The head of the reclusive state met a Russian official.", "a Russian official"),
        ("North Korea's leader arrived.", "North Korea"),
        ("North Korea's leader arrived.", "North Korea's leader"),
        ("North Korean leader Kim Jong Un spoke.", "Kim Jong Un"),
        ("German Chancellor Angela Merkel left.", "Angela Merkel"),
        ("Protesters met the mayor of London.", "Protesters"),
        ("President Trump imposed tariffs on steel.", "President Trump"),
        ("President Trump imposed tariffs on steel.", "tariffs"),
        ("A caravan of migrants reached the border.", "the border"),
        ("The Trump administration rejected the deal.", "The Trump administration"),
        ("The Kremlin denied the report.", "The Kremlin"),
        ("He praised Mr. Macron.", "Mr. Macron"),
    ],
)
def test_what_is_mentioned(sentence: str, expected: str) -> None:
    assert expected in texts_of(sentence)


def mention(sentence: str, text: str) -> Mention:
    return next(m for m in find_mentions(sentence, threshold=-4.0) if m.text == text)


def test_parts_of_a_title_and_name() -> None:
    m = mention(
        "Russian Foreign Minister Sergei Lavrov arrived.", "Russian Foreign Minister Sergei Lavrov"
    )
    assert (m.name, m.title, m.country, m.kind) == ("Sergei Lavrov", "minister", "RU", "person")
    assert m.modifiers == ("foreign",)


def test_parts_of_an_epithet() -> None:
    m = mention("Lavrov visited the secretive state.", "the secretive state")
    assert (m.head, m.kind, m.modifiers, m.opener) == ("state", "country", ("secretive",), "the")
    assert m.name == m.country == ""


def test_what_counts_is_what_is_counted() -> None:
    m = mention("Members of the caravan arrived.", "Members of the caravan")
    assert m.head == "caravan"


def test_an_office_in_capitals_is_no_name() -> None:
    m = mention("The Foreign Minister spoke.", "The Foreign Minister")
    assert m.name == "" and m.kind == "role"


def test_pronouns_are_no_mentions() -> None:
    assert texts_of("He said that she knew it.") & {"He", "she", "it"} == set()


def test_no_mention_ends_inside_a_country() -> None:
    found = texts_of("North Korea and South Korea met United States officials.", threshold=-9.0)
    assert not found & {"North", "South", "United", "Korea", "States", "Korea and South"}


def test_lower_threshold_finds_more() -> None:
    text = "The minister of the small country gave a long speech about prices in the capital."
    assert texts_of(text, 1.0) <= texts_of(text, 0.0) <= texts_of(text, -2.0)
    assert len(texts_of(text, -2.0)) > len(texts_of(text, 1.0))


@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    found = find_mentions(text, threshold=-2.0)
    assert all(text[m.start : m.end] == m.text and m.text.strip() for m in found)
    assert [(m.start, m.end) for m in found] == sorted({(m.start, m.end) for m in found})
    chains = link_mentions([found])[0]
    assert len(chains) == len(found) and all(chains)


@given(
    st.lists(
        st.sampled_from(
            [
                "the",
                "reclusive",
                "North",
                "Korea",
                "'s",
                "Kim",
                "Jong",
                "Un",
                "President",
                "said",
                ",",
                ".",
                "\n",
                "Trump",
                "of",
                "and",
                "Moscow",
                "officials",
                "-",
                "U.S.",
                "visit",
                "met",
                "“",
                "”",
                "25",
                "percent",
                "HER",
                "—",
                "leader",
                "Mr.",
                "THE",
            ]
        ),
        max_size=60,
    )
)
def test_any_order_of_news_words(pieces: list[str]) -> None:
    text = " ".join(pieces)
    found = find_mentions(text, threshold=-3.0)
    assert all(text[m.start : m.end] == m.text for m in found)
    assert link_mentions([found, found])[0] == link_mentions([found, found])[1]


# ---- chains

KOREA = "North Korean leader Kim Jong Un met Russian Foreign Minister Sergei Lavrov in Pyongyang. "


@pytest.mark.parametrize(
    ("sentence", "words_", "chain"),
    [
        ("Lavrov visited the secretive state.", "the secretive state", "KP"),
        ("He is the head of the reclusive state.", "the reclusive state", "KP"),
        ("Lavrov left.", "Lavrov", "Sergei Lavrov"),
        ("Kim waved.", "Kim", "Kim Jong Un"),
        ("Kim Jong-un waved.", "Kim Jong-un", "Kim Jong Un"),
        ("The North Korean leader smiled.", "The North Korean leader", "Kim Jong Un"),
        ("The foreign minister smiled.", "The foreign minister", "Sergei Lavrov"),
        ("Moscow was pleased.", "Moscow", "RU"),
        ("The Kremlin was pleased.", "The Kremlin", "RU"),
        ("North Korean officials agreed.", "North Korean officials", "KP"),
        ("The Russian government agreed.", "The Russian government", "RU"),
        ("North Koreans watched.", "North Koreans", "KP"),
        ("Sergey Lavrov left.", "Sergey Lavrov", "Sergei Lavrov"),
        ("The North agreed.", "The North", "KP"),
    ],
)
def test_chains_within_a_story(sentence: str, words_: str, chain: str) -> None:
    assert chain_of([KOREA + sentence], words_) == chain


def test_names_join_across_stories() -> None:
    other = "Kim arrived by train. The North Korean leader waved."
    assert chain_of([KOREA, other], "Kim", story=1) == "Kim Jong Un"
    assert chain_of([KOREA, other], "The North Korean leader", story=1) == "Kim Jong Un"


def test_two_of_one_surname_stay_apart() -> None:
    text = "Kim Jong Un spoke. Kim Jong Un smiled. Kim Yong Chol went to New York."
    assert chain_of([text], "Kim Yong Chol") == "Kim Yong Chol"
    assert chain_of([text], "Kim Jong Un") == "Kim Jong Un"


def test_an_administration_belongs_to_its_leaders_country() -> None:
    text = "Russian President Vladimir Putin spoke. Putin's administration objected."
    assert chain_of([text], "Putin's administration") == "RU"


def test_words_for_one_thing_share_a_chain() -> None:
    text = "Iran signed the nuclear deal. The agreement may fall. The pact is old."
    assert chain_of([text], "The agreement") == chain_of([text], "The pact") == "deal"


def test_an_epithet_is_only_linked_to_a_state_that_is_named() -> None:
    text = "China and Vietnam talked. China praised the reclusive state."
    assert chain_of([text], "the reclusive state") in ("CN", "VN")


def test_order_of_stories_does_not_matter() -> None:
    stories = [KOREA, "Kim left for the reclusive state.", "Trump spoke to Kim Yong Chol."]
    found = [find_mentions(s) for s in stories]
    assert link_mentions(found)[::-1] == link_mentions(found[::-1])


def test_nothing_comes_of_nothing() -> None:
    assert find_mentions("") == [] and find_mentions(" \n\n ") == []
    assert link_mentions([]) == [] and link_mentions([[]]) == [[]]


def test_a_word_of_kinship_inside_a_name_is_part_of_it() -> None:
    text = "North Korean Foreign Minister Choe Son Hui met Lavrov. Choe left. Choe Son-hui spoke."
    found = find_mentions(text)
    chains = link_mentions([found])[0]
    named = {m.text: c for m, c in zip(found, chains, strict=True) if m.kind == "person"}
    assert {named[t] for t in ("Choe Son Hui", "Choe")} == {"Choe Son Hui"}


def test_a_language_is_not_its_speakers() -> None:
    found = find_mentions("He spoke in English to reporters. The English won.")
    kinds = [m.kind for m in found if m.text.endswith("English")]
    assert "people" not in kinds[:1] and "person" not in kinds


def test_mentions_are_the_same_alone_and_among_others() -> None:
    texts = ["NORTH KOREA MEETS RUSSIA AGAIN\nKim met J. Smith.", "", "The U.S. — and\n\nTrump"]
    together = describe(read([[(0, text)] for text in texts]))
    assert together == [find_mentions(text) for text in texts]


def test_offsets_are_those_of_the_article_where_only_parts_are_read() -> None:
    text = "Advert here. Kim met Lavrov. More adverts. The Kremlin smiled."
    pieces = [(13, text[13:28]), (43, text[43:])]
    found = describe(read([pieces]))[0]
    assert all(text[m.start : m.end] == m.text for m in found)
    assert {"Kim", "Lavrov", "The Kremlin"} <= {m.text for m in found}


def test_sentences_are_parted_by_marks() -> None:
    text = (
        'Kim met Mr. Smith of the U.S. Senate on Jan. 5. "He left." Why?\n\nNo one\nsaid. (So.) End'
    )
    bounds = sentences(read([[(0, text)]]))[0]
    assert [text[a:b] for a, b in bounds.tolist()] == [
        "Kim met Mr. Smith of the U.S. Senate on Jan. 5.",
        '"He left."',
        "Why?",
        "No one",
        "said.",
        "(So.)",
        "End",
    ]
