"""The voice stage over real articles: no error, and every character of a story in one voice.

    FRAMING_DATA=../shared/data python -m pytest -s tests/validation/test_voice_robust.py

takes a sample of each file; with FRAMING_FULL=1 every article is read.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from framing import furniture
from framing.corpus import Corpus
from framing.voice import attributed_articles
from framing.voice.attribution import SPEAKER_KINDS, STANCES

FILES = ("allsides_articles.parquet", "chinadaily_nyt_2014h2.parquet")
SAMPLE = 250
AT_ONCE = 250


def parts(path: Path) -> Iterator[Corpus]:
    """The articles of a file that have a text, some at a time, with their furniture marked."""
    rows = pd.read_parquet(path)
    rows = rows[rows["text"].fillna("").str.strip() != ""].reset_index(drop=True)
    if os.environ.get("FRAMING_FULL") != "1" and len(rows) > SAMPLE:
        rows = rows.sample(SAMPLE, random_state=0).reset_index(drop=True)
    for begin in range(0, len(rows), AT_ONCE):
        part = rows.iloc[begin : begin + AT_ONCE]
        articles = [
            {"article_id": f"{i}", "text": f"{headline}\n\n{text}"}
            for i, headline, text in zip(
                part.index, part["headline"].fillna(""), part["text"], strict=False
            )
        ]
        yield furniture.mark(Corpus.from_articles(articles))


def check_spans(text: str, story: list[tuple[int, int, str]], spans: list[tuple[int, int]]) -> None:
    """Raise where the spans do not part the story: each character of it in exactly one."""
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(b <= c for (_, b), (c, _) in itertools.pairwise(spans))
    inside = sorted((a, b) for a, b, _ in story)
    assert sum(b - a for a, b in inside) == sum(b - a for a, b in spans)
    at = 0
    for a, b in spans:
        while inside[at][1] <= a:
            at += 1
        assert inside[at][0] <= a and b <= inside[at][1]


def check_attributions(text: str, rows: list[dict[str, Any]]) -> None:
    """Raise where an attribution points outside its text or holds a word of no class."""
    for row in rows:
        assert 0 <= row["content_start"] < row["content_end"] <= len(text)
        for part in ("cue", "source"):
            start, end = row[f"{part}_start"], row[f"{part}_end"]
            assert (start is None) == (end is None)
            assert start is None or 0 <= start < end <= len(text)
        assert row["stance"] in STANCES and row["speaker_kind"] in SPEAKER_KINDS
        assert row["speaker"] is None or row["speaker"].strip()


@pytest.mark.parametrize("name", FILES)
def test_every_character_has_one_voice(data: Path, name: str) -> None:
    counts: Counter[str] = Counter()
    for corpus in parts(data / name):
        texts = corpus.texts
        stories = {a: corpus.story_spans(a) for a in texts}
        tables = attributed_articles((a, texts[a], stories[a]) for a in texts)
        spans: dict[str, list[tuple[int, int]]] = {a: [] for a in texts}
        columns = tables["spans"]
        for article, start, end in zip(
            columns["article_id"], columns["start"], columns["end"], strict=True
        ):
            spans[article].append((start, end))
        rows: dict[str, list[dict[str, Any]]] = {a: [] for a in texts}
        columns = tables["attributions"]
        for values in zip(*columns.values(), strict=True):
            row = dict(zip(columns, values, strict=True))
            rows[row["article_id"]].append(row)
        for article, text in texts.items():
            check_spans(text, stories[article], spans[article])
            check_attributions(text, rows[article])
        counts["articles"] += len(texts)
        counts["characters"] += sum(map(len, texts.values()))
        counts["attributions"] += len(columns["article_id"])
    print(f"{name}: {dict(counts)}")
    assert counts["articles"] > 0
