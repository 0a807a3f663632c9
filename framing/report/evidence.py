"""The sentences behind the numbers: each is kept once, and each number points to its places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from framing.corpus import Corpus
from framing.text import sentences

Place = tuple[str, int, int]  # article_id, start, end


@dataclass
class Evidence:
    """Collects the sentences that a page shows.

    Parameters
    ----------
    corpus : Corpus
    most : int
        How many places a number opens to on the page; the rest stand in ``tables/hits.csv``.
    """

    corpus: Corpus
    most: int = 25
    rows: list[dict[str, object]] = field(default_factory=list)
    _known: dict[tuple[str, int], int] = field(default_factory=dict)
    _bounds: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        articles = self.corpus.articles
        self._about: Mapping[str, Mapping[str, object]] = (
            articles.set_index("article_id")[["outlet", "origin", "published", "headline"]]
            .astype(object)
            .where(lambda f: f.notna(), None)
            .to_dict("index")
        )

    def places(self, hits: pd.DataFrame) -> list[list[object]]:
        """What a number opens to: ``[sentence, from, to, voice, speaker]`` for each hit.

        `hits` needs ``article_id, start, end``; ``voice`` and ``speaker`` are used where present.
        """
        columns = ["article_id", "start", "end"]
        extra = [c for c in ("voice", "speaker") if c in hits.columns]
        shown = hits.sort_values(columns, kind="stable").head(self.most)
        found: list[list[object]] = []
        for row in shown[columns + extra].itertuples(index=False):
            index, first = self._sentence(row.article_id, int(row.start), int(row.end))
            said = [_plain(getattr(row, c)) if c in extra else None for c in ("voice", "speaker")]
            found.append([index, int(row.start) - first, int(row.end) - first, *said])
        return found

    def _sentence(self, article: str, start: int, end: int) -> tuple[int, int]:
        a, b = self.around(article, start, end)
        key = (article, a)
        if key not in self._known:
            self._known[key] = len(self.rows)
            about = self._about[article]
            self.rows.append(
                {
                    "article": article,
                    "text": " ".join(self.corpus.text(article)[a:b].splitlines()),
                    "outlet": about["outlet"],
                    "origin": about["origin"],
                    "published": about["published"],
                }
            )
        return self._known[key], a

    def around(self, article: str, start: int, end: int) -> tuple[int, int]:
        """The sentence (or, for a longer stretch, the sentences) that hold a place."""
        if article not in self._bounds:
            text = self.corpus.text(article)
            spans = [
                s for a, b, _ in self.corpus.story_spans(article) for s in sentences(text, a, b)
            ]
            self._bounds[article] = sorted(spans) or [(0, len(text))]
        bounds = self._bounds[article]
        at = max(bisect_right(bounds, (start, float("inf"))) - 1, 0)
        a, b = bounds[at]
        if not a <= start < b:
            return start, end
        return a, max(b, end)


def _plain(value: object) -> object:
    return None if value is pd.NA or pd.isna(value) else value


def script_json(value: object) -> str:
    """JSON that may stand inside a ``<script>`` element: no text can end the element.

    Examples
    --------
    >>> script_json({"t": "</script>"})
    '{"t":"\\\\u003c/script\\\\u003e"}'
    """
    import json

    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    for sign, safe in (
        ("<", "\\u003c"),
        (">", "\\u003e"),
        ("&", "\\u0026"),
        ("\u2028", "\\u2028"),
        ("\u2029", "\\u2029"),
    ):
        text = text.replace(sign, safe)
    return text


def words_of(values: Iterable[object]) -> str:
    """A list in words: ``a, b and c``; nothing where there is nothing.

    Examples
    --------
    >>> words_of(["AFP", "Reuters", "TASS"])
    'AFP, Reuters and TASS'
    """
    names = [str(v) for v in values]
    if len(names) < 2:
        return "".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1]
