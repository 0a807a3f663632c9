"""One story as computed features see it: its text, words, sentences, quotations, attributions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from framing.corpus import Corpus
from framing.text import fold, normal_form, sentences

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_QUOTED = re.compile(r'"([^"\n]{1,2000}?)"')


@dataclass(frozen=True)
class Attributed:
    """One attributed fragment: its voice, the stance of its cue, and the kind of source."""

    start: int
    end: int
    voice: str
    stance: str
    speaker: str
    speaker_kind: str


@dataclass(frozen=True)
class Story:
    """The counted part of one article.

    Parameters
    ----------
    text : str
        The whole text of the article.
    spans : tuple of (int, int, str)
        Its story spans: start, end, kind (headline, standfirst, body).
    attributions : tuple of Attributed, optional
        None where the voice stage has not run.
    """

    text: str
    spans: tuple[tuple[int, int, str], ...]
    attributions: tuple[Attributed, ...] | None = None

    @classmethod
    def of(cls, text: str) -> Story:
        """A plain text as one body, without attributions.

        Examples
        --------
        >>> Story.of("Kim met Lavrov.").words
        ('Kim', 'met', 'Lavrov')
        """
        return cls(text, ((0, len(text), "body"),))

    @cached_property
    def folded(self) -> str:
        """Its story spans, quotes and dashes folded, a line each."""
        return fold("\n".join(self.text[a:b] for a, b, _ in self.spans)).replace("''", '"')

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Its words as they stand there."""
        return tuple(_WORD.findall(self.folded))

    @cached_property
    def forms(self) -> tuple[str, ...]:
        """Its words in normal form."""
        return tuple(map(normal_form, self.words))

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        """Its sentences."""
        return tuple(self.folded[a:b] for a, b in sentences(self.folded))

    @cached_property
    def quotations(self) -> tuple[str, ...]:
        """What stands between double quotation marks, without them."""
        return tuple(m.group(1) for m in _QUOTED.finditer(self.folded))

    def per_thousand(self, count: float) -> float | None:
        """A count per 1,000 words; None for a story without words."""
        return 1000 * count / len(self.words) if self.words else None


def stories(corpus: Corpus) -> dict[str, Story]:
    """The stories of a corpus by article id."""
    said: dict[str, list[Attributed]] = {}
    voiced = "attributions" in corpus.tables
    if voiced:
        table = corpus.attributions
        for row in table.itertuples(index=False):
            said.setdefault(row.article_id, []).append(
                Attributed(
                    int(row.content_start),
                    int(row.content_end),
                    str(row.voice),
                    _or(row.stance, "none"),
                    _or(row.speaker, ""),
                    _or(row.speaker_kind, "unknown"),
                )
            )
    return {
        article: Story(
            corpus.text(article),
            tuple(corpus.story_spans(article)),
            tuple(said.get(article, ())) if voiced else None,
        )
        for article in corpus.articles["article_id"]
    }


def _or(value: object, other: str) -> str:
    return str(value) if isinstance(value, str) else other
