"""Learn the weights of the voice tagger: ``python -m tests.validation.train_voice``.

Needs ``jax`` beside the project (``pip install jax``; it is no dependency of the library). Reads

- news text without labels (``$FRAMING_DATA``: the AllSides articles of Baly et al. 2020,
  Apache-2.0, and the China Daily / New York Times set): word vectors by a truncated SVD of positive
  pointwise mutual information (Levy and Goldberg 2014), then a short pre-training of the whole
  network, which guesses masked words and, where the quotation marks were taken away, what stood
  between them;
- the dev half of PolNeAR (``$FRAMING_GOLD``): content, source and cue of each token, with a
  conditional random field over the tags of content (Lafferty et al. 2001).

Weights go to ``framing/voice/data/tagger.npz``: tables and matrices, words only as 64-bit hashes.
With ``--fold K`` one fifth of the articles (by a hash of their ids) is left out and scored instead:
what is reported is always out-of-fold. Floating-point sums differ between machines, so a second
training gives scores within about .005 of the first, not the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import hashlib
import json
import os
import pickle
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from framing.voice.features import CUE_STATES, PLACE_STATES, QUOTE_STATES, describe
from framing.voice.finder import read_text
from framing.voice.scan import BREAK, scan, word_hash
from framing.voice.tagger import buckets

WIDTH, NARROW, VECTOR = 64, 24, 64
WORDS, CONTEXTS = 24_000, 1_500
DILATIONS = (1, 2, 4, 8, 1)
LENGTH, GAP, SENTENCES, MASKED, GUESSED = 4096, 32, 512, 256, 4096
FOLDS = 5
INPUTS = ("w", "s", "p", "quote", "place", "shape", "cue")
LABELS = ("y", "ys", "yc")
_LEGAL = [
    (0, 0),
    (0, 1),
    (0, 4),
    (1, 2),
    (1, 3),
    (2, 2),
    (2, 3),
    (3, 0),
    (3, 1),
    (3, 4),
    (4, 0),
    (4, 1),
    (4, 4),
]
ALLOWED = np.zeros((5, 5), dtype=bool)
ALLOWED[tuple(zip(*_LEGAL, strict=True))] = True


# ---- news text without labels: word vectors -------------------------------------------------


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


# ---- texts as arrays ------------------------------------------------------------------------


def as_arrays(text: str, headline: bool | None, order: np.ndarray, known: np.ndarray) -> dict:
    """One text's token features; ``w`` is the rank of the word from 1, 0 where it is unknown."""
    if headline is None:
        reading = read_text(text, None)
        scanned, features, quotes = reading.scanned, reading.features, reading.quotes
    else:
        story = [(0, text.find("\n"), "headline")] if headline else []
        reading = read_text(text, [*story, (story[0][1] if story else 0, len(text), "body")])
        scanned, quotes = reading.scanned, reading.quotes
        features = describe(scanned, quotes, reading.headlines)
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
        "quotes": quotes,
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


def pieces(documents: Sequence[dict]) -> Iterator[list[tuple[dict, int, int]]]:
    """Articles put together to rows of at most `LENGTH` tokens; long ones cut at paragraphs."""
    row: list[tuple[dict, int, int]] = []
    size = GAP
    for doc in documents:
        cuts, before = [0], 0
        for place in [*doc["par"][1:].tolist(), doc["n"]]:
            if place - cuts[-1] > LENGTH - 2 * GAP and before > cuts[-1]:
                cuts.append(before)
            before = place
        for a, b in zip(cuts, [*cuts[1:], doc["n"]], strict=True):
            b = min(b, a + LENGTH - 2 * GAP)
            if size + b - a + GAP > LENGTH:
                yield row
                row, size = [], GAP
            row.append((doc, a, b))
            size += b - a + GAP
    if row:
        yield row


