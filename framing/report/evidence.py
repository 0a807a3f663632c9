"""The sentences behind the numbers: each is kept once, and each number points to its places."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from framing.corpus import Corpus
from framing.text import sentences

LONGEST = 500  # characters; of a longer stretch the part around the hit is shown
AROUND = 200


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
    rows: list[list[object]] = field(default_factory=list)
    opened: list[list[list[object]]] = field(default_factory=list)
    articles: dict[str, int] = field(default_factory=dict)
    _known: dict[tuple[str, int, int], int] = field(default_factory=dict)
    _bounds: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        articles = self.corpus.articles
        self._about: Mapping[str, Mapping[str, object]] = (
            articles.set_index("article_id")[["outlet", "origin", "published"]]
            .astype(object)
            .where(lambda f: f.notna(), None)
            .to_dict("index")
        )

    def link(
        self, hits: pd.DataFrame, *, number: int | None = None, most: int | None = None
    ) -> dict[str, object]:
        """A number that opens: ``n``, ``total`` places, and ``key`` into what is kept.

        ``key`` is None where there is nothing to open.
        """
        number = len(hits) if number is None else number
        if not len(hits):
            return {"n": number, "total": 0, "key": None}
        self.opened.append(self.places(hits, most=most))
        return {"n": number, "total": len(hits), "key": len(self.opened) - 1}

    def places(self, hits: pd.DataFrame, *, most: int | None = None) -> list[list[object]]:
        """What a number opens to: ``[sentence, from, to, voice, speaker]`` for each hit.

        `hits` needs ``article_id, start, end``; ``voice`` and ``speaker`` are used where present.
        """
        columns = ("article_id", "start", "end", "voice", "speaker")
        values = [
            hits[c].to_numpy(dtype=object) if c in hits else [None] * len(hits) for c in columns
        ]
        rows = sorted(zip(*values, strict=True), key=lambda row: row[:3])
        found: list[list[object]] = []
        for article, start, end, voice, speaker in rows[: most or self.most]:
            index, first = self._sentence(str(article), int(start), int(end))
            place = [int(start) - first, int(end) - first]
            found.append([index, *place, _plain(voice), _plain(speaker)])
        return found

    def _sentence(self, article: str, start: int, end: int) -> tuple[int, int]:
        a, b = self.around(article, start, end)
        key = (article, a, b)
        if key not in self._known:
            self._known[key] = len(self.rows)
            text = self.corpus.text(article)
            line = text.rfind("\n", 0, start) + 1
            number = self.articles.setdefault(article, len(self.articles))
            self.rows.append([number, " ".join(text[a:b].splitlines()), line])
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
        b = max(b, end)
        if b - a > LONGEST:
            return max(a, start - AROUND), min(b, end + AROUND)
        return a, b

    def as_json(self, files: Mapping[str, str]) -> str:
        """Everything for the page's script.

        Parameters
        ----------
        files : mapping of str to str
            Article id → the page beside this one that holds its story; ``""`` for this page.
        """
        return script_json(
            {
                "articles": [
                    [article, *(self._about[article][c] for c in ("outlet", "origin", "published")),
                     files.get(article)]
                    for article in self.articles
                ],
                "rows": self.rows,
                "places": self.opened,
            }
        )  # fmt: skip


def _plain(value: object) -> object:
    return None if value is pd.NA or pd.isna(value) else value


def script_json(value: object) -> str:
    """JSON that may stand inside a ``<script>`` element: no text can end the element.

    Examples
    --------
    >>> script_json({"t": "</script>"})
    '{"t":"\\\\u003c/script\\\\u003e"}'
    """
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
