"""Texts as arrays for training: news without labels, PolNeAR with them, and word vectors."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from framing.voice.finder import read_text
from framing.voice.scan import BREAK, scan, word_hash
from framing.voice.tagger import buckets

VECTOR, WORDS, CONTEXTS = 64, 24_000, 1_500
FOLDS, GAP, LENGTH = 5, 32, 4096
INPUTS = ("w", "s", "p", "quote", "place", "shape", "cue")
LABELS = (("y", 5), ("ys", 3), ("yc", 3))
OUTPUTS = sum(count for _, count in LABELS)


def unlabelled(folder: Path) -> list[tuple[str, str]]:
    """Headline and text of every article of the two sets, in a fixed shuffled order."""
    import pandas as pd

    names = ("allsides_articles.parquet", "chinadaily_nyt_2014h2.parquet")
    frames = [pd.read_parquet(folder / name) for name in names]
    rows = [
        (str(h or ""), str(t))
        for f in frames
        for h, t in zip(f["headline"], f["text"], strict=True)
    ]
    np.random.RandomState(1).shuffle(rows)  # type: ignore[arg-type]
    return rows


def word_vectors(texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Hashes of the most frequent words and their vectors, shape (`WORDS`, `VECTOR`).

    A word is described by the frequent words one and two places before and after it.
    """
    from scipy import sparse
    from sklearn.utils.extmath import randomized_svd

    hashes = np.concatenate([np.append(scan(t).hashes, np.zeros(3, np.uint64)) for t in texts])
    known, place, count = np.unique(hashes, return_inverse=True, return_counts=True)
    order = np.argsort(-count, kind="stable")
    rank = np.empty(len(known), dtype=np.int32)
    rank[order] = np.arange(len(known))
    ids, blank = rank[place], rank[np.searchsorted(known, np.uint64(0))]
    blocks = []
    for offset in (-2, -1, 1, 2):
        a, b = (ids[:-offset], ids[offset:]) if offset > 0 else (ids[-offset:], ids[:offset])
        kept = (a < WORDS) & (b < CONTEXTS) & (a != blank) & (b != blank)
        ones = np.ones(int(kept.sum()), dtype=np.float32)
        blocks.append(
            sparse.coo_matrix((ones, (a[kept], b[kept])), shape=(WORDS, CONTEXTS)).tocsr()
        )
    counts = sparse.hstack(blocks).tocoo()
    counts.sum_duplicates()
    rows = np.asarray(counts.tocsr().sum(axis=1)).ravel()
    columns = np.asarray(counts.tocsr().sum(axis=0)).ravel() ** 0.75
    columns /= columns.sum()
    values = np.maximum(np.log(counts.data / (rows[counts.row] * columns[counts.col])), 0)
    matrix = sparse.csr_matrix((values, (counts.row, counts.col)), shape=counts.shape)
    left, strength, _ = randomized_svd(matrix, VECTOR, n_iter=4, random_state=0)
    vectors = left * np.sqrt(strength)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    return known[order[:WORDS]], (vectors * 8).astype(np.float32)


def as_arrays(text: str, headline: bool | None, order: np.ndarray, known: np.ndarray) -> dict:
    """One text's token features; ``w`` is the rank of the word from 1, 0 where it is unknown."""
    if headline is None:
        story = None
    else:
        end = text.find("\n") if headline else 0
        story = [(0, end, "headline")] * headline + [(end, len(text), "body")]
    reading = read_text(text, story)
    scanned, features = reading.scanned, reading.features
    at = np.searchsorted(known, scanned.hashes)
    at[at == len(known)] = 0
    word = np.where(known[at] == scanned.hashes, order[at] + 1, 0)
    return {
        "n": len(scanned),
        "w": word,
        "s": buckets(scanned.suffixes),
        "p": buckets(scanned.prefixes),
        "quote": features.quote,
        "place": features.place,
        "shape": features.shape,
        "cue": features.cue,
        "sent": features.sentences,
        "par": features.paragraphs,
        "brk": scanned.kinds == BREAK,
        "starts": scanned.starts,
        "ends": scanned.ends,
        "quotes": reading.quotes,
    }