def packed(row: Sequence[tuple[dict, int, int]]) -> tuple[dict[str, Any], list[int]]:
    """One row as arrays of `LENGTH`, and where each of its pieces begins."""
    batch: dict[str, Any] = {k: np.zeros(LENGTH, np.int32) for k in (*INPUTS, *LABELS)}
    real, breaks = np.zeros(LENGTH, np.float32), np.ones(LENGTH, dtype=bool)
    segment = np.zeros(LENGTH, np.int32)
    at, number, where = GAP, 1, []
    for doc, a, b in row:
        here = slice(at, at + b - a)
        for k in (*INPUTS, *LABELS):
            if k in doc:
                batch[k][here] = doc[k][a:b]
        begins = np.zeros(b - a, dtype=bool)
        begins[0] = True
        begins[doc["sent"][(doc["sent"] >= a) & (doc["sent"] < b)] - a] = True
        sentence = np.cumsum(begins) - 1 + number
        segment[here], real[here], breaks[here] = sentence, 1, doc["brk"][a:b]
        where.append(at)
        at += b - a
        segment[at : at + GAP] = sentence[-1] + 1
        number = int(sentence[-1]) + 2
        at += GAP
    segment = np.minimum(segment, SENTENCES - 1)
    segment[min(at, LENGTH) :] = SENTENCES - 1
    begin = np.flatnonzero(np.diff(segment, prepend=-1))
    size = np.diff(np.append(begin, LENGTH))
    before = np.arange(LENGTH) - np.repeat(begin, size)
    after = np.repeat(size, size) - 1 - before
    batch |= {
        "m": real,
        "seg": segment,
        "brk": breaks,
        "ps": before.astype(np.int32),
        "pe": after.astype(np.int32),
    }
    return batch, where


# ---- the network in JAX ---------------------------------------------------------------------


