"""Figures come out the same to the byte, on the reader's axes or on their own."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from framing import plots
from framing.corpus import Corpus
from framing.errors import FramingError


@pytest.fixture
def corpus() -> Corpus:
    rows = [
        {"article_id": f"a{i}", "text": "x", "outlet": outlet, "origin": outlet, "event": "e1",
         "published": f"2018-05-3{i}", "words_narrator": 60, "words_indirect": 30,
         "words_direct": 10}
        for i, outlet in enumerate(["TASS", "Reuters"])
    ]  # fmt: skip
    return Corpus.from_articles(rows)


def contrast_table() -> pd.DataFrame:
    return pd.DataFrame({"feature": ["x", "y"], "hits_a": [5, 1], "hits_b": [1, 4],
                         "rate_a": [2.0, 0.4], "rate_b": [0.4, 1.6],
                         "log2_ratio": [2.3, -2.0], "low": [1.0, -3.5], "high": [3.5, -0.4]})


def labels_table() -> pd.DataFrame:
    return pd.DataFrame({"actor": ["North Korea"] * 3, "origin": ["AFP", "AFP", "Reuters"],
                         "label": ["the reclusive state"] * 2 + ["the secretive state"]})


def draw(name: str, corpus: Corpus) -> object:
    if name == "contrast":
        return plots.contrast(contrast_table(), sides=("A", "B"))
    if name == "rates":
        return plots.contrast(contrast_table(), sides=("A", "B"), descriptive=True)
    if name == "labels":
        return plots.labels(labels_table(), "North Korea")
    return getattr(plots, name)(corpus)


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
@pytest.mark.parametrize("name", ["voices", "timeline", "contrast", "rates", "labels"])
def test_the_same_picture_gives_the_same_bytes(
    name: str, suffix: str, corpus: Corpus, tmp_path: Path
) -> None:
    one, two = (plots.save(draw(name, corpus), tmp_path / f"{i}.{suffix}") for i in "12")
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_size > 1000


def test_a_figure_is_drawn_on_the_readers_axes(corpus: Corpus) -> None:
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert plots.voices(corpus, ax=ax) is ax


def test_the_readers_settings_stay(corpus: Corpus) -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    plots.timeline(corpus)
    assert dict(matplotlib.rcParams) == before


def test_an_unknown_format_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"written as \.svg, \.pdf or \.png"):
        plots.save(plots.voices(corpus), tmp_path / "x.bmp")