def tags_of(spans: Sequence[Sequence[int]], doc: dict, *, ends: bool) -> np.ndarray:
    """Tags of one layer: begin, inside (and end, single where `ends`), cut at paragraph breaks."""
    tags = np.zeros(doc["n"], dtype=np.int8)
    for a, b in sorted((int(a), int(b)) for a, b in spans):
        low = int(np.searchsorted(doc["ends"], a, side="right"))
        high = int(np.searchsorted(doc["starts"], b, side="left"))
        if high <= low or tags[low:high].any():
            continue
        breaks = (np.flatnonzero(doc["brk"][low:high]) + low).tolist()
        for p, q in zip([low, *(x + 1 for x in breaks)], [*breaks, high], strict=True):
            if q - p == 1:
                tags[p] = 4 if ends else 1
            elif q > p:
                tags[p:q] = 2
                tags[p] = 1
                tags[q - 1] = 3 if ends else 2
    return tags


def gold_documents(folder: Path, order: np.ndarray, known: np.ndarray) -> list[dict]:
    """The labelled articles as arrays, with ``y`` (content), ``ys`` (source), ``yc`` (cue)."""
    documents = []
    with gzip.open(folder / "voice" / "dev.gold.jsonl.gz", "rt", encoding="utf8") as lines:
        for row in map(json.loads, lines):
            doc = as_arrays(row["text"], None, order, known)
            for name, part, ends in (
                ("y", "content", True),
                ("ys", "source", False),
                ("yc", "cue", False),
            ):
                spans = [s for a in row["attributions"] for s in a[part]]
                doc[name] = tags_of(spans, doc, ends=ends)
            documents.append(doc | {"id": row["id"], "gold": row})
    return documents


def fold_of(name: str) -> int:
    """Which fifth an article belongs to."""
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % FOLDS


def spellings(documents: Sequence[dict], hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the ending and the beginning of each word, -1 where no text has it."""
    found = np.full((2, len(hashes) + 1), -1, dtype=np.int64)
    for doc in documents:
        found[0, doc["w"]], found[1, doc["w"]] = doc["s"], doc["p"]
    found[:, 0] = -1
    for sign in ("0", "\n"):
        found[:, np.flatnonzero(hashes == np.uint64(word_hash(sign))) + 1] = -1
    return found[0], found[1]


def probabilities(doc: dict[str, Any]) -> np.ndarray:
    """The labels of an article as certainties, shape (tokens, `OUTPUTS`)."""
    return np.concatenate(
        [np.eye(count, dtype=np.float32)[doc[name]] for name, count in LABELS], axis=1
    )


def parcels(documents: Sequence[dict], order: Sequence[int]) -> Iterator[list[dict]]:
    """Articles in the given order, some `LENGTH` tokens at a time; a long one by itself."""
    parcel: list[dict] = []
    size = 0
    for number in order:
        doc = documents[number]
        if parcel and size + doc["n"] > LENGTH:
            yield parcel
            parcel, size = [], 0
        parcel.append(doc)
        size += doc["n"] + GAP
    if parcel:
        yield parcel


def laid_out(parcel: Sequence[dict]) -> dict[str, Any]:
    """Articles one after the other with `GAP` empty tokens between, each gap a sentence."""
    size = GAP + sum(doc["n"] + GAP for doc in parcel)
    row: dict[str, Any] = {name: np.zeros(size, dtype=np.int64) for name in INPUTS}
    row["shape"][:] = 63
    real, breaks, begins = np.zeros(size, bool), np.ones(size, bool), np.zeros(size, bool)
    where, starts, lengths, at = [], [], [], GAP
    begins[0] = True
    for doc in parcel:
        here = slice(at, at + doc["n"])
        for name in INPUTS:
            row[name][here] = doc[name]
        real[here], breaks[here] = True, doc["brk"]
        begins[at + doc["sent"]] = True
        begins[here.stop] = True
        first = doc["par"].astype(np.int64)
        count = np.diff(first, append=doc["n"])
        count -= doc["brk"][first + count - 1]
        starts.append(first[count > 0] + at)
        lengths.append(count[count > 0])
        where.append(at)
        at += doc["n"] + GAP
    first = np.flatnonzero(begins)
    return row | {
        "size": size,
        "real": real,
        "brk": breaks,
        "first": first,
        "last": np.append(first[1:], size) - 1,
        "sentence": np.cumsum(begins) - 1,
        "starts": np.concatenate(starts),
        "lengths": np.concatenate(lengths),
        "where": where,
    }
