"""The reuse stage: a corpus in, a corpus with passages, stories and traced origins out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from framing.corpus import Corpus, Step
from framing.reuse import join
from framing.reuse.families import Families, group, standing_text, strong_families
from framing.reuse.origins import Finding, Source, directions, trace_origins
from framing.reuse.overlaps import (
    KINDS,
    Overlaps,
    align_pairs,
    drop_phrases,
    join_overlaps,
    known_overlaps,
    mark_boilerplate,
    phrases,
)
from framing.reuse.stories import StoryWords, Told, candidates, places_of
from framing.reuse.tables import pair_table, rewriting_table
from framing.reuse.words import Words


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
    >>> told = ("It comes amid a flurry of diplomatic activity to organise the landmark summit "
    ...         "that both sides expect in June")
    >>> corpus = Corpus.from_articles([
    ...     {"article_id": "a", "text": told + ", officials said.", "agency": "AFP"},
    ...     {"article_id": "b", "text": told + ".", "outlet": "The Daily"}])
    >>> traced = trace(corpus)
    >>> traced.articles[["story", "origin"]].values.tolist()
    [['a', <NA>], ['a', 'AFP']]
    """
    pairs = candidates(Told.of(corpus), one_in=one_in, common=common)
    words = StoryWords.of(corpus)
    overlaps = align_pairs(words, *places_of(pairs, list(corpus.texts)))
    sources = sources_of(corpus)
    found = decide(sources, overlaps)
    articles = with_findings(corpus.articles, found.families.labels, found.findings)
    passages = _passages(found.overlaps, words, sources, found.ways)
    settings = {"one_in": one_in, "common": common, "rewriting": rewriting}
    traced = corpus.with_tables(
        Step("reuse", settings),
        articles=articles,
        passages=passages,
        notes=notes_of(corpus, sources, found.families.roundups),
    )
    return _with_rewritings(traced) if rewriting else traced


@dataclass(frozen=True)
class Decision:
    """What is decided over all pairs.

    Parameters
    ----------
    overlaps : Overlaps
        Boilerplate marked, phrases left out.
    kept : ndarray of bool, shape (passages before,)
        Which passages were not left out.
    families : Families
    findings : dict of int to Finding
    ways : ndarray of int8, shape (pairs,)
        See `directions`.
    """

    overlaps: Overlaps
    kept: np.ndarray
    families: Families
    findings: dict[int, Finding]
    ways: np.ndarray


def decide(sources: list[Source], overlaps: Overlaps) -> Decision:
    """Tell boilerplate and phrases from copies, families, origins and directions."""
    strong = strong_families(overlaps, _apart(overlaps, sources))
    overlaps = mark_boilerplate(overlaps, strong)
    kept = ~phrases(overlaps)
    overlaps = drop_phrases(overlaps)
    families = _families(overlaps, sources)
    findings = trace_origins(sources, overlaps, families.labels)
    return Decision(overlaps, kept, families, findings, directions(sources, overlaps))