class Trainer:
    """The network of `framing.voice.tagger`, with gradients."""

    def __init__(self, vectors: np.ndarray, *, drop: float, inner_drop: float) -> None:
        os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false")
        import jax
        import jax.numpy as jnp

        self.jax, self.jnp = jax, jnp
        self.drop, self.inner_drop = drop, inner_drop
        blank = np.zeros((1, VECTOR), dtype=np.float32)
        self.vectors = jnp.asarray(np.concatenate([blank, vectors, blank]))
        self.forbidden = jnp.asarray(np.where(ALLOWED, 0, -1e4), jnp.float32)

    def start(self, seed: int) -> dict[str, Any]:
        """Random weights."""
        keys = iter(self.jax.random.split(self.jax.random.PRNGKey(seed), 60))

        def draw(*shape: int, scale: float | None = None) -> Any:
            size = scale or shape[0] ** -0.5
            return self.jax.random.normal(next(keys), shape) * size

        zero, d = self.jnp.zeros, WIDTH
        params = {
            "proj": draw(VECTOR, d, scale=0.25),
            "delta": zero((WORDS + 2, d)),
            "suf": draw(4097, d, scale=0.05),
            "pre": draw(4097, d, scale=0.05),
            "quote": draw(QUOTE_STATES, d, scale=0.3),
            "place": draw(PLACE_STATES, d, scale=0.3),
            "shape": draw(64, d, scale=0.3),
            "cue": zero((CUE_STATES, d)),
            "b0": zero(d),
            "S": draw(3 * d, d),
            "Sb": zero(d),
            "out": draw(d, 11, scale=0.02),
            "ob": zero(11),
            "T": zero((5, 5)),
        }
        for i in range(len(DILATIONS)):
            params[f"W{i}"] = draw(3 * d, d, scale=1.2 * (3 * d) ** -0.5)
            params[f"b{i + 1}"] = zero(d)
        for i in (0, 1):
            params |= {
                f"A{i}": draw(d, NARROW),
                f"Ab{i}": zero(NARROW),
                f"Cb{i}": zero(d),
                f"C{i}": draw(2 * NARROW, d, scale=0.7 * (2 * NARROW) ** -0.5),
            }
        return params

    def hidden(self, P: dict[str, Any], B: dict[str, Any], K: Any) -> Any:
        """The last layer; `K` are random bytes for dropout, None outside training."""
        jnp, relu = self.jnp, self.jax.nn.relu
        real = B["m"][:, None]

        def moved(x: Any, k: int) -> Any:
            return (
                jnp.pad(x, ((k, 0), (0, 0)))[:-k] if k > 0 else jnp.pad(x, ((0, -k), (0, 0)))[-k:]
            )

        def dropped(x: Any, i: int, rate: float) -> Any:
            return x if K is None or not rate else x * (K[i] >= round(256 * rate)) / (1 - rate)

        def running(x: Any, i: int) -> Any:
            v = relu(x @ P[f"A{i}"] + P[f"Ab{i}"])
            before, after = B["ps"][:, None], B["pe"][:, None]
            f = jnp.where(before >= 1, moved(v, 1), 0)
            b = jnp.where(after >= 1, moved(v, -1), 0)
            for k in (1, 2, 4, 8, 16, 32, 64):
                f = jnp.maximum(f, jnp.where(before >= k + 1, moved(f, k), 0))
                b = jnp.maximum(b, jnp.where(after >= k + 1, moved(b, -k), 0))
            return relu(jnp.concatenate([f, b], 1) @ P[f"C{i}"] + P[f"Cb{i}"])

        w = B["w"]
        x = (
            self.vectors[w] @ P["proj"]
            + P["delta"][w]
            + P["suf"][B["s"]]
            + P["pre"][B["p"]]
            + P["b0"]
        )
        for name in ("quote", "place", "shape", "cue"):
            x = x + P[name][B[name]]
        x = dropped(relu(x), 0, self.drop) * real
        for i, step in enumerate(DILATIONS):
            wide = jnp.concatenate([moved(x, step), x, moved(x, -step)], 1)
            y = relu(wide @ P[f"W{i}"] + P[f"b{i + 1}"])
            x = (x + dropped(y, 2 + i, self.inner_drop)) * real
            if i == 1:
                pool = jnp.maximum(self.jax.ops.segment_max(x, B["seg"], SENTENCES), 0)
                beside = jnp.concatenate([moved(pool, 1), pool, moved(pool, -1)], 1)
                context = relu(beside @ P["S"] + P["Sb"])
                x = (x + context[B["seg"]] + running(x, 0)) * real
            if i == 3:
                x = (x + running(x, 1)) * real
        return dropped(x, 1, self.drop)

    def tag_loss(self, P: dict[str, Any], B: dict[str, Any], K: Any) -> tuple[Any, Any]:
        """Conditional random field for content, cross-entropy for source and cue."""
        jax, jnp = self.jax, self.jnp
        scores = self.hidden(P, B, K) @ P["out"] + P["ob"]
        never = jnp.array([0, -1e4, -1e4, -1e4, -1e4])
        emitted = jnp.where(B["brk"][:, None], never, scores[:, :5])
        y, moves = jnp.where(B["brk"], 0, B["y"]), P["T"] + self.forbidden
        gold = jnp.take_along_axis(emitted, y[:, None], 1).sum() + moves[y[:-1], y[1:]].sum()

        def step(alpha: Any, e: Any) -> tuple[Any, None]:
            return jax.nn.logsumexp(alpha[:, None] + moves, axis=0) + e, None

        alpha, _ = jax.lax.scan(step, emitted[0], emitted[1:], unroll=8)

        def cross(part: Any, tags: Any) -> Any:
            return -(jax.nn.log_softmax(part)[jnp.arange(LENGTH), tags] * B["m"]).sum()

        loss = jax.nn.logsumexp(alpha) - gold
        loss += 0.5 * (cross(scores[:, 5:8], B["ys"]) + cross(scores[:, 8:], B["yc"]))
        return loss / B["m"].sum(), loss

    def guess_loss(self, P: dict[str, Any], B: dict[str, Any], K: Any) -> tuple[Any, Any]:
        """Masked words, and the quotations of texts whose marks were taken away."""
        jax, jnp = self.jax, self.jnp
        x = self.hidden(P, B, K)
        words = jax.nn.log_softmax(x[B["mpos"]] @ P["mw"])[jnp.arange(MASKED), B["tgt"]]
        quoted = jax.nn.log_softmax(x @ P["qw"] + P["qb"])[jnp.arange(LENGTH), B["y"]]
        guessed = -(words * B["tm"]).sum() / (B["tm"].sum() + 1)
        marked = -(quoted * B["qm"]).sum() / (B["qm"].sum() + 1)
        return 0.5 * guessed + 2 * marked, (guessed, marked)

    def descend(self, loss: Any, decay: float) -> Any:
        """A compiled step of AdamW (Loshchilov and Hutter 2019)."""
        jax, jnp = self.jax, self.jnp

        def step(P: Any, M: Any, V: Any, t: Any, B: Any, K: Any, rate: Any) -> Any:
            (_, told), g = jax.value_and_grad(loss, has_aux=True)(P, B, K)
            M = jax.tree.map(lambda m, x: 0.9 * m + 0.1 * x, M, g)
            V = jax.tree.map(lambda v, x: 0.99 * v + 0.01 * x * x, V, g)
            new = {}
            for k in P:
                move = M[k] / (1 - 0.9**t) / (jnp.sqrt(V[k] / (1 - 0.99**t)) + 1e-8)
                shrink = decay * P[k] if k != "T" and P[k].ndim > 1 else 0
                new[k] = P[k] - rate * (move + shrink)
            return new, M, V, told

        return jax.jit(step, donate_argnums=(0, 1, 2))


