"""What passages add up to: shares of each pair, of each outlet, a network, and an aligned view."""

from __future__ import annotations

import pandas as pd

from framing.corpus import Corpus
from framing.reuse.own import OwnWords


def pair_table(corpus: Corpus) -> pd.DataFrame:
    """How much of each story stands in the other, for every pair that shares a passage.

    Parameters
    ----------
    corpus : Corpus
        With the reuse stage done.

    Returns
    -------
    DataFrame
        ``a, b`` (article ids, ``a < b``), ``same_story`` (bool), ``passages`` (of kind copy),
        ``words_a, words_b`` (own words of either in copies), ``share_a, share_b`` (of its own
        words, 0 to 1; missing where it has none), ``largest`` (the larger share),
        ``containment`` (that of the shorter story); sorted.
    """
    own = OwnWords.of(corpus)
    rows = []
    passages = corpus.passages
    forward = passages[passages["article_id"] < passages["other_id"]]
    for (a, b), group in forward.groupby(["article_id", "other_id"], sort=True):
        copies = group[group["kind"] == "copy"]
        words_a = own.within(a, copies[["start", "end"]])
        words_b = own.within(b, copies[["other_start", "other_end"]])
        rows.append((a, b, len(copies), words_a, words_b, own.total(a), own.total(b)))
    frame = pd.DataFrame(rows, columns=["a", "b", "passages", "words_a", "words_b", "of_a", "of_b"])
    story = corpus.articles.set_index("article_id")["story"]
    same = frame["a"].map(story).to_numpy() == frame["b"].map(story).to_numpy()
    frame.insert(2, "same_story", same)
    for side in ("a", "b"):
        total = frame[f"of_{side}"].where(frame[f"of_{side}"] > 0)
        frame[f"share_{side}"] = frame[f"words_{side}"] / total
    frame["largest"] = frame[["share_a", "share_b"]].max(axis=1)
    shorter = frame["of_a"] <= frame["of_b"]
    frame["containment"] = frame["share_a"].where(shorter, frame["share_b"])
    return frame.drop(columns=["of_a", "of_b"])