def trace_new(
    corpus: Corpus, *, one_in: int = 1, common: int = join.COMMON, rewriting: bool = True
) -> Corpus:
    """Trace the articles that were added to a corpus since it was traced.

    New articles (those without a ``story``) are compared with each other and with the old ones;
    old ones are not compared with each other again. Old articles keep their story, their origin and
    the kind of their passages: a new article joins a story or founds one; only `trace` regroups.

    Parameters
    ----------
    corpus : Corpus
        The finished corpus with the new rows in its tables.
    one_in, common, rewriting
        As for `trace`.

    Returns
    -------
    Corpus

    Examples
    --------
    >>> told = ("It comes amid a flurry of diplomatic activity to organise the landmark summit "
    ...         "that both sides expect in June")
    >>> old = trace(Corpus.from_articles([{"article_id": "b", "text": told, "agency": "AFP"}]))
    >>> new = pd.DataFrame([{"article_id": "a", "text": told, "outlet": "The Daily"}])
    >>> grown = old.with_tables(None, articles=pd.concat([old.articles, new]))
    >>> trace_new(grown).articles[["article_id", "story", "origin"]].values.tolist()
    [['a', 'b', 'AFP'], ['b', 'b', <NA>]]
    """
    about = corpus.articles
    new = frozenset(about.loc[about["story"].isna(), "article_id"])
    if not new:
        return corpus
    pairs = candidates(Told.of(corpus), one_in=one_in, common=common, new=new)
    near = set(pairs["a"]) | set(pairs["b"]) | new
    kin = about.loc[about["article_id"].isin(near), "story"].dropna()
    part = corpus.select(
        about.loc[about["article_id"].isin(near) | about["story"].isin(kin), "article_id"]
    )
    ids, words, sources = list(part.texts), StoryWords.of(part), sources_of(part)
    known = known_overlaps(part.passages, words, ids)
    added = align_pairs(words, *places_of(pairs, ids))
    strong = strong_families(added, _apart(added, sources))
    marked = mark_boilerplate(join_overlaps(known, added), strong)
    added = drop_phrases(replace(added, kind=marked.kind[len(known.kind) :]))
    overlaps = join_overlaps(known, added)
    families = _families(overlaps, sources, _known_labels(part.articles["story"].tolist()))
    findings = {
        i: f for i, f in trace_origins(sources, overlaps, families.labels).items() if ids[i] in new
    }
    articles = about.set_index("article_id")
    articles.update(
        with_findings(part.articles, families.labels, findings).set_index("article_id")[
            ["story", *_FINDING]
        ]
    )
    passages = _passages(added, words, sources, directions(sources, added))
    settings = {"one_in": one_in, "common": common, "rewriting": rewriting, "new": len(new)}
    traced = corpus.with_tables(
        Step("reuse", settings),
        articles=articles.reset_index(),
        passages=pd.concat([corpus.passages, passages], ignore_index=True),
        notes=notes_of(corpus, sources, frozenset(r for r in families.roundups if ids[r] in new)),
    )
    return _with_rewritings(traced, new) if rewriting else traced


def _apart(overlaps: Overlaps, sources: list[Source]) -> np.ndarray:
    return standing_text(overlaps, [s.outlet for s in sources], [s.published for s in sources])


def _families(
    overlaps: Overlaps, sources: list[Source], known: np.ndarray | None = None
) -> Families:
    published = [s.published for s in sources]
    return group(overlaps, published, apart=_apart(overlaps, sources), known=known)


def sources_of(corpus: Corpus) -> list[Source]:
    """What the files of a corpus say of themselves, article by article."""
    columns = ["article_id", "outlet", "agency", "origin", "origin_basis", "role", "published"]
    rows = corpus.articles[columns].astype(object)
    rows = rows.where(rows.notna() & (rows != "unknown"), None)
    return [Source(*row) for row in rows.itertuples(index=False, name=None)]


_FINDING = {"origin": "origin", "origin_basis": "basis", "origin_evidence": "evidence"}


def with_findings(
    articles: pd.DataFrame, labels: np.ndarray, findings: dict[int, Finding]
) -> pd.DataFrame:
    """The table of articles with their stories, and with what was found out of origins."""
    columns = {"story": _story_ids(articles, labels)}
    for column, field in _FINDING.items():
        values = articles[column].tolist()
        for i, finding in findings.items():
            values[i] = getattr(finding, field)
        columns[column] = pd.array(values, dtype="string")
    return articles.assign(**columns)


def _story_ids(articles: pd.DataFrame, labels: np.ndarray) -> pd.Series:
    """A story keeps its name, or is named by its earliest article, without times the first id."""
    when = articles["published"].fillna("9").astype(str)
    ids = articles["article_id"].astype(object).tolist()
    named = articles["story"].tolist()
    first: dict[int, str] = {}
    for i in np.lexsort((articles["article_id"].astype(str), when)).tolist():
        first.setdefault(int(labels[i]), ids[i])
    first |= {int(labels[i]): n for i, n in enumerate(named) if not pd.isna(n)}
    return pd.Series([first[int(x)] for x in labels], index=articles.index, dtype="string")