def pretrained(
    trainer: Trainer, documents: Sequence[dict], *, steps: int, planned: int
) -> dict[str, Any]:
    """Weights after `steps` rows of unlabelled text; the rate falls as if `planned` would come."""
    rng, jax = np.random.default_rng(5), trainer.jax
    params = trainer.start(1)
    one, two = jax.random.split(jax.random.PRNGKey(2))
    params |= {
        "mw": jax.random.normal(one, (WIDTH, GUESSED)) * 0.05,
        "qw": jax.random.normal(two, (WIDTH, 5)) * 0.1,
        "qb": trainer.jnp.zeros(5),
    }
    zeros = [jax.tree.map(trainer.jnp.zeros_like, params) for _ in range(2)]
    step = trainer.descend(trainer.guess_loss, 0.02)
    state = (params, *zeros)
    done = 0
    while done < steps:
        shuffled = [without_marks(documents[i], rng) for i in rng.permutation(len(documents))[:400]]
        for row in pieces(shuffled):
            batch, where = packed(row)
            batch["qm"] = np.zeros(LENGTH, np.float32)
            for (doc, a, b), at in zip(row, where, strict=True):
                batch["qm"][at : at + b - a] = doc["stripped"]
            batch["y"] = np.minimum(batch["y"], 4)
            batch["cue"][:] = 0
            _mask_words(batch, rng)
            done += 1
            rate = 2e-3 * min(1, done / 100) * max(0.03, 1 - done / (1.02 * planned))
            noise = rng.integers(0, 256, (7, LENGTH, WIDTH), dtype=np.uint8)
            *state, _ = step(*state, done, batch, noise, rate)
            if done >= steps:
                break
    return {k: np.asarray(v) for k, v in state[0].items()}


def without_marks(doc: dict, rng: np.random.Generator) -> dict:
    """In six texts of ten: the same with its quotation marks gone, and what they held as tags."""
    labels, marks = np.zeros(doc["n"], dtype=np.int8), np.zeros(doc["n"], dtype=bool)
    for q in doc["quotes"]:
        marks[q.first] = True
        marks[q.last] |= q.closed
        low, high = q.first + 1, q.last - q.closed
        if not q.single and high - low >= 4:
            labels[low:high] = 2
            labels[low], labels[high] = 1, 3
    if rng.random() >= 0.6:
        return doc | {"stripped": 0.0}
    kept = np.flatnonzero(~marks)
    moved = np.cumsum(~marks) - (~marks)
    new = {k: doc[k][kept] for k in ("w", "s", "p", "place", "shape", "cue", "brk")}
    size = len(kept)
    starts = {k: np.unique(moved[doc[k]].clip(0, max(size - 1, 0))) for k in ("sent", "par")}
    return (
        new
        | starts
        | {
            "n": size,
            "quote": np.zeros(size, np.int64),
            "y": labels[kept],
            "stripped": 1.0,
            "quotes": [],
        }
    )


