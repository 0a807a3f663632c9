"""Labels: how each outlet, origin and voice names and qualifies the same actor."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.features.actors.namings import Namings
from framing.features.actors.stories import read_stories
from framing.features.actors.told import Told, actor_name
from framing.features.layers import layer_of, picked

# Kinds of mentions that name somebody who can act.
_ACTORS = frozenset({"person", "name", "role", "country", "people", "government", "organisation"})
COLUMNS = (
    "actor", "kind", "label", "form", "head", "modifiers", "article_id", "start", "end",
    "sentence_start", "sentence_end", "voice", "speaker", "outlet", "origin", "event", "story",
    "copied",
)  # fmt: skip
_PAIRS = (('"', '"'), ("“", "”"), ("(", ")"))


def labels(corpus: Corpus, *, stories: Told | None = None) -> pd.DataFrame:
    """List every naming of every actor: who is called what, where, and in whose words.

    Parameters
    ----------
    corpus : Corpus
        After furniture; voices, origins and events are used where they are known.
    stories : Told, optional
        What `read_stories` gave for this corpus, or for the articles that are asked for.

    Returns
    -------
    DataFrame
        One row an occurrence, sorted by actor, article and place: ``actor`` (*North Korea*),
        ``kind``, ``label`` (the words that stand there without an article: *reclusive state*),
        ``form`` (name, title, metonym, people, description), ``head``, ``modifiers`` (joined by
        blanks), ``article_id, start, end``, ``sentence_start, sentence_end`` (the evidence),
        ``voice, speaker, outlet, origin, event, story``, ``copied`` (stands in a passage shared
        with another story). All offsets are code points into ``articles.text``.

    Notes
    -----
    Chains run through the stories of one event; see `link_mentions` for how they are decided.
    Bodies and offices whose holder no story names (*the ministry* of no country) are left out;
    groups (*protesters*) stand under their head word. Where several mentions of one actor overlap
    (*the North Korean leader Kim Jong Un* and *Kim Jong Un*), the longest noun phrase stands for
    them. A label is a count of words, not of attitudes: read the sentences.

    Examples
    --------
    >>> text = "North Korea spoke. Lavrov of Russia visited the reclusive state."
    >>> table = labels(Corpus.from_articles([{"article_id": "a", "text": text}]))
    >>> table.loc[table["actor"] == "North Korea", "label"].tolist()
    ['North Korea', 'reclusive state']
    """
    about = corpus.articles
    ids = about["article_id"].tolist()
    told = read_stories(corpus) if stories is None else stories
    found, chain = told.found, told.chain
    number = {article: k for k, article in enumerate(ids)}
    home = np.array([number[article] for article in told.article_ids], dtype=np.int64)
    names = [actor_name(chain) for chain in told.chains]
    kept, text = _apart(told)
    rank = {name: k for k, name in enumerate(sorted(set(names)))}
    by_name = np.array([rank[name] for name in names], dtype=np.int64)[chain[kept]]
    by_article = np.argsort(np.argsort(np.array(told.article_ids, dtype=object)))[text]
    order = np.lexsort((found.ends[kept], found.starts[kept], by_article, by_name))
    kept, text = kept[order], text[order]
    start, article = found.starts[kept].astype(np.int64), home[text]
    # The sentence that each stands in: the last that begins before it ends.
    far = 1 + int(max(found.ends.max(initial=0), told.sentences.max(initial=0)))
    line_of = np.repeat(np.arange(len(told)), np.diff(told.sentence_bounds))
    begins = line_of * far + told.sentences[:, 0]
    line = np.searchsorted(begins, text * far + start, side="right") - 1
    rows, which = np.unique(found.which[kept], return_inverse=True)
    n = found.namings.taken(rows)
    columns: dict[str, Any] = {"actor": picked(names, chain[kept])}
    for name, values in (
        ("kind", ["person" if kind == "name" else kind for kind in n.kind]),
        ("label", list(map(_label, n.text, n.opener))),
        ("form", list(map(_form, n.relation, n.name, n.title))),
        ("head", n.head),
        ("modifiers", [" ".join(words) for words in n.modifiers]),
    ):
        columns[name] = picked(values, which)
    columns["article_id"] = picked(ids, article)
    columns |= {"start": start, "end": found.ends[kept].astype(np.int64)}
    columns |= dict(zip(COLUMNS[9:11], told.sentences[line].T, strict=True))
    lengths = [len(corpus.text(i)) for i in ids]
    spans = corpus.spans[corpus.spans["stage"] == "voice"]
    said, shared = corpus.attributions, corpus.passages[corpus.passages["kind"] == "copy"]
    content = layer_of(said, ids, lengths, start="content_start", end="content_end")
    voice = layer_of(spans, ids, lengths).innermost(article, start)
    columns["voice"] = picked(spans["kind"].tolist(), voice)
    columns["speaker"] = picked(said["speaker"].tolist(), content.innermost(article, start))
    for name in ("outlet", "origin", "event", "story"):
        columns[name] = picked(about[name].tolist(), article)
    columns["copied"] = layer_of(shared, ids, lengths).innermost(article, start) >= 0
    return pd.DataFrame(columns, columns=list(COLUMNS))


def _apart(told: Told) -> tuple[np.ndarray, np.ndarray]:
    """The mentions of actors, of those of one actor that overlap the best; and their articles."""
    found, chain, which = told.found, told.chain, told.found.which
    kinds = {kind: k for k, kind in enumerate(sorted(set(found.namings.kind)))}
    kind = np.array([kinds[k] for k in found.namings.kind], dtype=np.int64)[which]

    def one_of(*wanted: str) -> np.ndarray:
        return np.isin(kind, [kinds[k] for k in wanted if k in kinds])

    # A single name is somebody's only where it is a person's somewhere.
    person = np.zeros(len(told.chains), dtype=bool)
    person[chain[one_of("person")]] = True
    country = np.array([actor_name(c) != c for c in told.chains], dtype=bool)
    small = np.array([c.islower() for c in told.chains], dtype=bool)
    acts = one_of(*_ACTORS) & ~small[chain] & (~one_of("name") | person[chain])
    rows = np.flatnonzero(acts | country[chain] | one_of("people"))
    text = np.repeat(np.arange(len(told)), np.diff(found.bounds))[rows]
    start, end = (column[rows].astype(np.int64) for column in (found.starts, found.ends))
    # Mentions of one actor that overlap, or are linked by others that do, stand in one heap.
    _, group = np.unique(text * len(told.chains) + chain[rows], return_inverse=True)
    far = group * (1 + end.max(initial=0))
    order = np.lexsort((end, start, group))
    reach = np.maximum.accumulate((far + end)[order])
    heap = np.zeros(len(rows), dtype=np.int64)
    heap[order[1:]] = np.cumsum((far + start)[order[1:]] >= reach[:-1])
    # A name counts more than a phrase that runs on behind it; a longer title more than a bare one.
    several = np.flatnonzero(np.bincount(heap, minlength=len(rows))[heap] > 1)
    used, mine = np.unique(which[rows[several]], return_inverse=True)
    runs_on = np.zeros(len(rows), dtype=bool)
    runs_on[several] = _run_on(found.namings.taken(used))[mine]
    left = np.lexsort((start, start - end, runs_on, heap))
    best: list[np.ndarray] = []
    while len(left):
        first = np.append(True, heap[left[1:]] != heap[left[:-1]])
        best.append(left[first])
        over = best[-1][np.cumsum(first) - 1]
        left = left[(end[left] <= start[over]) | (end[over] <= start[left])]
    kept = np.sort(np.concatenate([np.zeros(0, dtype=np.int64), *best]))
    return rows[kept], text[kept]


def _run_on(namings: Namings) -> np.ndarray:
    """Whether each phrase goes on after its head: with *of*, *and*, a clause."""
    columns = zip(namings.text, namings.head, namings.name, strict=True)
    return np.array(
        [
            not text.lower().rstrip(".,;:'\"’” ").endswith((head, name.lower() or head))
            for text, head, name in columns
        ],
        dtype=bool,
    )


def _label(text: str, opener: str) -> str:
    if opener:
        words = text.split()
        if len(words) > 1 and words[0].lower() == opener:
            words = words[1:]
        text = " ".join(words)
    elif "  " in text or not text.isprintable():
        text = " ".join(text.split())
    text = text.strip("\"“”'‘’,.;:")
    for opens, closes in _PAIRS:
        if text.count(opens) + text.count(closes) * (opens != closes) == 1:
            text = text.replace(opens, "").replace(closes, "")  # its other mark stands outside
    return text


def _form(relation: str, name: str, title: str) -> str:
    """What kind of naming it is: name, title, metonym, people or description."""
    if relation in ("name", "capital", "metonym"):
        return "name" if relation == "name" else "metonym"
    if relation == "people":
        return "people"
    if name:
        return "title and name" if title else "name"
    return "title" if title else "description"
