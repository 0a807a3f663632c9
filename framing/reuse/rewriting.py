"""Sentences that tell the same in other words: a graded signal, apart from copy.

Method: each sentence is its content words (by stem), names and figures, weighted by how rare they
are; two sentences are alike by the weighted share of what they have in common (a soft Dice). Of the
measures by which the METER study told newspapers that rewrite a wire (Clough et al. 2002) it is
nearest to the alignment of sentences; word order plays no part. It says *alike*, not *derived*:
two reporters who heard the same statement write alike sentences, too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from framing.text import normal_form, sentences, tokens

ALIKE = 0.5  # from here on two sentences are listed as a rewriting
LEAST = 4  # content words that a sentence must have
NAME = 1.5  # a name or a figure weighs so many content words

# Words that carry no content: articles, pronouns, prepositions, conjunctions, auxiliaries, and the
# verbs and time words of every news sentence.
_FUNCTION = frozenset(
    {
        "a",
        "about",
        "after",
        "again",
        "against",
        "ago",
        "all",
        "also",
        "although",
        "am",
        "among",
        "an",
        "and",
        "another",
        "any",
        "are",
        "as",
        "at",
        "away",
        "back",
        "be",
        "became",
        "because",
        "been",
        "before",
        "being",
        "below",
        "between",
        "both",
        "but",
        "by",
        "came",
        "can",
        "come",
        "could",
        "did",
        "do",
        "does",
        "down",
        "during",
        "each",
        "earlier",
        "ever",
        "every",
        "few",
        "for",
        "from",
        "further",
        "get",
        "give",
        "go",
        "had",
        "has",
        "have",
        "he",
        "her",
        "here",
        "him",
        "himself",
        "his",
        "how",
        "however",
        "i",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "itself",
        "just",
        "last",
        "later",
        "less",
        "made",
        "make",
        "many",
        "may",
        "me",
        "might",
        "more",
        "most",
        "much",
        "must",
        "my",
        "near",
        "never",
        "next",
        "no",
        "nor",
        "not",
        "now",
        "of",
        "off",
        "on",
        "once",
        "one",
        "only",
        "or",
        "other",
        "our",
        "out",
        "over",
        "own",
        "per",
        "put",
        "said",
        "same",
        "say",
        "saying",
        "says",
        "set",
        "she",
        "should",
        "since",
        "so",
        "some",
        "still",
        "such",
        "take",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "these",
        "they",
        "this",
        "those",
        "though",
        "through",
        "till",
        "to",
        "told",
        "too",
        "took",
        "toward",
        "two",
        "under",
        "until",
        "up",
        "upon",
        "us",
        "very",
        "was",
        "way",
        "we",
        "well",
        "went",
        "were",
        "what",
        "when",
        "where",
        "whether",
        "which",
        "while",
        "who",
        "whom",
        "whose",
        "why",
        "will",
        "with",
        "within",
        "without",
        "would",
        "year",
        "yesterday",
        "yet",
        "you",
        "your",
    }
)
_ENDINGS = (
    "ations",
    "ation",
    "ingly",
    "ments",
    "ment",
    "ness",
    "edly",
    "ings",
    "ing",
    "ies",
    "ied",
    "ed",
    "es",
    "ly",
    "s",
    "e",
)


@dataclass(frozen=True)
class Rewriting:
    """Two sentences that tell the same.

    Parameters
    ----------
    start, end : int
        Offsets of the first, in its article's text.
    other_start, other_end : int
        Offsets of the second.
    likeness : float
        0 (nothing in common) to 1 (the same content words).
    """

    start: int
    end: int
    other_start: int
    other_end: int
    likeness: float


@dataclass(frozen=True)
class Sentence:
    """A sentence as its content words.

    Parameters
    ----------
    start, end : int
    words : tuple of (int, str, float)
        Offset, stem or name, and weight of each.
    """

    start: int
    end: int
    words: tuple[tuple[int, str, float], ...]

    @cached_property
    def content(self) -> dict[str, float]:
        """Weight by stem or name."""
        return {word: weight for _, word, weight in self.words}

    def outside(self, stretches: Sequence[tuple[int, int]]) -> Sentence | None:
        """What stands outside these stretches; None where that is less than half, or too little."""
        near = [(a, b) for a, b in stretches if a < self.end and b > self.start]
        if not near:
            return self
        kept = tuple(w for w in self.words if not any(start <= w[0] < end for start, end in near))
        if len(kept) < LEAST or 2 * len(kept) <= len(self.words):
            return None
        return Sentence(self.start, self.end, kept)


def sentences_of(
    text: str,
    *,
    story: Sequence[tuple[int, int]] | None = None,
    leave_out: Sequence[tuple[int, int]] = (),
) -> list[Sentence]:
    """The sentences of a story with their content words.

    Parameters
    ----------
    text : str
    story : sequence of (int, int), optional
        What counts; by default the whole text.
    leave_out : sequence of (int, int)
        Stretches whose words do not count: quotations.

    Returns
    -------
    list of Sentence
        Those with at least four content words, and no more than half of them left out.
    """
    found = tokens(text)
    starts, ends = found.starts.tolist(), found.ends.tolist()
    weights = [_weighed(surface) for surface in found.vocabulary.surfaces]
    words = [weights[i] for i in found.ids.tolist()]
    result = []
    for low, high in story if story is not None else [(0, len(text))]:
        for start, end in sentences(text, low, high):
            first, last = np.searchsorted(found.starts, [start, end]).tolist()
            content = tuple(
                (starts[k], *weighed) for k in range(first, last) if (weighed := words[k])
            )
            if len(content) >= LEAST:
                whole = Sentence(starts[first], ends[last - 1], content)
                kept = whole.outside(leave_out)
                if kept:
                    result.append(kept)
    return result


def rewritings(
    first: str | Sequence[Sentence], second: str | Sequence[Sentence], *, alike: float = ALIKE
) -> list[Rewriting]:
    """Find sentences of two stories that tell the same in other words.

    Parameters
    ----------
    first, second : str or sequence of Sentence
    alike : float
        The least likeness that is listed.

    Returns
    -------
    list of Rewriting
        Each sentence stands in one pair at most, the most alike pairs first taken; in the order of
        the first story.

    Examples
    --------
    >>> one = "Lavrov invited the North Korean leader Kim to visit Moscow on Thursday."
    >>> two = "Kim, the North Korean leader, was invited to Moscow by Lavrov, who visited Thursday."
    >>> [r.likeness for r in rewritings(one, two)]
    [1.0]
    """
    left = sentences_of(first) if isinstance(first, str) else first
    right = sentences_of(second) if isinstance(second, str) else second
    common: dict[str, list[int]] = {}
    for j, sentence in enumerate(right):
        for word in sentence.content:
            common.setdefault(word, []).append(j)
    # A word in many sentences of either story says little of any of them.
    held: dict[str, int] = {}
    for sentence in [*left, *right]:
        for word in sentence.content:
            held[word] = held.get(word, 0) + 1
    rare = {w: 1 / math.sqrt(max(n - 1, 1)) for w, n in held.items()}
    scored = []
    for i, sentence in enumerate(left):
        met: dict[int, float] = {}
        for word, weight in sentence.content.items():
            for j in common.get(word, ()):
                met[j] = met.get(j, 0.0) + weight * rare[word]
        mine = sum(w * rare[x] for x, w in sentence.content.items())
        for j, shared in met.items():
            theirs = sum(w * rare[x] for x, w in right[j].content.items())
            likeness = 2 * shared / (mine + theirs)
            if likeness >= alike:
                scored.append((-likeness, i, j))
    taken_left: set[int] = set()
    taken_right: set[int] = set()
    pairs = []
    for negative, i, j in sorted(scored):
        if i not in taken_left and j not in taken_right:
            taken_left.add(i)
            taken_right.add(j)
            pairs.append(
                Rewriting(
                    left[i].start, left[i].end, right[j].start, right[j].end, round(-negative, 4)
                )
            )
    return sorted(pairs, key=lambda r: (r.start, r.other_start))


def _weighed(word: str) -> tuple[str, float] | None:
    """A content word's stem and weight."""
    form = normal_form(word)
    if form in _FUNCTION or len(form) < 2:
        return None
    return _stem(form), 1.0 if word[0].islower() else NAME


def _stem(form: str) -> str:
    """A word without its ending, so that 'invited' and 'invitation' meet."""
    form = form.replace("z", "s")
    for ending in _ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) >= 4:
            return form[: -len(ending)][:7]
    return form[:7]
