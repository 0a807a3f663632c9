"""Planted copies in real articles: how many are found, and how many pairs are found wrongly.

    FRAMING_DATA=../shared/data python -m tests.benchmarks.reuse_planted [--articles N] [--plants N]

Takes articles of the AllSides collection, plants copies of some in new articles (cut short, in
another order, with words changed, spliced into another article's text), traces all together and
prints recall by containment and precision. Containment is what was planted: the share of the new
article's words that come from the source. Pairs that stand in the collection itself are told by
tracing it without the plants; what follows from them is left out on both counts.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from framing.corpus import Corpus
from framing.reuse import pair_table, trace

BANDS = ((0.1, 0.3), (0.3, 0.6), (0.6, 1.01))
CHANGES = (0.0, 0.05, 0.1, 0.2)
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Plant:
    """A new article, where its words come from, and how much of it does."""

    article_id: str
    source: str
    filler: str
    text: str
    containment: float
    changed: float
    way: str


def change_words(text: str, share: float, words: list[str], chance: random.Random) -> str:
    """Change this share of the words: a third each replaced, dropped, doubled by a new one."""

    def change(match: re.Match[str]) -> str:
        if chance.random() >= share:
            return match.group()
        other = chance.choice(words)
        return chance.choice((other, "", f"{match.group()} {other}"))

    return WORD.sub(change, text)


def plant(
    number: int,
    source: tuple[str, str],
    filler: tuple[str, str],
    words: list[str],
    chance: random.Random,
) -> Plant | None:
    """Make one new article out of a part of the source and a part of the filler."""
    way = ("truncated", "reordered", "spliced")[number % 3]
    changed = CHANGES[number // 3 % len(CHANGES)]
    low, high = BANDS[number // 12 % len(BANDS)]
    share = chance.uniform(low, min(high, 1.0))
    sentences = re.split(r"(?<=[.!?])\s+", source[1])
    length = sum(len(WORD.findall(s)) for s in sentences)
    target = int(share * chance.uniform(200, 700))
    if length < target or target < 20:
        target = int(length * 0.9)
    first = chance.randrange(max(len(sentences) // 2, 1)) if way != "truncated" else 0
    taken, count = [], 0
    for sentence in sentences[first:]:
        taken.append(sentence)
        count += len(WORD.findall(sentence))
        if count >= target:
            break
    if count < 20:
        return None
    if way == "reordered":
        chance.shuffle(taken)
    copied = change_words(" ".join(taken), changed, words, chance)
    copied_words = len(WORD.findall(copied))
    rest = int(copied_words * (1 - share) / share)
    fill = filler[1].split()[:rest]
    if len(fill) < rest * 0.8:
        return None
    cut = chance.randrange(len(fill) + 1) if way == "spliced" else len(fill)
    text = " ".join([*fill[:cut], "\n\n" + copied + "\n\n", *fill[cut:]])
    return Plant(
        f"plant{number:06}",
        source[0],
        filler[0],
        text,
        copied_words / max(len(WORD.findall(text)), 1),
        changed,
        way,
    )


def measure(frame: pd.DataFrame, plants: int, *, seed: int = 1) -> dict[str, object]:
    """Plant, trace, count."""
    chance = random.Random(seed)
    texts = list(zip(frame["article_id"].astype(str), frame["text"].astype(str), strict=True))
    words = sorted({w.lower() for _, t in texts[:200] for w in WORD.findall(t)})
    long = [t for t in texts if len(t[1].split()) >= 300]
    made: list[Plant] = []
    number = 0
    while len(made) < plants:
        source, filler = chance.sample(long, 2)
        new = plant(number, source, filler, words, chance)
        number += 1
        if new:
            made.append(new)
    rows = [{"article_id": i, "text": t} for i, t in texts]
    known = pair_table(trace(Corpus.from_articles(rows), rewriting=False))
    known = known[known["passages"] > 0]
    kin: dict[str, set[str]] = {}
    for a, b in zip(known["a"], known["b"], strict=True):
        kin.setdefault(a, set()).add(b)
        kin.setdefault(b, set()).add(a)
    rows += [{"article_id": p.article_id, "text": p.text} for p in made]
    table = pair_table(trace(Corpus.from_articles(rows), rewriting=False))
    return score(made, table, kin)


def score(made: list[Plant], table: pd.DataFrame, kin: dict[str, set[str]]) -> dict[str, object]:
    """Recall by band, change and way; precision over all pairs that hold a planted article."""
    table = table[table["passages"] > 0]
    pairs = list(zip(table["a"], table["b"], strict=True))
    found = set(pairs)
    by_id = {p.article_id: p for p in made}
    rows = [
        {
            "band": next(f"{a}-{min(b, 1.0)}" for a, b in BANDS if a <= p.containment < b),
            "changed": p.changed,
            "way": p.way,
            "found": tuple(sorted((p.article_id, p.source))) in found,
        }
        for p in made
        if p.containment >= 0.1
    ]
    right = wrong = 0
    examples = []
    for a, b in pairs:
        if a not in by_id and b not in by_id:
            continue
        one, two = ({by_id[x].source, by_id[x].filler} if x in by_id else {x} for x in (a, b))
        if one & two:
            right += 1
        elif not two & {k for x in one for k in kin.get(x, ())}:
            wrong += 1
            examples.append((a, b))
    frame = pd.DataFrame(rows)
    return {
        "plants": len(made),
        "recall": frame.groupby("band")["found"].mean().round(4).to_dict(),
        "recall_by_change": {
            f"{b} {c:.0%}": round(float(v), 4)
            for (b, c), v in frame.groupby(["band", "changed"])["found"].mean().items()
        },
        "recall_by_way": frame.groupby("way")["found"].mean().round(4).to_dict(),
        "precision": round(right / max(right + wrong, 1), 4),
        "pairs": right + wrong,
        "wrong": examples[:10],
    }


def main() -> None:
    """Read the articles, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=3000)
    parser.add_argument("--plants", type=int, default=1200)
    given = parser.parse_args()
    folder = os.environ.get("FRAMING_DATA")
    if not folder:
        raise SystemExit("set FRAMING_DATA to the folder with allsides_articles.parquet")
    frame = pd.read_parquet(
        Path(folder) / "allsides_articles.parquet", columns=["article_id", "text"]
    )
    frame = frame.sort_values("article_id").head(given.articles)
    print(json.dumps(measure(frame, given.plants), indent=1))


if __name__ == "__main__":
    main()
