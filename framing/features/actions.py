"""Who acts on whom: subject, verb and object of every clause, by a parser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from framing.corpus import Corpus
from framing.features.layers import layer_of, picked
from framing.features.wordlists import word_set
from framing.parsing import load_parser
from framing.text import fold

COLUMNS = (
    "article_id", "start", "end", "act", "actor", "actor_start", "actor_end", "target",
    "target_start", "target_end", "passive", "negated", "voice",
)  # fmt: skip
# What belongs to a noun phrase that names somebody: 'the prime minister of Elbonia'.
_PART = word_set("det amod compound nmod nummod poss case predet quantmod prep pobj punct")
_NOUNS = word_set("NN NNS NNP NNPS PRP WP WDT DT CD")
_RELATIVES = word_set("who whom that which")
Row = tuple[int, int, str, tuple[int, int] | None, tuple[int, int] | None, bool, bool]


def actions(corpus: Corpus, *, parser: Any = True) -> pd.DataFrame:
    """Say who does what to whom, and to whom things are done by nobody who is named.

    Which actors an outlet makes act, which it makes suffer, and which acts it tells without an
    actor are the oldest signs of ideology in grammar (Fowler et al. 1979; Trew 1979). Agentless
    passives have a row with no actor. Who is meant by a pronoun is not resolved.

    Parameters
    ----------
    corpus : Corpus
        Voices are missing where the voice stage has not run.
    parser : True, str or spacy.language.Language
        By default the first of `framing.parsing.installed_parsers`.

    Returns
    -------
    DataFrame
        One row an act of the stories with a target, by article and place: ``article_id``;
        ``start``, ``end`` and ``act`` (the verb with its particle, as it stands, lower case);
        ``actor`` and ``target`` with their places (code points; the actor is missing in a passive
        without agent); ``passive``; ``negated``; ``voice`` of the verb.

    Raises
    ------
    FramingError
        Where no parser is installed.

    References
    ----------
    Fowler, R., Hodge, B., Kress, G., & Trew, T. (1979). Language and control. London: Routledge &
    Kegan Paul. Trew, T. (1979). Theory and ideology at work. Ibid., 94–116.

    Examples
    --------
    >>> from framing.parsing import installed_parsers
    >>> corpus = Corpus.from_articles([{"article_id": "a", "text": "Police beat the protesters."}])
    >>> if installed_parsers():
    ...     assert actions(corpus)["target"].tolist() == ["the protesters"]
    """
    nlp = load_parser(parser)
    ids = corpus.articles["article_id"].tolist()
    texts = [corpus.text(a) for a in ids]
    rows: list[tuple[Any, ...]] = []
    for number, (start, _), doc in _parsed(corpus, ids, texts, nlp):
        text = texts[number]
        for low, high, act, actor, target, passive, negated in acts(doc):
            places = [None if p is None else (p[0] + start, p[1] + start) for p in (actor, target)]
            named = [(None, None, None) if p is None else (text[slice(*p)], *p) for p in places]
            rows.append(
                (
                    ids[number],
                    low + start,
                    high + start,
                    act,
                    *named[0],
                    *named[1],
                    passive,
                    negated,
                )
            )
    frame = pd.DataFrame(rows, columns=list(COLUMNS[:-1]))
    kinds: dict[str, Any] = dict.fromkeys(("article_id", "act", "actor", "target"), "string")
    kinds |= {c: "Int64" for c in COLUMNS if c.endswith(("start", "end"))}
    frame = frame.astype(kinds | {"passive": "boolean", "negated": "boolean"})
    frame["voice"] = _voices(corpus, ids, texts, frame)
    return frame.sort_values(["article_id", "start"], kind="stable", ignore_index=True)


def _parsed(
    corpus: Corpus, ids: Sequence[str], texts: Sequence[str], nlp: Any
) -> Iterator[tuple[int, tuple[int, int], Any]]:
    """Each line of each story, parsed."""
    places = [
        (number, span)
        for number, article in enumerate(ids)
        for a, b, _ in corpus.story_spans(article)
        for span in _lines(texts[number], a, b)
    ]
    documents = nlp.pipe(fold(texts[number][a:b]) for number, (a, b) in places)
    for (number, span), doc in zip(places, documents, strict=True):
        yield number, span, doc


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    at = start
    for line in text[start:end].splitlines(keepends=True):
        if line.strip():
            yield at, at + len(line)
        at += len(line)


def acts(doc: Any) -> list[Row]:
    """The acts of one parsed stretch of text.

    Parameters
    ----------
    doc : spacy.tokens.Doc

    Returns
    -------
    list of tuple
        Place and form of the verb, place of the actor and of the target (None where there is
        none), whether it is passive, whether negated.
    """
    found: list[Row] = []
    for verb in doc:
        if not verb.tag_.startswith("V"):
            continue
        subject, passive = _subject(verb)
        if passive:
            targets = [] if subject is None else [subject, *_joined(subject)]
            agents = [o for c in verb.children if c.dep_ == "agent" for o in _objects(c)]
            actors: list[Any] = [a for g in agents for a in (g, *_joined(g))] or [None]
        else:
            targets = [t for o in _objects(verb) for t in (o, *_joined(o))]
            actors = [] if subject is None else [subject, *_joined(subject)]
        particle = next((c for c in verb.children if c.dep_ == "prt"), None)
        act = verb.lower_ if particle is None else f"{verb.lower_} {particle.lower_}"
        negated = any(c.dep_ == "neg" for c in verb.children)
        found += [
            (verb.idx, verb.idx + len(verb), act, _span(actor), _span(target), passive, negated)
            for actor in actors
            for target in targets
            if target.tag_ in _NOUNS
        ]
    return found


def _subject(verb: Any) -> tuple[Any, bool]:
    """The subject of a verb, or of the verb that it is joined to, and whether it suffers."""
    at = verb
    for _ in range(4):
        own = [c for c in at.children if c.dep_ in ("nsubj", "nsubjpass")]
        if own:
            subject = own[0]
            if subject.lower_ in _RELATIVES and at.dep_ == "relcl":
                subject = at.head
            suffers = own[0].dep_ == "nsubjpass" and (at is verb or verb.tag_ == "VBN")
            return subject, suffers
        if at.dep_ == "acl" and at.tag_ in ("VBN", "VBG"):
            return at.head, at.tag_ == "VBN"
        if at.dep_ not in ("conj", "xcomp") or any(c.dep_ == "auxpass" for c in verb.children):
            break
        at = at.head
    return None, any(c.dep_ == "auxpass" for c in verb.children)


def _objects(head: Any) -> list[Any]:
    return [c for c in head.children if c.dep_ in ("dobj", "pobj", "dative") and c.tag_ in _NOUNS]


def _joined(noun: Any) -> list[Any]:
    """'Kim' in 'Lavrov and Kim'."""
    found = []
    for c in noun.children:
        if c.dep_ == "conj" and c.tag_ in _NOUNS:
            found += [c, *_joined(c)]
    return found


def _span(noun: Any) -> tuple[int, int] | None:
    """The noun with what stands close to it: no clauses, nothing that is joined to it."""
    if noun is None:
        return None
    low = high = noun.i
    for c in noun.lefts:
        if c.dep_ in _PART:
            low = min(low, c.left_edge.i)
    for c in noun.rights:
        if c.dep_ == "case" or (c.dep_ == "prep" and c.lower_ == "of" and c.i == high + 1):
            high = max(high, c.right_edge.i)
    first, last = noun.doc[low], noun.doc[high]
    return first.idx, last.idx + len(last)


def _voices(corpus: Corpus, ids: Sequence[str], texts: Sequence[str], frame: pd.DataFrame) -> Any:
    spans = corpus.spans[corpus.spans["stage"] == "voice"].reset_index(drop=True)
    layer = layer_of(spans, ids, [len(t) for t in texts])
    number = {a: k for k, a in enumerate(ids)}
    text = np.array([number[a] for a in frame["article_id"]], dtype=np.int64)
    at = layer.innermost(text, frame["start"].to_numpy(np.int64))
    return picked(spans["kind"].tolist(), at)
