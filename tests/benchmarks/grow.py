"""A large corpus out of a small one: articles repeated with changed words, copies kept as copies.

    python -m tests.benchmarks.grow allsides_articles.parquet LARGE.parquet --articles 100000

Every repeat of the collection replaces its words by other words of the same length by a rule of its
own: the same word always by the same other one. So two articles of one repeat share what they
shared before, offsets, capitals, quotation marks and days stay. A word's place is taken by one
that is about as frequent, so that dictionaries find about as much; the most frequent words and
those that attribute stay. Few copies are found between two repeats (measured on 1,200 articles:
one passage for each article and two repeats more; with 100 words kept it was 80). Outlets and dates
stay, ids get the number of the repeat.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from framing.voice.cues import cue_stances

KEPT = 12  # the most frequent words stay; a hundred of them are enough for copies between repeats
_BAND = 3  # words that are up to eight times as frequent may change places: bits of a count
_WORD = re.compile(r"[^\W\d_]+")


def rule_of(words: Counter[str], repeat: int, *, keep: int = KEPT) -> dict[str, str]:
    """Which word stands for which in a repeat: words of like length and frequency change places."""
    if repeat == 0:
        return {}
    common = {w for w, _ in sorted(words.items(), key=lambda x: (-x[1], x[0]))[:keep]}
    common |= cue_stances().keys()
    alike: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word in sorted(words):
        if word not in common:
            alike[len(word), words[word].bit_length() // _BAND].append(word)
    rule: dict[str, str] = {}
    for same in alike.values():
        other = list(same)
        random.Random(repeat).shuffle(other)
        rule |= dict(zip(same, other, strict=True))
    return rule


def changed(text: str, rule: dict[str, str]) -> str:
    """The text with its words replaced; capitals stay where they were."""

    def other(match: re.Match[str]) -> str:
        word = match.group()
        new = rule.get(word.lower())
        if new is None:
            return word
        return (
            new.upper()
            if word.isupper() and len(word) > 1
            else (new.capitalize() if word[0].isupper() else new)
        )

    return _WORD.sub(other, text) if rule else text


def grown(table: pd.DataFrame, articles: int, *, keep: int = KEPT) -> Iterator[pd.DataFrame]:
    """The repeats, one after the other, until there are as many articles as asked for."""
    words = Counter(
        w
        for text in table["text"]
        for w in (x.lower() for x in _WORD.findall(text))
        if len(w.lower()) == len(w)
    )
    repeat = 0
    while articles > 0:
        part = table.head(articles).copy()
        rule = rule_of(words, repeat, keep=keep)
        for column in ("headline", "text"):
            part[column] = [changed(str(t), rule) for t in part[column].fillna("")]
        part["article_id"] = [f"{a}-{repeat:04}" for a in part["article_id"]]
        yield part
        articles, repeat = articles - len(part), repeat + 1


def write(source: Path, target: Path, articles: int) -> None:
    """Write the large table, repeat by repeat."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = ["article_id", "outlet", "published", "headline", "text"]
    table = pd.read_parquet(source, columns=columns).sort_values("article_id")
    writer: pq.ParquetWriter | None = None
    for part in grown(table, articles):
        rows = pa.Table.from_pandas(part, preserve_index=False)
        writer = writer or pq.ParquetWriter(target, rows.schema)
        writer.write_table(rows, row_group_size=5_000)
    if writer is not None:
        writer.close()


def main() -> None:
    """Grow a table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    given = parser.parse_args()
    write(given.source, given.target, given.articles)


if __name__ == "__main__":
    main()
