"""Labels: how each outlet, origin and voice names and qualifies the same actor."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence, Set
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.features.actors.mentions import Mention
from framing.features.actors.stories import Named, actor_name, read_stories
from framing.features.layers import layer_of, picked

# Kinds of mentions that name somebody who can act.
_ACTORS = frozenset({"person", "name", "role", "country", "people", "government", "organisation"})
COLUMNS = (
    "actor", "kind", "label", "form", "head", "modifiers", "article_id", "start", "end",
    "sentence_start", "sentence_end", "voice", "speaker", "outlet", "origin", "event", "story",
    "copied",
)  # fmt: skip


def labels(corpus: Corpus, *, stories: Sequence[Named] | None = None) -> pd.DataFrame:
    """List every naming of every actor: who is called what, where, and in whose words.

    Parameters
    ----------
    corpus : Corpus
        After furniture; voices, origins and events are used where they are known.
    stories : sequence of Named, optional
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
    number = {article: k for k, article in enumerate(ids)}
    places: list[tuple[int, int, int, int, int]] = []
    values: list[tuple[str, ...]] = []
    known: dict[tuple[int, str], int] = {}
    which: list[int] = []
    stories = read_stories(corpus) if stories is None else stories
    # A single name is somebody's only where it is a person's somewhere.
    persons = {
        chain
        for named in stories
        for m, chain in zip(named.mentions, named.chains, strict=True)
        if m.kind == "person"
    }
    for named in stories:
        own = number[named.article_id]
        kept = _apart(named, persons)
        begins = named.sentences[:, 0]
        inside = np.searchsorted(begins, [m.start for m, _ in kept], side="right") - 1
        bounds = named.sentences[inside].tolist()
        for (m, chain), (low, high) in zip(kept, bounds, strict=True):
            key = (id(m.naming), chain)
            code = known.get(key)
            if code is None:
                code = known[key] = len(values)
                modifiers = " ".join(m.modifiers)
                kind = "person" if m.kind == "name" else m.kind
                values.append((actor_name(chain), kind, _label(m), _form(m), m.head, modifiers))
            which.append(code)
            places.append((own, m.start, m.end, low, high))
    rows = np.array(places, dtype=np.int64).reshape(-1, 5)
    article, start = rows[:, 0], rows[:, 1]
    lengths = [len(corpus.text(i)) for i in ids]
    columns: dict[str, Any] = {}
    for k, name in enumerate(COLUMNS[:6]):
        columns[name] = picked([value[k] for value in values], np.array(which, dtype=np.int64))
    columns["article_id"] = picked(ids, article)
    columns |= dict(zip(COLUMNS[7:11], rows[:, 1:].T, strict=True))
    spans = corpus.spans[corpus.spans["stage"] == "voice"]
    said, shared = corpus.attributions, corpus.passages[corpus.passages["kind"] == "copy"]
    content = layer_of(said, ids, lengths, start="content_start", end="content_end")
    voice = layer_of(spans, ids, lengths).innermost(article, start)
    columns["voice"] = picked(spans["kind"].tolist(), voice)
    columns["speaker"] = picked(said["speaker"].tolist(), content.innermost(article, start))
    for name in ("outlet", "origin", "event", "story"):
        columns[name] = picked(about[name].tolist(), article)
    columns["copied"] = layer_of(shared, ids, lengths).innermost(article, start) >= 0
    frame = pd.DataFrame(columns, columns=list(COLUMNS))
    order = ["actor", "article_id", "start", "end"]
    return frame.sort_values(order, kind="stable", ignore_index=True)


def _apart(named: Named, persons: Set[str]) -> list[tuple[Mention, str]]:
    """The mentions of actors; of those of one actor that overlap, the best."""
    known: dict[tuple[int, str], tuple[bool, bool]] = {}
    ranked: list[tuple[bool, int, int, int]] = []
    for k, (m, chain) in enumerate(zip(named.mentions, named.chains, strict=True)):
        key = (id(m.naming), chain)
        if key not in known:
            acts = (
                actor_name(chain) != chain
                or m.kind == "people"
                or (
                    m.kind in _ACTORS
                    and not chain.islower()
                    and (m.kind != "name" or chain in persons)
                )
            )
            known[key] = acts, _runs_on(m)
        acts, runs_on = known[key]
        if acts:
            ranked.append((runs_on, m.start - m.end, m.start, k))
    # A name counts more than a phrase that runs on behind it; a longer title more than a bare one.
    ranked.sort()
    kept: list[int] = []
    taken: dict[str, list[tuple[int, int]]] = {}
    for _, size, start, k in ranked:
        held = taken.setdefault(named.chains[k], [])
        at = bisect(held, (start, start - size))
        free = at == 0 or held[at - 1][1] <= start
        if free and (at == len(held) or start - size <= held[at][0]):
            held.insert(at, (start, start - size))
            kept.append(k)
    return [(named.mentions[k], named.chains[k]) for k in sorted(kept)]


def _runs_on(m: Mention) -> bool:
    """Whether the phrase goes on after its head: with *of*, *and*, a clause."""
    last = m.text.lower().rstrip(".,;:'\"’” ")
    return not last.endswith((m.head, m.name.lower() or m.head))


def _label(m: Mention) -> str:
    words = m.text.split()
    if m.opener and len(words) > 1 and words[0].lower() == m.opener:
        words = words[1:]
    return " ".join(words).strip("\"“”'‘’,.;:")


def _form(m: Mention) -> str:
    """What kind of naming it is: name, title, metonym, people or description."""
    if m.relation in ("name", "capital", "metonym"):
        return "name" if m.relation == "name" else "metonym"
    if m.relation == "people":
        return "people"
    if m.name:
        return "title and name" if m.title else "name"
    return "title" if m.title else "description"
