"""What passages add up to: shares of each pair and outlet, a network, two stories side by side."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.reuse.own import OwnWords, story_and_quoted, union
from framing.reuse.rewriting import ALIKE, Sentence, rewritings, sentences_of
from framing.text import tokens


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
        ``containment`` (that of the shorter story), ``same_headline`` (bool); sorted.
    """
    own = OwnWords.of(corpus, among=frozenset(corpus.passages["article_id"]))
    rows = []
    for a, b, kinds, places in _pairs(corpus.passages):
        copies = places[kinds == "copy"]
        words_a = own.within(a, copies[:, 0:2])
        words_b = own.within(b, copies[:, 2:4])
        rows.append((a, b, len(copies), words_a, words_b, own.total(a), own.total(b)))
    frame = pd.DataFrame(rows, columns=["a", "b", "passages", "words_a", "words_b", "of_a", "of_b"])
    articles = corpus.articles
    story = dict(zip(articles["article_id"], articles["story"], strict=True))
    same = [story[a] == story[b] for a, b in zip(frame["a"], frame["b"], strict=True)]
    frame.insert(2, "same_story", np.array(same, dtype=bool))
    for side in ("a", "b"):
        total = frame[f"of_{side}"].astype(float)
        frame[f"share_{side}"] = frame[f"words_{side}"] / total.where(total > 0)
    frame["largest"] = frame[["share_a", "share_b"]].max(axis=1)
    shorter = frame["of_a"] <= frame["of_b"]
    frame["containment"] = frame["share_a"].where(shorter, frame["share_b"])
    paired = articles[articles["article_id"].isin({*frame["a"], *frame["b"]})]
    headline = dict(
        zip(paired["article_id"], _headline_words(paired["headline"].tolist()), strict=True)
    )
    frame["same_headline"] = np.array(
        [
            headline[a] is not None and headline[a] == headline[b]
            for a, b in zip(frame["a"], frame["b"], strict=True)
        ],
        dtype=bool,
    )
    return frame.drop(columns=["of_a", "of_b"])


_HEADLINE_WORDS = 6  # a headline of fewer may be a standing title


def same_headline(one: str | None, two: str | None) -> bool:
    """Whether two headlines have the same words, and enough of them to be no standing title.

    Versions of one wire story keep their headline while their text changes, and a page whose text
    was lost may still have it. It is evidence beside shared passages and joins no stories alone.

    Examples
    --------
    >>> same_headline("The pope, and now Trump: Putin makes all wait",
    ...               "The pope, and now Trump — Putin makes all wait")
    True
    >>> same_headline("Talks begin", "Talks begin")
    False
    """
    first, second = _headline_words([one, two])
    return first is not None and first == second


def _headline_words(headlines: list[str | None]) -> list[tuple[str, ...] | None]:
    """The words of each headline; None where there are too few to be told again."""
    found = tokens(["" if pd.isna(h) else str(h) for h in headlines])
    forms, ids = found.vocabulary.normal_forms, found.ids.tolist()
    return [
        tuple(forms[i] for i in ids[low:high]) if high - low >= _HEADLINE_WORDS else None
        for low, high in pairwise(found.bounds.tolist())
    ]