def _mask_words(batch: dict[str, Any], rng: np.random.Generator) -> None:
    places = np.flatnonzero((rng.random(LENGTH) < 0.12) & (batch["m"] > 0))[:MASKED]
    words = batch["w"][places].copy()
    known = (words > 0) & (words <= GUESSED)
    for name, dtype in (("mpos", np.int32), ("tgt", np.int32), ("tm", np.float32)):
        batch[name] = np.zeros(MASKED, dtype)
    batch["mpos"][: len(places)] = places
    batch["tgt"][: len(places)] = np.where(known, words - 1, 0)
    batch["tm"][: len(places)] = known
    for name, value in (("w", WORDS + 1), ("s", 4096), ("p", 4096), ("shape", 63)):
        batch[name][places] = value


def tuned(
    trainer: Trainer,
    documents: Sequence[dict],
    begin: dict[str, Any] | None,
    *,
    epochs: int,
    seed: int,
) -> dict[str, np.ndarray]:
    """Weights after `epochs` passes over the labelled articles."""
    rng = np.random.default_rng(seed)
    params = trainer.start(seed)
    for name, value in (begin or {}).items():
        if name in params and name not in ("out", "ob"):
            params[name] = trainer.jnp.asarray(value)
    zeros = [trainer.jax.tree.map(trainer.jnp.zeros_like, params) for _ in range(2)]
    state = (params, *zeros)
    step = trainer.descend(trainer.tag_loss, 0.1)
    total = epochs * sum(1 for _ in pieces(documents))
    done = 0
    for _ in range(epochs):
        for row in pieces([documents[i] for i in rng.permutation(len(documents))]):
            batch, _ = packed(row)
            batch["w"] = np.where(rng.random(LENGTH) < 0.1, 0, batch["w"])
            done += 1
            rate = 2e-3 * min(1, done / 25) * max(0.02, 1 - done / (1.02 * total))
            noise = rng.integers(0, 256, (7, LENGTH, WIDTH), dtype=np.uint8)
            *state, _ = step(*state, done, batch, noise, rate)
    return {k: np.asarray(v) for k, v in state[0].items()}


# ---- what is shipped ------------------------------------------------------------------------


def exported(
    params: dict[str, np.ndarray],
    hashes: np.ndarray,
    vectors: np.ndarray,
    spelling: tuple[np.ndarray, np.ndarray],
    link: np.ndarray,
) -> dict[str, np.ndarray]:
    """The arrays that `tagger.unpacked` reads; tables as int8 with a scale a column."""
    order = np.argsort(hashes)
    rows = np.concatenate([[0], order + 1])
    word = params["delta"][:-1].copy()
    word[1:] += vectors @ params["proj"]
    arrays = {
        "hashes": hashes[order],
        "dilations": np.array(DILATIONS),
        "link": link.astype(np.float32),
        "T": np.where(ALLOWED, params["T"], -1e4).astype(np.float32),
        "word_suf": spelling[0][rows].astype(np.int16),
        "word_pre": spelling[1][rows].astype(np.int16),
        "shape": params["shape"],
    }
    tables = {
        "word": word[rows],
        "suf": params["suf"][:4096],
        "pre": params["pre"][:4096],
        **{k: params[k] for k in ("cue", "quote", "place")},
    }
    for name, table in tables.items():
        scale = np.abs(table).max(axis=0) / 127 + 1e-9
        arrays[name] = np.round(table / scale).astype(np.int8)
        arrays[name + "_scale"] = scale.astype(np.float32)
    rest = ["b0", "S", "Sb", "out", "ob"]
    rest += [f"{k}{i}" for i in (0, 1) for k in ("A", "Ab", "C", "Cb")]
    rest += [k for i in range(len(DILATIONS)) for k in (f"W{i}", f"b{i + 1}")]
    for name in rest:
        value = params[name]
        arrays[name] = value.astype(np.float16 if value.ndim > 1 else np.float32)
    return arrays


