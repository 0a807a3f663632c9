"""`FramingVectorizer` as a scikit-learn transformer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict
from sklearn.pipeline import make_pipeline

from framing.errors import FramingError
from framing.features import FramingVectorizer

TEXTS = [
    "The reclusive state tested a missile.",
    "He slammed the absurd, vile plan!",
    'She said the plan was "absurd" and left.',
    "Talks went on in Moscow on Tuesday.",
]


@pytest.fixture(scope="module")
def fitted() -> FramingVectorizer:
    return FramingVectorizer(min_df=1).fit(TEXTS)


def column(model: FramingVectorizer, matrix: object, name: str) -> list[float]:
    place = model.get_feature_names_out().tolist().index(name)
    return matrix[:, place].toarray().ravel().tolist()  # type: ignore[index]


def test_columns_mean_what_their_names_say(fitted: FramingVectorizer) -> None:
    matrix = fitted.transform(TEXTS)
    one = 0.5 * np.log(2)
    assert column(fitted, matrix, "closed_states:closed") == pytest.approx([one, 0, 0, 0])
    assert column(fitted, matrix, "evaluative_negative:absurd") == pytest.approx([0, one, one, 0])
    quoted = column(fitted, matrix, "evaluative_negative:absurd:quoted")
    assert quoted == pytest.approx([0, 0, one, 0])
    total = column(fitted, matrix, "evaluative_negative:total")
    assert total[1] == pytest.approx(0.5 * np.log1p(6))
    assert column(fitted, matrix, "computed:exclamations")[1] > 0
    assert column(fitted, matrix, "words:reclusive state")[0] > 0


def test_names_fit_columns_and_are_unique(fitted: FramingVectorizer) -> None:
    names = fitted.get_feature_names_out()
    assert fitted.transform(TEXTS).shape == (4, len(names))
    assert len(set(names)) == len(names)


def test_fit_transform_is_fit_then_transform(fitted: FramingVectorizer) -> None:
    other = clone(fitted).fit_transform(TEXTS)
    assert abs(other - fitted.transform(TEXTS)).max() < 1e-12


def test_rows_do_not_depend_on_their_neighbours(fitted: FramingVectorizer) -> None:
    matrix = fitted.transform(TEXTS)
    for number, text in enumerate(TEXTS):
        assert abs(fitted.transform([text]) - matrix[[number]]).max() < 1e-12


def test_word_rows_have_length_one() -> None:
    model = FramingVectorizer(dictionaries=None, computed=None, characters=None, min_df=1)
    matrix = model.fit_transform(TEXTS)
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    assert lengths.tolist() == pytest.approx([1, 1, 1, 1])


def test_unseen_words_are_ignored(fitted: FramingVectorizer) -> None:
    assert np.isfinite(fitted.transform(["zzz qqq", ""]).toarray()).all()


def test_clone_keeps_parameters() -> None:
    model = FramingVectorizer(dictionaries=["hedges"], words=None, scale=0.1)
    assert clone(model).get_params() == model.get_params()
    assert not hasattr(clone(model), "feature_names_")


def test_pipeline_and_cross_validation() -> None:
    model = make_pipeline(
        FramingVectorizer(dictionaries=["evaluative_negative"], characters=None, min_df=1),
        LogisticRegression(),
    )
    guesses = cross_val_predict(model, TEXTS * 3, [0, 1, 1, 0] * 3, cv=3)
    assert guesses.tolist() == [0, 1, 1, 0] * 3


def test_set_output_gives_a_frame() -> None:
    model = FramingVectorizer(dictionaries=["hedges"], words=None, characters=None)
    frame = model.set_output(transform="pandas").fit_transform(TEXTS)
    assert isinstance(frame, pd.DataFrame)
    assert frame.columns.tolist() == model.get_feature_names_out().tolist()


def test_dense_is_the_same_as_sparse(fitted: FramingVectorizer) -> None:
    dense = clone(fitted).set_params(dense=True).fit_transform(TEXTS)
    assert np.allclose(dense, fitted.transform(TEXTS).toarray())


def test_min_df_drops_rare_ngrams() -> None:
    model = FramingVectorizer(dictionaries=None, computed=None, characters=None, min_df=2)
    names = model.fit(TEXTS).get_feature_names_out().tolist()
    assert "words:the" in names
    assert "words:missile" not in names


def test_tags_say_that_texts_go_in() -> None:
    tags = FramingVectorizer().__sklearn_tags__()
    assert tags.input_tags.string and not tags.input_tags.two_d_array


@pytest.mark.parametrize(
    ("texts", "message"),
    [
        ("one text", "expected a list of texts"),
        ([], "at least one text"),
        ([1], "got int"),
    ],
)
def test_wrong_input_is_refused(texts: object, message: str) -> None:
    with pytest.raises(FramingError, match=message):
        FramingVectorizer().fit(texts)  # type: ignore[arg-type]


def test_nothing_to_compute_is_refused() -> None:
    model = FramingVectorizer(dictionaries=None, computed=None, words=None, characters=None)
    with pytest.raises(FramingError, match="nothing to compute"):
        model.fit(TEXTS)
    with pytest.raises(FramingError, match=r"write \['hedges'\]"):
        FramingVectorizer(dictionaries="hedges").fit(TEXTS)  # type: ignore[arg-type]


def test_transform_before_fit_is_refused() -> None:
    with pytest.raises(NotFittedError):
        FramingVectorizer().transform(TEXTS)