def shares(corpus: Corpus, *, words: OwnWords | None = None) -> pd.DataFrame:
    """For each outlet, how many of its own words are its own, a wire's, or another outlet's.

    Own words are those outside quotation marks. A story credited to an agency, in words or by its
    dateline, counts as wire, whole, and one credited to another outlet as copied. Where the origin
    was traced, only the words in passages shared with other articles of the story count so: whose
    the rest is no file says. In the outlet's own stories the words that stand in passages of kind
    copy shared with a story of another outlet and known to come from there (``direction`` 'from')
    count as copied; the rest is the outlet's. Words of unknown origin are counted apart.

    Parameters
    ----------
    corpus : Corpus
        With the reuse stage done.
    words : OwnWords, optional
        Those of the corpus, where they are known.

    Returns
    -------
    DataFrame
        ``outlet, articles, stories`` (independent), ``words`` (own words), ``own, wire, copied,
        unknown`` (words; they add up to ``words``), ``own_share, wire_share, copied_share,
        unknown_share`` (0 to 1; missing where there are no words); sorted by outlet.
    """
    words = words or OwnWords.of(corpus)
    about = corpus.articles
    came, kin = _came_from(corpus), _shared_in_story(corpus)
    wires = {
        *about["agency"].dropna(),
        *about.loc[about["role"].fillna("").str.startswith("wire agency"), "outlet"].dropna(),
    }
    rows = []
    none = np.zeros((0, 2), dtype=np.int64)
    for row in about.itertuples(index=False):
        total = words.total(row.article_id)
        copied = words.within(row.article_id, came.get(row.article_id, none))
        outlet = "unknown" if pd.isna(row.outlet) else row.outlet
        split = dict.fromkeys(("own", "wire", "copied", "unknown"), 0)
        if pd.isna(row.origin) or row.origin == "unknown":
            split |= {"unknown": total}
        elif row.origin != outlet:
            taken = total
            if row.origin_basis == "traced":
                taken = words.within(row.article_id, kin.get(row.article_id, none))
            split |= {"wire" if row.origin in wires else "copied": taken, "unknown": total - taken}
        else:
            split |= {"own": total - copied, "copied": copied}
        rows.append({"outlet": outlet, "articles": 1, "story": row.story, "words": total, **split})
    columns = ["outlet", "articles", "story", "words", "own", "wire", "copied", "unknown"]
    frame = pd.DataFrame(rows, columns=columns)
    grouped = frame.groupby("outlet", sort=True)
    table = grouped[["articles", "words", "own", "wire", "copied", "unknown"]].sum()
    table.insert(1, "stories", grouped["story"].nunique())
    for part in ("own", "wire", "copied", "unknown"):
        table[f"{part}_share"] = table[part] / table["words"].where(table["words"] > 0)
    return table.reset_index()


def network(corpus: Corpus, *, words: OwnWords | None = None) -> pd.DataFrame:
    """Who prints whose words: edges from origins to outlets.

    Parameters
    ----------
    corpus : Corpus
        With the reuse stage done.
    words : OwnWords, optional
        Those of the corpus, where they are known.

    Returns
    -------
    DataFrame
        ``source`` (the origin), ``target`` (the outlet that prints it), ``basis`` (credited,
        dateline or traced), ``articles``, ``stories`` (independent), ``words`` (own words of these
        articles); the outlet's own stories and those of unknown origin are left out; sorted.
    """
    words = words or OwnWords.of(corpus)
    articles = corpus.articles
    known = articles[articles["origin"].notna() & articles["outlet"].notna()]
    known = known[(known["origin"] != "unknown") & (known["origin"] != known["outlet"])]
    edges = pd.DataFrame(
        {
            "source": known["origin"].astype(object),
            "target": known["outlet"].astype(object),
            "basis": known["origin_basis"].astype(object),
            "story": known["story"].astype(object),
            "words": [words.total(a) for a in known["article_id"]],
        }
    )
    grouped = edges.groupby(["source", "target", "basis"], sort=True, dropna=False)
    table = grouped.agg(
        articles=("words", "size"), stories=("story", "nunique"), words=("words", "sum")
    )
    return table.reset_index()


def side_by_side(corpus: Corpus, first: str, second: str) -> pd.DataFrame:
    """Two stories aligned: the passages that they share, and the text between them.

    Parameters
    ----------
    corpus : Corpus
        With the reuse stage done.
    first, second : str
        Article ids.

    Returns
    -------
    DataFrame
        One row a shared passage, in the order of the first story: ``passage`` (a number), ``kind,
        direction, start, end, text, other_start, other_end, other_text, before, other_before``
        (the text since the last passage on either side, empty where the order differs).

    Raises
    ------
    FramingError
        Where an article is not in the corpus, or both are the same.
    """
    if first == second:
        raise FramingError(f"two different articles are needed, not {first!r} twice")
    left, right = corpus.text(first), corpus.text(second)
    passages = corpus.passages
    pair = passages[(passages["article_id"] == first) & (passages["other_id"] == second)]
    rows, end, other_end = [], 0, 0
    for number, p in enumerate(pair.sort_values(["start", "other_start"]).itertuples(), start=1):
        rows.append(
            {
                "passage": number,
                "kind": p.kind,
                "direction": p.direction,
                "start": p.start,
                "end": p.end,
                "text": left[p.start : p.end],
                "other_start": p.other_start,
                "other_end": p.other_end,
                "other_text": right[p.other_start : p.other_end],
                "before": left[end : p.start] if p.start >= end else "",
                "other_before": right[other_end : p.other_start]
                if p.other_start >= other_end
                else "",
            }
        )
        end, other_end = max(end, int(p.end)), int(p.other_end)
    return pd.DataFrame(
        rows,
        columns=[
            "passage",
            "kind",
            "direction",
            "start",
            "end",
            "text",
            "other_start",
            "other_end",
            "other_text",
            "before",
            "other_before",
        ],
    )