def spellings(documents: Sequence[dict], hashes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the ending and the beginning of each word, -1 where no text has it."""
    found = np.full((2, len(hashes) + 1), -1, dtype=np.int64)
    for doc in documents:
        found[0, doc["w"]], found[1, doc["w"]] = doc["s"], doc["p"]
    found[:, 0] = -1
    for sign in ("0", "\n"):
        found[:, np.flatnonzero(hashes == np.uint64(word_hash(sign))) + 1] = -1
    return found[0], found[1]


def fitted_link(documents: Sequence[dict], model: Any) -> np.ndarray:
    """Weights that choose a source among the candidates of each content, by softmax."""
    from scipy.optimize import minimize

    from tests.validation.voice import source_candidates

    features, right, group, groups = [], [], [], 0
    for doc in documents:
        x, y, owner = source_candidates(doc["gold"], model)
        has = np.unique(owner[y])
        kept = np.isin(owner, has)
        features.append(x[kept])
        right.append(y[kept])
        group.append(np.searchsorted(has, owner[kept]) + groups)
        groups += len(has)
    x, y, owner = np.concatenate(features), np.concatenate(right), np.concatenate(group)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = x @ w
        top = np.full(groups, -np.inf)
        np.maximum.at(top, owner, scores)
        odds = np.exp(scores - top[owner])
        every, good = np.bincount(owner, odds, groups), np.bincount(owner, odds * y, groups)
        slope = x.T @ (odds / every[owner] - odds * y / good[owner]) / groups + 2e-3 * w
        return float((np.log(every) - np.log(good)).mean() + 1e-3 * w @ w), slope

    return minimize(loss, np.zeros(x.shape[1]), jac=True, method="L-BFGS-B").x


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write the weights or score the fold that was left out."""
    from framing.voice.tagger import unpacked

    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fold", type=int, help="leave this fifth out and print what it gets")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--pretrain-steps", type=int, default=1200)
    parser.add_argument("--articles", type=int, default=9500, help="unlabelled articles to read")
    parser.add_argument("--cache", type=Path, help="keep vectors and pre-trained weights here")
    parser.add_argument("--out", type=Path, default=Path("framing/voice/data/tagger.npz"))
    given = parser.parse_args(arguments)
    data, gold = Path(os.environ["FRAMING_DATA"]), Path(os.environ["FRAMING_GOLD"])
    rows = unlabelled(data)
    hashes, vectors = word_vectors([t for _, t in rows])
    order = np.argsort(hashes)
    known = hashes[order]
    texts = [(h, t.strip()) for h, t in rows[: given.articles] if 400 <= len(t.strip()) <= 40_000]
    plain = [as_arrays(f"{h}\n\n{t}" if h else t, bool(h), order, known) for h, t in texts]
    if given.cache and given.cache.exists():
        begin = pickle.loads(given.cache.read_bytes())
    else:
        begin = pretrained(
            Trainer(vectors, drop=0.1, inner_drop=0.0),
            plain,
            steps=given.pretrain_steps,
            planned=1544,
        )
        if given.cache:
            given.cache.write_bytes(pickle.dumps(begin))
    documents = gold_documents(gold, order, known)
    kept = [d for d in documents if given.fold is None or fold_of(d["id"]) != given.fold]
    seed = 10 + (-1 if given.fold is None else given.fold)
    params = tuned(
        Trainer(vectors, drop=0.3, inner_drop=0.2), kept, begin, epochs=given.epochs, seed=seed
    )
    spelling = spellings(plain, hashes)
    arrays = exported(params, hashes, vectors, spelling, np.zeros(18))
    # Sources are linked among candidates of articles; a softmax of 18 weights does not overfit.
    arrays["link"] = fitted_link(kept, unpacked(arrays)).astype(np.float32)
    if given.fold is None:
        np.savez_compressed(given.out, **arrays)
        print(f"wrote {given.out}")
        return
    from tests.validation.voice import predict

    held = [d["gold"] for d in documents if fold_of(d["id"]) == given.fold]
    path = Path(f"voice.fold{given.fold}.jsonl.gz")
    with gzip.open(path, "wt", encoding="utf8") as stream:
        for line in predict(held, model=unpacked(arrays)):
            stream.write(json.dumps(line) + "\n")
    print(f"wrote {path}: score it with the evaluator")


if __name__ == "__main__":
    main()
