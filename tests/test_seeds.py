"""What a careful reader sets down for the five seed articles, and what a run must say of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing import job
from framing.corpus import STORY_KINDS, Corpus
from framing.report.contents import Contents
from framing.study import load_study

TASS = "000_0d9025bd2c35da0a.txt"
STRAITS = "001_e6929dbc36b7e812.txt"
MOSCOW = "002_35bdc91380db2423.txt"
SPUTNIK = "003_9575b9c55e492da0.txt"
AFP = "004_d0d15de1010918a0.txt"


@dataclass(frozen=True)
class Facts:
    """One article as a reader set it down."""

    outlet: str
    agency: str | None
    published: str
    headline: str | None
    body_starts: str
    body_ends: str
    furniture: tuple[str, ...]
    control: str
    role: str
    origin: str
    origin_basis: str
    outlet_basis: str = "text"
    dateline: str | None = None
    standfirst_starts: str | None = None
    furniture_from: str | None = None
    more: dict[str, Any] = field(default_factory=dict)


FACTS = {
    TASS: Facts(
        "TASS", "TASS", "2018-05-31T12:12:00+03:00",
        "Kim Jong-un: North Korea highly values Russia's course for opposing US dominance",
        "North Korea highly values the Russian government’s course",
        "The sides discussed the settlement on the Korean Peninsula.",
        ("date 2018-05-31 Russian Politics & Diplomacy", "World", "May 31, 12:12 UTC+3",
         "©\u00a0Valeriy Sharifulin/TASS",
         "Kim Jong-un receives Russia's top diplomat in Pyongyang",
         "Lavrov invites Kim Jong-un to visit Russia", "ADVERTISEMENT"),
        "state-controlled", "wire agency", "TASS", "own",
        dateline="PYONGYANG, May 31. /TASS/.",
        standfirst_starts="Sergey Lavrov’s visit to Pyongyang shows",
    ),
    STRAITS: Facts(
        "The Straits Times", None, "2018-05-31",
        "NORTH KOREAN LEADER KIM JONG UN RECEIVES RUSSIAN FOREIGN MINISTER LAVROV: MOSCOW",
        "North Korean leader Kim Jong Un received Russian Foreign Minister",
        "security guarantees that the US will not try to topple the regime.",
        ("-", "31.05.2018", "StraitsTimes (31 May 2018)",
         "<https://www.straitstimes.com/asia/east-asia/"
         "russian-foreign-minister-lavrov-in-pyongyang-ahead-of->",
         "trump-kim-summit-kcna", "Kaynak/Source:"),
        "private", "newspaper", "AFP", "traced",
    ),
    MOSCOW: Facts(
        "The Moscow Times", "Reuters", "2018-05-31T14:05:00",
        "Lavrov Meets Kim Jong Un in North Korea, Invites Him to Moscow",
        "Russian Foreign Minister Sergei Lavrov met North Korean leader Kim Jong Un in Pyongyang "
        "on Thursday",
        "Lavrov was quoted as saying by his ministry.",
        ("date 2018-05-31 News Business Opinion City Meanwhile... World Сup City Listings & Guide",
         "News", "May 31 2018 - 14:05", "By Reuters", "Russian Foreign Ministry / Flickr",
         "Read More",
         "North Korean Foreign Minister Calls for Stronger Russia Ties on Moscow Visit"),
        "private", "newspaper", "Reuters", "credited",
        outlet_basis="manifest", furniture_from="Latest news",
    ),
    SPUTNIK: Facts(
        "Sputnik", "Sputnik", "2024-01-16", None,
        "Russian Foreign Minister Sergey Lavrov said on Tuesday that he will discuss",
        "North Korea will make every effort to develop relations with Russia, the minister added.",
        ("date 2024-01-16 https://sputnikglobe.com/20240116/lavrov-discusses-situation-on-korean-"
         "peninsula-with-north-korean-counterpart-in-moscow-1116196209.html",),
        "state-controlled", "wire agency and broadcaster", "Sputnik", "own",
    ),
    AFP: Facts(
        "unknown", "AFP", "2018-05-31", "Russia invites North Korea’s Kim Jong Un to visit",
        "Russian Foreign Minister Sergei Lavrov in Pyongyang on Thursday invited",
        "while the United States maintains a robust military presence in South Korea.",
        ("Korean leader Kim Jong Un and Russian Foreign Minister Sergei Lavrov pose for photo "
         "during meeting in Pyongyang, North Korea, on May 31, 2018", "Valery Sharifulin / AP",
         "© 2018 AFP. All Rights Reserved. This material may not be published, broadcast, "
         "rewritten, or redistributed.", "Categories: International News, US & World News",
         "Leave a Reply", "Your email address will not be published. Required fields are marked *"),
        "unknown", "unknown", "AFP", "credited", outlet_basis="manifest",
    ),
}  # fmt: skip


@pytest.fixture(scope="session")
def contents(seeds: Path) -> Contents:
    return job.find(load_study(seeds))


@pytest.fixture(scope="session")
def corpus(contents: Contents) -> Corpus:
    return contents.corpus


def row(corpus: Corpus, article: str) -> pd.Series:
    return corpus.articles.set_index("article_id").loc[article]


def marked(corpus: Corpus, article: str, stage: str, *kinds: str) -> list[str]:
    spans = corpus.spans
    mine = spans[(spans["article_id"] == article) & (spans["stage"] == stage)]
    mine = mine[mine["kind"].isin(kinds)] if kinds else mine
    text = corpus.text(article)
    return [text[a:b] for a, b in zip(mine["start"], mine["end"], strict=True)]


@pytest.mark.parametrize("article", FACTS)
def test_who_when_and_whose(corpus: Corpus, article: str) -> None:
    facts, found = FACTS[article], row(corpus, article)
    for name in ("outlet", "outlet_basis", "published", "control", "role", "origin",
                 "origin_basis"):  # fmt: skip
        assert found[name] == getattr(facts, name), name
    agency = None if pd.isna(found["agency"]) else found["agency"]
    assert agency == facts.agency


@pytest.mark.parametrize("article", FACTS)
def test_story_and_furniture(corpus: Corpus, article: str) -> None:
    facts = FACTS[article]
    headline = marked(corpus, article, "structure", "headline")
    assert headline == ([] if facts.headline is None else [facts.headline])
    assert marked(corpus, article, "structure", "dateline") == (
        [] if facts.dateline is None else [facts.dateline]
    )
    body = marked(corpus, article, "structure", "body")
    assert body[0].startswith(facts.body_starts)
    assert body[-1].endswith(facts.body_ends)
    if facts.standfirst_starts:
        standfirst = marked(corpus, article, "structure", "standfirst")
        assert standfirst[0].startswith(facts.standfirst_starts)
    lines = [line.strip() for piece in marked(corpus, article, "furniture")
             for line in piece.split("\n") if line.strip()]  # fmt: skip
    wanted = list(facts.furniture)
    if facts.furniture_from:
        text = corpus.text(article)
        tail = text[text.index("\n" + facts.furniture_from + "\n") :]
        wanted += [line.strip() for line in tail.split("\n") if line.strip()]
    assert sorted(lines) == sorted(wanted)


@pytest.mark.parametrize("article", FACTS)
def test_every_character_is_something(corpus: Corpus, article: str) -> None:
    text, spans = corpus.text(article), corpus.spans
    mine = spans[spans["article_id"] == article]
    layers = mine[mine["stage"].isin(["furniture", "structure"])]
    owners = [0] * len(text)
    for a, b in zip(layers["start"], layers["end"], strict=True):
        for i in range(a, b):
            owners[i] += 1
    assert all(n == 1 or (n == 0 and text[i].isspace()) for i, n in enumerate(owners))
    story = sum(b - a for a, b, _ in corpus.story_spans(article))
    voices = mine[mine["stage"] == "voice"]
    assert int((voices["end"] - voices["start"]).sum()) == story


def test_sputnik_counts_each_sentence_once(corpus: Corpus) -> None:
    story = " ".join(corpus.text(SPUTNIK)[a:b] for a, b, _ in corpus.story_spans(SPUTNIK))
    assert story.count("principled position") == 1
    assert story.count("We have to admit") == 1
    assert corpus.text(SPUTNIK).count("principled position") == 2
    assert marked(corpus, SPUTNIK, "structure", "repeat")


def test_the_republisher_and_the_caption_date(corpus: Corpus) -> None:
    assert row(corpus, STRAITS)["republisher"] == "unknown"
    assert row(corpus, AFP)["published_basis"] == "caption"


def test_four_stories_are_one_event_and_sputnik_is_another(corpus: Corpus) -> None:
    events = corpus.articles.set_index("article_id")["event"]
    assert events[[TASS, STRAITS, MOSCOW, AFP]].nunique() == 1
    assert events[SPUTNIK] != events[TASS]


def shared(corpus: Corpus, one: str, other: str, *kinds: str) -> list[str]:
    passages = corpus.passages
    pair = passages[(passages["article_id"] == one) & (passages["other_id"] == other)]
    pair = pair[pair["kind"].isin(kinds)]
    text = corpus.text(one)
    return [text[a:b] for a, b in zip(pair["start"], pair["end"], strict=True)]


def test_the_straits_times_shares_afps_passages(corpus: Corpus) -> None:
    copies = " | ".join(shared(corpus, STRAITS, AFP, "copy"))
    for passage in ("first meeting between the head of the reclusive state and a Russian official",
                    "pictures of the two men shaking hands",
                    "amid a flurry of diplomatic activity to organi",
                    "also meeting Kim's right-hand man",
                    "quickly give up all its nuclear weapons in",
                    "sanctions and economic relief"):  # fmt: skip
        assert passage in copies
    stories = corpus.articles.set_index("article_id")["story"]
    assert stories[STRAITS] == stories[AFP]
    assert stories[[TASS, AFP, MOSCOW, SPUTNIK]].nunique() == 4


def test_traced_in_careful_words(corpus: Corpus) -> None:
    evidence = row(corpus, STRAITS)["origin_evidence"]
    assert "shares passages with" in evidence and "no credit in this file" in evidence
    assert "uncredited" not in evidence


def test_a_shared_quotation_and_a_named_source_are_no_copy(corpus: Corpus) -> None:
    for one, other in ((MOSCOW, AFP), (AFP, MOSCOW), (TASS, AFP), (AFP, TASS)):
        assert shared(corpus, one, other, "copy") == []
    assert any("Come to Russia" in p for p in shared(corpus, AFP, MOSCOW, "quotation"))


@dataclass(frozen=True)
class Said:
    """A phrase, and whose words it is."""

    article: str
    phrase: str
    voice: str
    speaker: str | None = None
    speaker_text: str | None = None
    context: str | None = None
    via: str | None = None
    where: str = "body"


SAID = [
    Said(TASS, "US dominance", "indirect", "Kim Jong Un", "Kim Jong-un", where="headline"),
    Said(TASS, "the US’ dominance", "indirect", "Kim Jong Un", "North Korean leader Kim Jong-un",
         context="for countering the US’ dominance, North Korean leader Kim Jong-un said"),
    Said(TASS, "the US’ dominance", "direct", "Kim Jong Un", "Kim Jong-un",
         context='strictly opposes the US’ dominance," Kim Jong-un stressed'),
    Said(STRAITS, "reclusive state", "narrator"),
    Said(AFP, "reclusive state", "narrator"),
    Said(MOSCOW, "secretive state", "narrator"),
    Said(SPUTNIK, "create threats to the security of North Korea", "direct", "Sergei Lavrov",
         "Lavrov"),
    Said(AFP, "It was the first official meeting with him face to face", "direct",
         "a source in the minister’s delegation (unnamed)", "a source in the minister’s delegation",
         via="TASS"),
    Said(MOSCOW, "This will allow for the realization not only of the denuclearization", "direct",
         "Sergei Lavrov", "Lavrov", via="his ministry"),
    Said(STRAITS, "North Korea will be unwilling to cede its nuclear deterrent", "indirect",
         "analysts (unnamed)", "analysts"),
]  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda s: f"{s.article[:3]}-{s.phrase[:24]}-{s.voice}")
def test_whose_words(corpus: Corpus, said: Said) -> None:
    text = corpus.text(said.article)
    start = text.index(said.context) if said.context else None
    if start is None:
        spans = [
            (a, b)
            for a, b, kind in corpus.story_spans(said.article)
            if (kind == "headline") == (said.where == "headline")
        ]
        start = next(text.index(said.phrase, a, b) for a, b in spans if said.phrase in text[a:b])
    start = text.index(said.phrase, start)
    end = start + len(said.phrase)
    spans = corpus.spans
    voice = spans[
        (spans["article_id"] == said.article)
        & (spans["stage"] == "voice")
        & (spans["start"] <= start)
        & (spans["end"] >= end)
    ]
    assert voice["kind"].tolist() == [said.voice]
    if said.speaker is None:
        return
    found = corpus.attributions
    found = found[
        (found["article_id"] == said.article)
        & (found["content_start"] <= start)
        & (found["content_end"] >= end)
    ]
    innermost = found.assign(n=found["content_end"] - found["content_start"]).sort_values("n")
    assert innermost["speaker"].iloc[0] == said.speaker
    assert innermost["speaker_text"].iloc[0] == said.speaker_text
    if said.via:
        assert innermost["via"].iloc[0] == said.via


def places(corpus: Corpus, word: str) -> pd.DataFrame:
    hits = corpus.hits
    texts = corpus.texts
    words = [
        texts[a][s:e]
        for a, s, e in zip(hits["article_id"], hits["start"], hits["end"], strict=True)
    ]
    return hits[[word.lower() in w.lower().replace("’", "'") for w in words]]


def test_us_dominance_is_always_kims(corpus: Corpus) -> None:
    hits = places(corpus, "dominance")
    hits = hits.drop_duplicates(["article_id", "start"])
    assert hits["article_id"].tolist() == [TASS] * 3
    assert sorted(hits["voice"]) == ["direct", "indirect", "indirect"]
    assert set(hits["speaker"]) == {"Kim Jong Un"}
    assert hits["in_headline"].sum() == 1


def test_reclusive_and_secretive_are_the_narrators_of_two_origins(corpus: Corpus) -> None:
    hits = pd.concat([places(corpus, "reclusive"), places(corpus, "secretive")])
    hits = hits.drop_duplicates(["article_id", "start"])
    assert sorted(hits["article_id"]) == [STRAITS, MOSCOW, AFP]
    assert set(hits["voice"]) == {"narrator"} and set(hits["target"]) == {"North Korea"}
    articles = corpus.articles.set_index("article_id").loc[hits["article_id"]]
    assert articles["origin"].nunique() == 2 and articles["story"].nunique() == 2


def test_no_hit_stands_outside_the_story(corpus: Corpus) -> None:
    kinds = {a: corpus.story_spans(a) for a in corpus.articles["article_id"]}
    for hit in corpus.hits.itertuples(index=False):
        assert any(a <= hit.start and hit.end <= b for a, b, _ in kinds[hit.article_id])
    assert not (places(corpus, "sanction")["article_id"] == MOSCOW).any()
    assert set(STORY_KINDS) == {"headline", "standfirst", "body"}


def test_descriptive_only_and_the_sentence(contents: Contents) -> None:
    comparison = contents.comparison
    assert comparison.gate.lower().startswith("descriptive only")
    table = comparison.to_frame()
    assert table[["p", "p_family", "q"]].isna().all().all()
    sides = comparison.stories.set_index("article_id")["side"]
    assert sides[TASS] == "state"
    assert set(sides[[STRAITS, MOSCOW, AFP]]) == {"western wire"}
    assert SPUTNIK not in sides.index


def test_sputnik_is_left_out_and_said_so(contents: Contents) -> None:
    left = contents.comparison.left_out
    mine = left[left["article_id"] == SPUTNIK]
    assert len(mine) == 1 and "counterpart" in mine["reason"].iloc[0]


def test_the_translation_caveat_is_said(contents: Contents) -> None:
    assert any("TASS" in c and "translat" in c for c in contents.comparison.caveats)


def test_what_one_side_alone_mentions(contents: Contents) -> None:
    table = contents.table("one_sided")
    western = table[table["side"] == "western wire"]
    state = table[table["side"] == "state"]

    def origins(word: str) -> set[str]:
        rows = western[western["what"].str.contains(word, case=False)]
        return {o for cell in rows["origins"] for o in cell.split(", ")}

    assert origins("Trump") == {"AFP", "Reuters"}
    assert origins("summit") == {"AFP", "Reuters"}
    assert origins("nuclear") == {"AFP", "Reuters"}
    for word in ("Pompeo", "sanctions", "Washington"):
        assert origins(word) == {"AFP"}, word
    assert state["what"].str.contains("dominance", case=False).any()
    assert state["what"].str.contains("rapidly moving", case=False).any()


def test_north_korea_is_the_reclusive_and_the_secretive_state(contents: Contents) -> None:
    labels = contents.table("labels")
    korea = labels[labels["actor"] == "North Korea"]
    by_origin = korea.groupby("origin")["label"].agg(lambda x: {str(v).lower() for v in x})
    assert any("reclusive state" in label for label in by_origin["AFP"])
    assert any("secretive state" in label for label in by_origin["Reuters"])
    assert not any("reclusive" in v or "secretive" in v for v in by_origin["TASS"])
