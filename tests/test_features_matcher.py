"""The pattern language and the matcher, on texts that can be counted by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from framing.features.matcher import compile_patterns
from framing.features.overlaps import longest, negated
from framing.features.pattern import PatternError, parse, spelling_variants
from framing.features.seams import Seams
from framing.text import tokens

CLASSES = {"country": ("north korea", "syria")}


def found(patterns: list[str] | str, text: str, *, one: bool = False) -> list[str]:
    patterns = [patterns] if isinstance(patterns, str) else patterns
    matches = compile_patterns(patterns, classes=CLASSES).find(tokens(text))
    if one:
        matches = longest(matches, np.zeros(len(patterns), dtype=int))
    return [text[a:b] for a, b in zip(matches.start, matches.end, strict=True)]


@pytest.mark.parametrize(
    ("pattern", "text", "expected"),
    [
        ("reclusive state", "The reclusive state; a state.", ["reclusive state"]),
        (
            "secretive|reclusive state|nation",
            "secretive nation, reclusive state",
            ["secretive nation", "reclusive state"],
        ),
        (
            "secretive|closed-off state",
            "a closed-off state, a closed off state",
            ["closed-off state", "closed off state"],
        ),
        (
            "(north korea|dprk) regime",
            "North Korea's regime. DPRK regime",
            ["North Korea's regime", "DPRK regime"],
        ),
        ("<country> regime", "the Syria regime", ["Syria regime"]),
        (
            "kim jong un",
            "Kim Jong-un and Kim Jong Un and Kim Jong Un’s",
            ["Kim Jong-un", "Kim Jong Un", "Kim Jong Un"],
        ),
        ("hegemon*", "hegemony hegemonic hedge", ["hegemony", "hegemonic"]),
        ("*phobic", "a homophobic remark", ["homophobic"]),
        ("de*tion", "denuclearisation now", ["denuclearisation"]),
        ("anti-*", "anti-Russian, anti war, antique", ["anti-Russian"]),
        ("*-backed", "Western-backed, he backed it", ["Western-backed"]),
        (
            "threat* ~3 security",
            "threats to the security, threat security, threat a b c d security",
            ["threats to the security", "threat security"],
        ),
        (
            "the? dominance",
            "the dominance of dominance",
            ["the dominance", "dominance", "dominance"],
        ),
        ("a * state", "a very state, a state", ["a very state"]),
        (
            "US dominance",
            "US dominance, the US’ dominance, U.S. dominance. Tell us dominance counts",
            ["US dominance", "US’ dominance", "U.S. dominance"],
        ),
        ("=Supreme leader", "Supreme leader, supreme leader", ["Supreme leader"]),
        ("neutralise", "neutralize neutralise", ["neutralize", "neutralise"]),
        ("defence", "the defense", ["defense"]),
        ("gov smith", "Gov. Smith spoke", ["Gov. Smith"]),
        ("so called", "“so-called” state", ["so-called"]),
    ],
)
def test_a_pattern_finds_what_it_says(pattern: str, text: str, expected: list[str]) -> None:
    assert found(pattern, text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "reclusive. State media",
        "reclusive, state",
        "reclusive\nstate",
        "reclusive (state)",
        "reclusive: state",
        "reclusive — state",
    ],
)
def test_a_phrase_does_not_run_over_punctuation(text: str) -> None:
    assert found("reclusive state", text) == []


def test_a_phrase_runs_over_quotation_marks() -> None:
    assert found("so called state", 'so-called "state"') == ['so-called "state']


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("", "is empty"),
        ("(a", "bracket is not closed"),
        ("a|", "a word is missing"),
        ("<nation>", "no word class <nation>; there are: country"),
        ("a? b?", "may match no word"),
        ("* *", "no word of its own"),
        ("a ~ b", "needs a number"),
        ("civili?ed", "stands after a whole"),
    ],
)
def test_a_wrong_pattern_is_refused_with_the_reason(pattern: str, message: str) -> None:
    with pytest.raises(PatternError, match=message.replace("?", r"\?")):
        parse(pattern, classes=CLASSES)


def test_too_many_alternatives_are_refused() -> None:
    many = " ".join(["(a b|c d|e f|g h|i j)"] * 6)
    with pytest.raises(PatternError, match="more than 4000"):
        parse(many)


def test_the_longest_match_counts_once() -> None:
    patterns = ["cold war", "cold war mentality", "mentality", "war"]
    text = "a Cold War mentality and a cold war"
    assert found(patterns, text, one=True) == ["Cold War mentality", "cold war"]


def test_equally_long_matches_the_first_counts() -> None:
    assert found(["a b", "b c"], "a b c", one=True) == ["a b"]


def test_keys_leave_each_other_alone() -> None:
    text = "cold war mentality"
    matches = compile_patterns(["cold war", "war mentality"]).find(tokens(text))
    assert len(longest(matches, np.array([0, 1]))) == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is not a rogue state.", True),
        ("It isn't a rogue state.", True),
        ("It is a rogue state.", False),
        ("No, it is a rogue state.", False),
        ("Not so. A rogue state.", False),
    ],
)
def test_negation_is_known(text: str, expected: bool) -> None:
    words = tokens(text)
    matches = compile_patterns(["rogue state"]).find(words)
    assert negated(matches, words, Seams(words)).tolist() == [expected]


def test_spellings_are_mutual() -> None:
    assert spelling_variants("labour") == ("labor",)
    assert spelling_variants("labor") == ("labour",)


def test_texts_stay_apart() -> None:
    texts = ["the reclusive", "state", "reclusive state"]
    matches = compile_patterns(["reclusive state"]).find(tokens(texts))
    assert matches.text.tolist() == [2]


WORDS = st.lists(st.sampled_from(["a", "b", "c", "ab"]), min_size=1, max_size=12)


@given(WORDS, st.lists(WORDS.map(lambda w: " ".join(w[:3])), min_size=1, max_size=5, unique=True))
def test_agrees_with_a_plain_search(words: list[str], patterns: list[str]) -> None:
    text = " ".join(words)
    matches = compile_patterns(patterns, spellings=False).find(tokens(text))
    got = {
        (int(m), int(n), int(p))
        for m, n, p in zip(matches.first, matches.last, matches.pattern, strict=True)
    }
    expected = {
        (i, i + len(p.split()) - 1, k)
        for k, p in enumerate(patterns)
        for i in range(len(words))
        if words[i : i + len(p.split())] == p.split()
    }
    assert got == expected


@given(st.text(max_size=80), st.text(max_size=40))
def test_spans_lie_in_the_text_and_order_does_not_matter(one: str, two: str) -> None:
    matcher = compile_patterns(["a", "i", "the ~2 a", "e*"])
    texts = [one, two]
    there = matcher.find(tokens(texts))
    back = matcher.find(tokens(texts[::-1]))
    assert all(
        0 <= s < e <= len(texts[t])
        for t, s, e in zip(there.text, there.start, there.end, strict=True)
    )
    assert sorted(
        zip(there.text.tolist(), there.start.tolist(), there.pattern.tolist(), strict=True)
    ) == sorted(
        zip((1 - back.text).tolist(), back.start.tolist(), back.pattern.tolist(), strict=True)
    )


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 4), st.integers(0, 1)), max_size=12))
def test_what_is_kept_never_overlaps_within_a_key(rows: list[tuple[int, int, int]]) -> None:
    from framing.features.matcher import Matches

    first = np.array([r[0] for r in rows], dtype=np.int64)
    last = first + np.array([r[1] for r in rows], dtype=np.int64)
    zeros = np.zeros(len(rows), dtype=np.int32)
    matches = Matches(
        zeros, zeros, zeros, np.array([r[2] for r in rows], dtype=np.int32), first, last
    )
    kept = longest(matches, np.array([0, 1]))
    for key in (0, 1):
        spans = sorted(
            (int(a), int(b))
            for a, b, p in zip(kept.first, kept.last, kept.pattern, strict=True)
            if p == key
        )
        assert all(x[1] < y[0] for x, y in pairwise(spans))
    assert {r[2] for r in rows} == set(kept.pattern.tolist())
