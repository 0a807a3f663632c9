"""All signals as one scikit-learn transformer, so that they enter anybody's model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import scipy.sparse as sparse
from sklearn.base import BaseEstimator, TransformerMixin
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.utils.validation import check_is_fitted

from framing.errors import FramingError
from framing.features.computing import Computed, choose
from framing.features.dictionary import Dictionary
from framing.features.ngrams import NgramCounts, count
from framing.features.plan import Plan, compile_dictionaries
from framing.features.quotations import inside_quotations
from framing.features.seams import Seams
from framing.features.story import Story
from framing.text import tokens


class FramingVectorizer(TransformerMixin, BaseEstimator):
    """Turn texts into a sparse matrix of dictionaries, computed features and n-grams.

    Parameters
    ----------
    dictionaries : "all", iterable of str, Path or Dictionary, or None
        Which dictionaries; a column an entry and a column a dictionary.
    quoted : bool
        Add a column an entry that counts only what stands inside double quotation marks, so that a
        model can tell the writer's own words from quoted ones.
    computed : "all", iterable of str or Computed, or None
        Which computed features. Those that need the voice stage are left out.
    words : (int, int) or None
        Shortest and longest word n-gram.
    characters : (int, int) or None
        Shortest and longest n-gram of characters inside words.
    min_df : int
        Texts in which an n-gram must stand when fitting.
    dictionary_scale : float
        What dictionary columns are multiplied by, so that in a linear model they neither drown
        nor are drowned by n-gram rows of length 1.
    scale : float
        Standard deviation to which computed features are brought, for the same reason.
    dense : bool
        Give a dense array instead of a sparse matrix (always so after ``set_output``).

    Attributes
    ----------
    feature_names_ : ndarray of object, shape (features,)
    n_features_in_ : int
        Always 1: a column of texts.

    Notes
    -----
    Dictionary columns are ``log(1 + hits)``; dictionary totals ``log(1 + sum of strengths)``;
    computed features are standardised on the texts that `fit` saw, an undefined one becomes their
    mean; n-grams are ``(1 + log count) · idf``, rows of length 1.

    Examples
    --------
    >>> model = FramingVectorizer(dictionaries=["closed_states"], computed=None, characters=None)
    >>> matrix = model.fit_transform(["the reclusive state", "a reclusive state"])
    >>> matrix.shape[1] == len(model.get_feature_names_out())
    True
    """

    def __init__(
        self,
        *,
        dictionaries: Literal["all"] | Iterable[str | Path | Dictionary] | None = "all",
        quoted: bool = True,
        computed: Literal["all"] | Iterable[str | Computed] | None = "all",
        words: tuple[int, int] | None = (1, 2),
        characters: tuple[int, int] | None = (3, 5),
        min_df: int = 2,
        dictionary_scale: float = 0.5,
        scale: float = 0.3,
        dense: bool = False,
    ) -> None:
        self.dictionaries = dictionaries
        self.quoted = quoted
        self.computed = computed
        self.words = words
        self.characters = characters
        self.min_df = min_df
        self.dictionary_scale = dictionary_scale
        self.scale = scale
        self.dense = dense

    def fit(self, X: Sequence[str], y: Any = None) -> FramingVectorizer:
        """Learn vocabulary, document frequencies and the scale of computed features.

        Raises
        ------
        FramingError
            Where `X` is a single text, or empty.
        """
        self.fit_transform(X, y)
        return self

    def fit_transform(self, X: Sequence[str], y: Any = None, **_: Any) -> Any:
        """Fit, then transform the same texts."""
        texts = _texts(X)
        self.n_features_in_ = 1
        self.plan_ = self._plan()
        self.computed_ = self._computed()
        names: list[str] = []
        if self.plan_ is not None:
            names += _dictionary_names(self.plan_, self.quoted)
        if self.computed_:
            values = _measured(self.computed_, texts)
            self.means_ = _nan_stat(np.nanmean, values)
            spread = _nan_stat(np.nanstd, values)
            self.spreads_ = np.where(spread > 0, spread, 1.0)
            names += [f"computed:{feature.name}" for feature in self.computed_]
        if self.words is not None:
            counts = _counted(texts, self.words)
            frequency = np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1])
            counts = counts.select(frequency >= min(self.min_df, max(len(texts), 1)))
            frequency = np.bincount(counts.matrix.indices, minlength=counts.matrix.shape[1])
            self.idf_ = np.log((1 + len(texts)) / (1 + frequency)) + 1
            self.column_of_ = {term: k for k, term in enumerate(counts.terms.tolist())}
            names += [f"words:{term}" for term in counts.terms]
        if self.characters is not None:
            self.characters_ = TfidfVectorizer(
                analyzer="char_wb",
                ngram_range=self.characters,
                min_df=self.min_df,
                sublinear_tf=True,
                dtype=np.float64,
            )
            try:
                self.characters_.fit(texts)
                names += [f"characters:{g}" for g in self.characters_.get_feature_names_out()]
            except ValueError:
                # No n-gram stands in enough texts.
                self.characters_ = None
        if not names:
            raise FramingError(
                "nothing to compute: dictionaries, computed, words and characters "
                "are all None; give at least one"
            )
        self.feature_names_ = np.array(names, dtype=object)
        return self._dense_if_asked(self._matrix(texts))

    def transform(self, X: Sequence[str]) -> Any:
        """Texts as rows.

        Returns
        -------
        csr_matrix of float64, shape (texts, features)
            A dense array, or what ``set_output`` asked for, where `dense` or ``set_output`` say so.

        Raises
        ------
        NotFittedError
            Before `fit`.
        """
        check_is_fitted(self, "feature_names_")
        return self._dense_if_asked(self._matrix(_texts(X)))

    def get_feature_names_out(self, input_features: Any = None) -> np.ndarray:
        """Names of the columns: ``dictionary:entry``, ``computed:…``, ``words:…`` and so on."""
        check_is_fitted(self, "feature_names_")
        return self.feature_names_

    def __sklearn_tags__(self) -> Any:
        """Texts in, numbers out."""
        tags = super().__sklearn_tags__()
        tags.input_tags.string = True
        tags.input_tags.two_d_array = False
        tags.input_tags.one_d_array = True
        return tags

    def _plan(self) -> Plan | None:
        if self.dictionaries is None:
            return None
        if isinstance(self.dictionaries, str):
            if self.dictionaries != "all":
                raise FramingError(
                    f"dictionaries must be 'all', None or a list; write [{self.dictionaries!r}]"
                )
            return compile_dictionaries()
        return compile_dictionaries(self.dictionaries)

    def _computed(self) -> tuple[Computed, ...]:
        if self.computed is None:
            return ()
        chosen = choose(
            None if isinstance(self.computed, str) and self.computed == "all" else self.computed
        )
        return tuple(feature for feature in chosen if feature.needs == "text")

    def _matrix(self, texts: Sequence[str]) -> sparse.csr_matrix:
        blocks: list[sparse.csr_matrix] = []
        if self.plan_ is not None:
            block = _dictionary_block(self.plan_, texts, self.quoted)
            blocks.append(block * self.dictionary_scale)
        if self.computed_:
            values = _measured(self.computed_, texts)
            values = np.where(np.isnan(values), self.means_, values)
            scaled = np.clip((values - self.means_) / self.spreads_, -5, 5) * self.scale
            blocks.append(sparse.csr_matrix(scaled))
        if self.words is not None:
            blocks.append(self._word_block(_counted(texts, self.words)))
        if self.characters is not None and self.characters_ is not None:
            blocks.append(self.characters_.transform(texts))
        return sparse.hstack(blocks, format="csr", dtype=np.float64)

    def _word_block(self, counts: NgramCounts) -> sparse.csr_matrix:
        column = np.array(
            [self.column_of_.get(term, -1) for term in counts.terms.tolist()], dtype=np.int64
        )
        table = counts.matrix.tocoo()
        place = column[table.col] if len(column) else np.zeros(0, dtype=np.int64)
        known = place >= 0
        values = (1 + np.log(table.data[known])) * self.idf_[place[known]]
        matrix = sparse.csr_matrix(
            (values, (table.row[known], place[known])),
            shape=(counts.matrix.shape[0], len(self.idf_)),
        )
        lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
        scale = sparse.diags_array(1 / np.where(lengths > 0, lengths, 1.0))
        return sparse.csr_matrix(scale @ matrix)

    def _dense_if_asked(self, matrix: sparse.csr_matrix) -> Any:
        from sklearn.utils._set_output import _get_output_config

        frame = _get_output_config("transform", self)["dense"] != "default"
        return matrix.toarray() if self.dense or frame else matrix


def _texts(X: Sequence[str]) -> list[str]:
    if isinstance(X, str):
        raise FramingError("expected a list of texts, got one text; write [text]")
    texts = [x if isinstance(x, str) else _refuse(x) for x in X]
    if not texts:
        raise FramingError("expected at least one text, got none")
    return texts


def _refuse(value: object) -> str:
    raise FramingError(
        f"expected texts (str), got {type(value).__name__}; "
        "give one column of texts, e.g. corpus.articles['text']"
    )


def _counted(texts: Sequence[str], lengths: tuple[int, int]) -> NgramCounts:
    return count(tokens(list(texts)), lengths=lengths)


def _dictionary_names(plan: Plan, quoted: bool) -> list[str]:
    entries = [f"{d.name}:{e.name}" for d in plan.dictionaries for e in d.entries]
    totals = [f"{d.name}:total" for d in plan.dictionaries]
    return [*entries, *totals, *([f"{e}:quoted" for e in entries] if quoted else [])]


def _dictionary_block(plan: Plan, texts: Sequence[str], quoted: bool) -> sparse.csr_matrix:
    found = tokens(list(texts))
    matches = plan.matches(found, Seams(found))
    row = matches.text.astype(np.int64)
    entry = plan.entry_of[matches.pattern].astype(np.int64)
    dictionary = plan.dictionary_of[matches.pattern].astype(np.int64)
    strength = np.array([e.strength for e in plan.entries])[entry]
    size = (len(texts), len(plan.entries))
    blocks = [
        sparse.csr_matrix((np.ones(len(row)), (row, entry)), shape=size),
        sparse.csr_matrix(
            (strength, (row, dictionary)), shape=(len(texts), len(plan.dictionaries))
        ),
    ]
    if quoted:
        within = inside_quotations(texts, row, matches.start)
        blocks.append(
            sparse.csr_matrix(
                (np.ones(int(within.sum())), (row[within], entry[within])), shape=size
            )
        )
    return sparse.csr_matrix(sparse.hstack(blocks, format="csr").log1p())


def _measured(features: Sequence[Computed], texts: Sequence[str]) -> np.ndarray:
    values = np.full((len(texts), len(features)), np.nan)
    for i, text in enumerate(texts):
        story = Story.of(text)
        for j, feature in enumerate(features):
            value = feature(story)
            if value is not None:
                values[i, j] = value
    return values


def _nan_stat(function: Any, values: np.ndarray) -> np.ndarray:
    """A statistic of each column without its missing values; 0 where all are missing."""
    known = ~np.isnan(values)
    return np.array(
        [
            float(function(values[known[:, j], j])) if known[:, j].any() else 0.0
            for j in range(values.shape[1])
        ]
    )