def rewriting_table(
    corpus: Corpus, *, pairs: pd.DataFrame | None = None, alike: float = ALIKE
) -> pd.DataFrame:
    """Sentences of two articles that tell the same in other words, with their likeness.

    Words that are quoted or copied do not count. Likeness is a graded signal and no
    proof: reporters who heard the same statement write alike sentences, too.

    Parameters
    ----------
    corpus : Corpus
        With the reuse stage done.
    pairs : DataFrame, optional
        The pairs to compare (``a, b``); by default those that share a passage.
    alike : float
        The least likeness that is listed, 0 to 1.

    Returns
    -------
    DataFrame
        ``a, b, start, end, other_start, other_end, likeness``; sorted.
    """
    spans = story_and_quoted(corpus)
    copied: dict[tuple[str, str], np.ndarray] = {}
    wanted = [] if pairs is None else list(zip(pairs["a"], pairs["b"], strict=True))
    for a, b, kinds, places in _pairs(corpus.passages):
        copied[a, b] = places[kinds == "copy"]
        if pairs is None:
            wanted.append((a, b))
    known: dict[str, list[Sentence]] = {}
    for article in sorted({x for pair in wanted for x in pair}):
        story, quoted = spans[article]
        known[article] = sentences_of(
            corpus.text(article), story=story.tolist(), leave_out=quoted.tolist()
        )
    rows = []
    for a, b in sorted({tuple(sorted(p)) for p in wanted}):
        there = copied.get((a, b), np.zeros((0, 4), np.int64))
        left, right = (
            [kept for s in known[x] if (kept := s.outside(there[:, k : k + 2].tolist()))]
            for x, k in ((a, 0), (b, 2))
        )
        rows += [
            (a, b, r.start, r.end, r.other_start, r.other_end, r.likeness)
            for r in rewritings(left, right, alike=alike)
        ]
    return pd.DataFrame(
        rows,
        columns=[
            "a",
            "b",
            "start",
            "end",
            "other_start",
            "other_end",
            "likeness",
        ],
    )


def _pairs(passages: pd.DataFrame) -> list[tuple[str, str, np.ndarray, np.ndarray]]:
    """Each pair once: ids, the kinds of its passages and their places on both sides."""
    forward = passages[passages["article_id"] < passages["other_id"]]
    forward = forward.sort_values(["article_id", "other_id", "start"], kind="stable")
    names = forward[["article_id", "other_id"]].to_numpy(dtype=object)
    kinds = forward["kind"].to_numpy(dtype=object)
    places = forward[["start", "end", "other_start", "other_end"]].to_numpy(dtype=np.int64)
    cuts = np.flatnonzero((names[1:] != names[:-1]).any(axis=1)) + 1
    return [
        (str(names[rows[0], 0]), str(names[rows[0], 1]), kinds[rows], places[rows])
        for rows in np.split(np.arange(len(names)), cuts)
        if len(rows)
    ]


def _came_from(corpus: Corpus) -> dict[str, np.ndarray]:
    """Stretches of each article that come from a story of another outlet."""
    outlets = dict(
        zip(corpus.articles["article_id"], corpus.articles["outlet"].fillna("unknown"), strict=True)
    )
    passages = corpus.passages
    taken = passages[(passages["kind"] == "copy") & (passages["direction"] == "from")]
    return _stretches(taken[_differ(taken, outlets)])


def _shared_in_story(corpus: Corpus) -> dict[str, np.ndarray]:
    """Stretches of each article that other articles of its story hold too."""
    stories = dict(zip(corpus.articles["article_id"], corpus.articles["story"], strict=True))
    copies = corpus.passages[corpus.passages["kind"] == "copy"]
    return _stretches(copies[~_differ(copies, stories)])


def _differ(passages: pd.DataFrame, kinds: Mapping[str, str]) -> np.ndarray:
    """Which passages join two articles of different kinds; bool, shape (passages,)."""
    one, other = (passages[c].map(kinds).to_numpy(object) for c in ("article_id", "other_id"))
    return np.array(one != other, dtype=bool)


def _stretches(passages: pd.DataFrame) -> dict[str, np.ndarray]:
    """The passages of each article as stretches in order, those that meet joined."""
    places = passages[["start", "end"]].to_numpy(dtype=np.int64)
    rows: dict[str, list[int]] = {}
    for row, article in enumerate(passages["article_id"].tolist()):
        rows.setdefault(article, []).append(row)
    return {article: union(places[mine]) for article, mine in rows.items()}
