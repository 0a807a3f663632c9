"""The reuse stage: a corpus in, a corpus with passages, stories and traced origins out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.corpus import Corpus, Step
from framing.reuse import join
from framing.reuse.align import Batch, Words
from framing.reuse.families import group, strong_families
from framing.reuse.origins import Finding, Source, directions, trace_origins
from framing.reuse.own import story_and_quoted
from framing.reuse.overlaps import KINDS, Overlaps, align_pairs, drop_phrases, mark_boilerplate
from framing.reuse.tables import pair_table, rewriting_table
from framing.text import tokens

QUOTED_BY = 10  # a quotation that more stories carry is common property and makes no pairs


def trace(
    corpus: Corpus, *, one_in: int = 1, common: int = join.COMMON, rewriting: bool = True
) -> Corpus:
    """Find the passages that articles share, the stories they carry, and whose words they are.

    Reads the story spans (without furniture, datelines and repeats) and what stands inside
    quotation marks from ``corpus.spans``, and the credits from ``corpus.articles``; so furniture,
    outlets and voice come first. Without them whole texts are compared and nothing is known to be
    quoted.

    Parameters
    ----------
    corpus : Corpus
    one_in : int
        Join on one shingle in so many: 1 for the highest recall, 2 or 4 for millions of articles.
    common : int
        See `framing.reuse.join.pairs`.
    rewriting : bool
        Whether sentences that tell the same in other words are marked, in pairs of one story.

    Returns
    -------
    Corpus
        With the table of passages (each stands twice, seen from either article); in articles,
        ``story``, and ``origin``, ``origin_basis`` and ``origin_evidence`` where the file gives no
        credit; and a note for each round-up.

    Examples
    --------
    >>> told = "It comes amid a flurry of diplomatic activity to organise the landmark summit in June"
    >>> corpus = Corpus.from_articles([
    ...     {"article_id": "a", "text": told + ", officials said.", "agency": "AFP"},
    ...     {"article_id": "b", "text": told + ".", "outlet": "The Daily"}])
    >>> traced = trace(corpus)
    >>> traced.articles[["story", "origin"]].values.tolist()
    [['a', <NA>], ['a', 'AFP']]
    """
    stories = _stories(corpus)
    a, b = _candidates(stories, one_in, common)
    overlaps = align_pairs([s.words for s in stories], a, b)
    overlaps = drop_phrases(mark_boilerplate(overlaps, strong_families(overlaps)))
    sources = _sources(corpus)
    families = group(overlaps, [s.published for s in sources])
    findings = trace_origins(sources, overlaps, families.labels)
    ids = [s.article_id for s in sources]
    articles = _with_findings(corpus.articles, families.labels, findings)
    passages = _passages(overlaps, stories, ids, directions(sources, overlaps))
    notes = _notes(corpus, ids, families.roundups)
    settings = {"one_in": one_in, "common": common, "rewriting": rewriting}
    traced = corpus.with_tables(
        Step("reuse", settings), articles=articles, passages=passages, notes=notes
    )
    if not rewriting:
        return traced
    found = pair_table(traced)
    rewritten = _rewritten(rewriting_table(traced, pairs=found[found["same_story"]]), found)
    return traced.with_tables(None, passages=pd.concat([traced.passages, rewritten]))


@dataclass(frozen=True)
class _Story:
    article_id: str
    told: str  # the story outside quotation marks
    said: str  # and inside
    words: Words


def _stories(corpus: Corpus) -> list[_Story]:
    """By article, in the order of the table."""
    batch = Batch(tokens(list(corpus.texts.values())))
    stories = []
    for index, (article, (story, quoted)) in enumerate(story_and_quoted(corpus).items()):
        told, said = _parts(corpus.texts[article], story, quoted)
        words = batch.words(index, story=story, quoted=quoted)
        stories.append(_Story(article, told, said, words))
    return stories


def _parts(text: str, story: np.ndarray, quoted: np.ndarray) -> tuple[str, str]:
    told, said = [], []
    for start, end in story.tolist():
        place = start
        for low, high in quoted.tolist():
            low, high = max(low, place), min(high, end)
            if low < high:
                told.append(text[place:low])
                said.append(text[low:high])
                place = high
        told.append(text[place:end])
    return "\n".join(told), "\n".join(said)


def _candidates(stories: list[_Story], one_in: int, common: int) -> tuple[np.ndarray, np.ndarray]:
    place = {s.article_id: i for i, s in enumerate(stories)}
    told = join.candidate_pairs(
        {s.article_id: s.told for s in stories}, one_in=one_in, common=common
    )
    said = join.candidate_pairs(
        {s.article_id: s.said for s in stories if s.said}, one_in=1, least=2, share=0.0,
        common=QUOTED_BY,
    )
    both = pd.concat([told[["a", "b"]], said[["a", "b"]]]).drop_duplicates()
    pairs = np.array(
        sorted(zip(both["a"].map(place), both["b"].map(place), strict=True)), dtype=np.int64
    ).reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _sources(corpus: Corpus) -> list[Source]:
    columns = ["article_id", "outlet", "agency", "origin", "origin_basis", "role", "published"]
    rows = corpus.articles[columns].astype(object)
    rows = rows.where(rows.notna() & (rows != "unknown"), None)
    return [Source(*row) for row in rows.itertuples(index=False, name=None)]


def _with_findings(
    articles: pd.DataFrame, labels: np.ndarray, findings: dict[int, Finding]
) -> pd.DataFrame:
    articles = articles.copy()
    articles["story"] = _story_ids(articles, labels)
    for column, field in (("origin", "origin"), ("origin_basis", "basis"),
                          ("origin_evidence", "evidence")):
        values = articles[column].tolist()
        for i, finding in findings.items():
            values[i] = getattr(finding, field)
        articles[column] = pd.array(values, dtype="string")
    return articles


def _story_ids(articles: pd.DataFrame, labels: np.ndarray) -> pd.Series:
    """A story is named by its earliest article; without times, by the first id."""
    when = articles["published"].fillna("9").astype(str)
    order = np.lexsort((articles["article_id"].astype(str), when))
    first: dict[int, str] = {}
    for i in order.tolist():
        first.setdefault(int(labels[i]), str(articles["article_id"].iloc[i]))
    return pd.Series([first[int(x)] for x in labels], index=articles.index, dtype="string")


_WORDS = {1: "from", -1: "to", 0: "unknown"}


def _passages(
    overlaps: Overlaps, stories: list[_Story], ids: list[str], ways: np.ndarray
) -> pd.DataFrame:
    containment = overlaps.containment()
    rows = []
    for k, (a0, a1, b0, b1), kind in zip(
        overlaps.pair.tolist(), overlaps.spans.tolist(), overlaps.kind.tolist(), strict=True
    ):
        i, j = int(overlaps.a[k]), int(overlaps.b[k])
        one, two = stories[i].words, stories[j].words
        mine = (int(one.starts[a0]), int(one.ends[a1 - 1]))
        theirs = (int(two.starts[b0]), int(two.ends[b1 - 1]))
        way = int(ways[k]) if KINDS[kind] == "copy" else 0
        share = float(containment[k])
        rows.append((ids[i], *mine, ids[j], *theirs, KINDS[kind], _WORDS[way], share))
        rows.append((ids[j], *theirs, ids[i], *mine, KINDS[kind], _WORDS[-way], share))
    return pd.DataFrame(rows, columns=[
        "article_id", "start", "end", "other_id", "other_start", "other_end", "kind", "direction",
        "pair_containment",
    ])


def _rewritten(sentences: pd.DataFrame, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of sentences as passages, seen from either article."""
    forth = sentences.rename(columns={"a": "article_id", "b": "other_id"})
    back = sentences.rename(columns={
        "a": "other_id", "b": "article_id", "start": "other_start", "end": "other_end",
        "other_start": "start", "other_end": "end",
    })
    share = dict(zip(zip(pairs["a"], pairs["b"], strict=True), pairs["containment"], strict=True))
    both = pd.concat([forth, back], ignore_index=True).drop(columns="likeness")
    both["pair_containment"] = [
        share[min(x, y), max(x, y)] for x, y in zip(both["article_id"], both["other_id"], strict=True)
    ]
    return both.assign(kind="rewrite", direction="unknown")


def _notes(corpus: Corpus, ids: list[str], roundups: frozenset[int]) -> pd.DataFrame:
    new = pd.DataFrame([
        {"article_id": ids[i], "stage": "reuse", "level": "info", "code": "round-up",
         "message": "holds parts of several stories that are not linked with each other (a "
                    "round-up or live blog); it does not join them"}
        for i in sorted(roundups)
    ])
    return pd.concat([corpus.notes, new], ignore_index=True) if len(new) else corpus.notes
