"""Let a parser read a story and lay its trees over the tagger's tokens."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from framing.voice.scan import BREAK, Scan


def names(listed: str) -> tuple[str, ...]:
    """Names parted by blanks."""
    return tuple(listed.split())


# ClearNLP labels and Penn tags, as the English pipelines of spaCy give them; 0 is anything else.
LABELS = names(
    "other ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound "
    "conj csubj csubjpass dative dep det dobj expl intj mark meta neg nmod npadvmod nsubj "
    "nsubjpass nummod oprd parataxis pcomp pobj poss preconj predet prep prt punct quantmod relcl "
    "xcomp"
)
TAGS = names(
    "other $ '' , -LRB- -RRB- . : ADD AFX CC CD DT EX FW HYPH IN JJ JJR JJS LS MD NFP NN NNP NNPS "
    "NNS PDT POS PRP PRP$ RB RBR RBS RP SYM TO UH VB VBD VBG VBN VBP VBZ WDT WP WP$ WRB XX ``"
)
_LABEL_NUMBERS = {name: i for i, name in enumerate(LABELS)}
_TAG_NUMBERS = {name: i for i, name in enumerate(TAGS)}

# A name of these kinds may be a source.
_NAMES = frozenset(("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"))


@dataclass(frozen=True)
class Trees:
    """The dependency trees of one text, over its tokens.

    Parameters
    ----------
    heads : ndarray of int64, shape (tokens,)
        The token that each hangs on; the root of a sentence, and a paragraph break, on itself.
    labels : ndarray of int64
        Number of the relation to the head in `LABELS`.
    tags : ndarray of int64
        Number of the part of speech in `TAGS`.
    named : ndarray of bool
        Whether the token is part of a name of a person, body, people or place.
    """

    heads: np.ndarray
    labels: np.ndarray
    tags: np.ndarray
    named: np.ndarray


def read_trees(scans: Sequence[Scan], nlp: Any) -> Iterator[Trees]:
    """Parse texts, a paragraph at a time.

    Where the parser cuts finer than the tagger (``won't``, ``Jong-un's``) the topmost of its parts
    stands for the whole.

    Parameters
    ----------
    scans : sequence of Scan
    nlp : spacy.language.Language
        A pipeline with tagger and parser; see `framing.parsing.load_parser`.

    Yields
    ------
    Trees
        For each text, in order.
    """
    paragraphs = [_paragraphs(scanned) for scanned in scans]
    documents = iter(
        nlp.pipe(
            scanned.folded[scanned.starts[a] : scanned.ends[b - 1]]
            for scanned, found in zip(scans, paragraphs, strict=True)
            for a, b in found
        )
    )
    for scanned, found in zip(scans, paragraphs, strict=True):
        size = len(scanned)
        trees = Trees(
            np.arange(size),
            np.zeros(size, dtype=np.int64),
            np.zeros(size, dtype=np.int64),
            np.zeros(size, dtype=bool),
        )
        for a, b in found:
            _lay(next(documents), scanned, a, b, trees)
        yield trees


def depths(heads: np.ndarray) -> np.ndarray:
    """How many steps each token is from the root of its sentence."""
    depth = np.zeros(len(heads), dtype=np.int64)
    at = heads
    moving = at != np.arange(len(heads))
    while moving.any():
        depth += moving
        following = heads[at]
        moving = moving & (following != at)
        at = following
    return depth


def _paragraphs(scanned: Scan) -> list[tuple[int, int]]:
    """First token and end of every stretch between paragraph breaks."""
    edges = np.flatnonzero(
        np.diff((scanned.kinds != BREAK).astype(np.int8), prepend=0, append=0)
    ).tolist()
    return list(zip(edges[0::2], edges[1::2], strict=True))


def _lay(doc: Any, scanned: Scan, first: int, end: int, trees: Trees) -> None:
    """Write the trees of one paragraph into `trees`."""
    if not len(doc):
        return
    offset = int(scanned.starts[first])
    starts = np.array([t.idx for t in doc]) + offset
    heads = np.array([t.head.i for t in doc])
    owner = np.searchsorted(scanned.starts[first:end], starts, side="right") - 1 + first
    # Of several parts the one nearest to the root: so no two tokens hang on each other.
    order = np.lexsort((-np.arange(len(doc)), depths(heads)))[::-1]
    top = np.full(end - first, -1, dtype=np.int64)
    top[owner[order] - first] = order
    have = np.flatnonzero(top >= 0)
    picked = top[have]
    trees.heads[have + first] = owner[heads[picked]]
    trees.labels[have + first] = [_LABEL_NUMBERS.get(doc[i].dep_, 0) for i in picked.tolist()]
    trees.tags[have + first] = [_TAG_NUMBERS.get(doc[i].tag_, 0) for i in picked.tolist()]
    trees.named[have + first] = [doc[i].ent_type_ in _NAMES for i in picked.tolist()]


def end_to_end(parts: Sequence[Trees]) -> Trees:
    """The trees of several texts as those of one."""
    sizes = [len(t.heads) for t in parts]
    begins = np.cumsum([0, *sizes])[:-1]
    if not parts:
        none = np.zeros(0, dtype=np.int64)
        return Trees(none, none, none, none.astype(bool))
    return Trees(
        np.concatenate([t.heads + b for t, b in zip(parts, begins.tolist(), strict=True)]),
        np.concatenate([t.labels for t in parts]),
        np.concatenate([t.tags for t in parts]),
        np.concatenate([t.named for t in parts]),
    )
