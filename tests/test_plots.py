"""Figures come out the same to the byte, on the reader's axes or on their own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from matplotlib.text import Text

from framing import plots
from framing.corpus import Corpus, Step
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
    return pd.DataFrame(
        {
            "feature": ["x", "y"],
            "hits_a": [5, 1],
            "hits_b": [1, 4],
            "rate_a": [2.0, 0.4],
            "rate_b": [0.4, 1.6],
            "log2_ratio": [2.3, -2.0],
            "low": [1.0, -3.5],
            "high": [3.5, -0.4],
        }
    )


def labels_table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "actor": ["North Korea"] * 3,
            "origin": ["AFP", "AFP", "Reuters"],
            "label": ["the reclusive state"] * 2 + ["the secretive state"],
        }
    )


def draw(name: str, corpus: Corpus, ax: Any = None) -> Any:
    """Each figure from a table small enough to check by eye."""
    sides = ("A", "B")
    if name == "contrast":
        return plots.contrast(contrast_table(), sides=sides, titles={"x": "Words of X"}, ax=ax)
    if name == "rates":
        return plots.contrast(contrast_table(), sides=sides, descriptive=True, ax=ax)
    if name == "shift":
        return plots.shift(contrast_table(), sides=sides, ax=ax)
    if name == "labels":
        return plots.labels(labels_table(), "North Korea", ax=ax)
    if name == "network":
        table = pd.DataFrame({"source": ["AFP", "AFP"], "target": ["The Paper", "The Post"],
                              "basis": ["credited", "traced"], "articles": [3, 1],
                              "stories": [3, 1]})  # fmt: skip
        return plots.network(table, ax=ax)
    if name == "sources":
        table = pd.DataFrame({"outlet": ["TASS", "TASS"], "what": ["kind", "kind"],
                              "value": ["official", "expert"], "words": [30, 10],
                              "of": [100, 100]})  # fmt: skip
        return plots.sources(table, ax=ax)
    if name == "series":
        table = pd.DataFrame({"period": ["2014-01", "2014-02", "2014-03"],
                              "log2_ratio": [0.1, 0.4, None], "low": [-0.4, 0.1, None],
                              "high": [0.6, 0.8, None], "enough": [True, True, False]})  # fmt: skip
        return plots.series(table, sides=sides, date="2014-02", ax=ax)
    if name == "forest":
        table = pd.DataFrame({"name": ["X", "Y"], "side": ["A", "B"], "stories": [9, 1],
                              "rate": [2.0, 1.0], "low": [1.0, None],
                              "high": [4.0, None]})  # fmt: skip
        return plots.forest(table, sides=sides, ax=ax)
    if name == "placebo":
        return plots.placebo(pd.DataFrame({"G²": [3, 90], "max-T": [0, 0]}), ax=ax)
    if name == "xray":
        return plots.xray(corpus, hits_table(), ax=ax)
    if name == "aligned":
        return plots.aligned(shared_corpus(), "a0", "a1", ax=ax)
    return getattr(plots, name)(corpus, ax=ax)


def hits_table() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "article_id": ["a0", "a1"],
            "start": [0, 0],
            "end": [1, 1],
            "voice": ["narrator", "direct"],
        }
    )


def shared_corpus() -> Corpus:
    text = "The same words stand here."
    corpus = Corpus.from_articles(
        [
            {"article_id": i, "text": text, "outlet": o, "origin": "AFP"}
            for i, o in (("a0", "The Paper"), ("a1", "The Post"))
        ]
    )
    passages = pd.DataFrame([
        {"article_id": i, "start": 0, "end": 14, "other_id": j, "other_start": 0, "other_end": 14,
         "kind": "copy", "direction": "unknown", "pair_containment": 1.0}
        for i, j in (("a0", "a1"), ("a1", "a0"))
    ])  # fmt: skip
    return corpus.with_tables(Step("reuse", {}), passages=passages)


FIGURES = ["aligned", "contrast", "forest", "labels", "network", "placebo", "rates", "series",
           "shift", "sources", "timeline", "voices", "xray"]  # fmt: skip


def test_every_figure_is_tested() -> None:
    assert set(plots.__all__) - {"save"} == set(FIGURES) - {"rates"}


@pytest.mark.parametrize("name", FIGURES)
def test_the_same_picture_gives_the_same_bytes(name: str, corpus: Corpus, tmp_path: Path) -> None:
    one, two = (plots.save(draw(name, corpus), tmp_path / f"{i}.svg") for i in "12")
    assert one.read_bytes() == two.read_bytes()
    assert one.stat().st_size > 1000


@pytest.mark.parametrize("suffix", ["png", "pdf"])
def test_every_format_gives_the_same_bytes(suffix: str, corpus: Corpus, tmp_path: Path) -> None:
    one, two = (plots.save(draw("voices", corpus), tmp_path / f"{i}.{suffix}") for i in "12")
    assert one.read_bytes() == two.read_bytes()


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_is_cut_off(name: str, corpus: Corpus) -> None:
    """Every text lies inside the picture that is saved."""
    ax = draw(name, corpus)
    figure = ax.figure
    figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height()
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and inside_axes(ax, text):
            box = text.get_window_extent(renderer)
            assert box.x0 >= -2 and box.y0 >= -2, text.get_text()
            assert box.x1 <= width + 2 and box.y1 <= height + 2, text.get_text()


def inside_axes(ax: Any, text: Text) -> bool:
    """Whether a text is drawn at all: tick labels outside the limits are not."""
    for axis, limits, at in ((ax.xaxis, ax.get_xlim(), 0), (ax.yaxis, ax.get_ylim(), 1)):
        if text in axis.get_ticklabels(which="both"):
            low, high = sorted(limits)
            return bool(ax.axison and low <= text.get_position()[at] <= high)
    return ax.axison or text not in (ax.xaxis.label, ax.yaxis.label)


def test_a_bar_to_the_right_is_the_first_sides() -> None:
    ax = draw("shift", None)  # type: ignore[arg-type]
    widths = {t.get_text(): p.get_width() for t, p in zip(ax.get_yticklabels(), ax.patches,
                                                           strict=True)}  # fmt: skip
    assert widths["x"] == pytest.approx(1.6) and widths["y"] == pytest.approx(-1.2)


def test_a_place_in_the_story_is_a_share_of_its_text(corpus: Corpus) -> None:
    text = "aaaaa bbbbb ccccc ddddd"
    one = Corpus.from_articles([{"article_id": "a", "text": text, "outlet": "A"}])
    hits = pd.DataFrame({"article_id": ["a"], "start": [12], "end": [17], "voice": ["narrator"]})
    tick = plots.xray(one, hits).lines[1]
    assert list(tick.get_xdata()) == pytest.approx([100 * 12 / len(text)] * 2)
    with pytest.raises(FramingError, match="no hits to draw"):
        plots.xray(corpus, hits.iloc[:0])


@pytest.mark.parametrize("name", FIGURES)
def test_a_figure_is_drawn_on_the_readers_axes(name: str, corpus: Corpus) -> None:
    from matplotlib.figure import Figure

    ax = Figure().add_subplot()
    assert draw(name, corpus, ax) is ax


def test_the_readers_settings_stay(corpus: Corpus) -> None:
    import matplotlib

    before = dict(matplotlib.rcParams)
    plots.timeline(corpus)
    assert dict(matplotlib.rcParams) == before


def test_an_unknown_format_is_refused(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(FramingError, match=r"written as \.svg, \.pdf or \.png"):
        plots.save(plots.voices(corpus), tmp_path / "x.bmp")