def _known_labels(stories: list[str]) -> np.ndarray:
    """For each article the place of the first one of its story; -1 for a new one."""
    first: dict[str, int] = {}
    return np.array(
        [-1 if pd.isna(s) else first.setdefault(s, i) for i, s in enumerate(stories)], np.int64
    )


_WORDS = {1: "from", -1: "to", 0: "unknown"}


def _passages(
    overlaps: Overlaps, words: Sequence[Words], sources: list[Source], ways: np.ndarray
) -> pd.DataFrame:
    ids = [s.article_id for s in sources]
    containment = overlaps.containment()
    rows = []
    for k, (a0, a1, b0, b1), kind in zip(
        overlaps.pair.tolist(), overlaps.spans.tolist(), overlaps.kind.tolist(), strict=True
    ):
        i, j = int(overlaps.a[k]), int(overlaps.b[k])
        one, two = words[i], words[j]
        mine = (int(one.starts[a0]), int(one.ends[a1 - 1]))
        theirs = (int(two.starts[b0]), int(two.ends[b1 - 1]))
        way = int(ways[k]) if KINDS[kind] == "copy" else 0
        share = float(containment[k])
        rows.append((ids[i], *mine, ids[j], *theirs, KINDS[kind], _WORDS[way], share))
        rows.append((ids[j], *theirs, ids[i], *mine, KINDS[kind], _WORDS[-way], share))
    return pd.DataFrame(
        rows,
        columns=[
            "article_id",
            "start",
            "end",
            "other_id",
            "other_start",
            "other_end",
            "kind",
            "direction",
            "pair_containment",
        ],
    )


def _with_rewritings(corpus: Corpus, new: frozenset[str] | None = None) -> Corpus:
    """Add the pairs of sentences that tell the same, in pairs of one story."""
    pairs = pair_table(corpus)
    pairs = pairs[pairs["same_story"]]
    if new is not None:
        pairs = pairs[pairs["a"].isin(new) | pairs["b"].isin(new)]
    passages = pd.concat([corpus.passages, rewritings_of(corpus, pairs)], ignore_index=True)
    return corpus.with_tables(None, passages=passages)


def rewritings_of(corpus: Corpus, pairs: pd.DataFrame) -> pd.DataFrame:
    """Pairs of sentences that tell the same, seen from both, as rows of passages."""
    share = dict(zip(zip(pairs["a"], pairs["b"], strict=True), pairs["containment"], strict=True))
    found = rewriting_table(corpus, pairs=pairs).drop(columns="likeness")
    found["pair_containment"] = [share[pair] for pair in zip(found["a"], found["b"], strict=True)]
    forth = found.rename(columns={"a": "article_id", "b": "other_id"})
    back = found.rename(
        columns={
            "a": "other_id",
            "b": "article_id",
            "start": "other_start",
            "end": "other_end",
            "other_start": "start",
            "other_end": "end",
        }
    )
    return pd.concat([forth, back]).assign(kind="rewrite", direction="unknown")


def notes_of(corpus: Corpus, sources: list[Source], roundups: frozenset[int]) -> pd.DataFrame:
    """The notes of a corpus and one for each round-up."""
    new = pd.DataFrame(
        [
            {
                "article_id": sources[i].article_id,
                "stage": "reuse",
                "level": "info",
                "code": "round-up",
                "message": "holds parts of several stories that are not linked with each other (a "
                "round-up or live blog); it does not join them",
            }
            for i in sorted(roundups)
        ]
    )
    return pd.concat([corpus.notes, new], ignore_index=True) if len(new) else corpus.notes
