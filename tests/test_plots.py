"""Figures come out the same to the byte, on the reader's axes or on their own."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from framing import plots
from framing.corpus import Corpus, Step
from framing.errors import FramingError
from framing.plots.names import fit, width_of, wrap


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
def test_nothing_is_cut_off_or_overlaps(name: str, corpus: Corpus) -> None:
    check_texts(draw(name, corpus))


def check_texts(ax: Any) -> None:
    """Every text lies inside the picture that is saved, and none lies over another."""
    figure = ax.figure
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a layout that collapses warns, and so does a lost glyph
        figure.canvas.draw()
    renderer = figure.canvas.get_renderer()
    width, height = figure.canvas.get_width_height()
    boxes = []
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text().strip() and inside_axes(ax, text):
            box = text.get_window_extent(renderer)
            assert box.x0 >= -2 and box.y0 >= -2, text.get_text()
            assert box.x1 <= width + 2 and box.y1 <= height + 2, text.get_text()
            boxes.append((text.get_text(), box))
    assert ax.get_position().width * width > 100 and ax.get_position().height * height > 20
    for (one, a), (other, b) in combinations(boxes, 2):
        wide = min(a.x1, b.x1) - max(a.x0, b.x0)
        high = min(a.y1, b.y1) - max(a.y0, b.y0)
        assert min(wide, high) <= 2, (one, other)


def inside_axes(ax: Any, text: Text) -> bool:
    """Whether a text is drawn at all: tick labels outside the limits are not."""
    for axis, limits, at in ((ax.xaxis, ax.get_xlim(), 0), (ax.yaxis, ax.get_ylim(), 1)):
        if text in axis.get_ticklabels(which="both"):
            low, high = sorted(limits)
            return bool(ax.axison and low <= text.get_position()[at] <= high)
    return ax.axison or text not in (ax.xaxis.label, ax.yaxis.label)


HOSTILE = (
    "W" * 300, "$x^2$ and $\\frac{", "a_b^c $", "Line\nbreak\r\n\x00\x07\x1b[31m",
    "\u202eشبكة الجزيرة", "🇺🇸 😀 新华社", "Z" + "\u0337\u0322" * 40, "<b>&amp;</b>", "\\n \\$ %s",
    " ", "…", "\ue000x",
)  # fmt: skip


def many(size: int, names: Sequence[str]) -> dict[str, Any]:
    """Tables for every figure with `size` names that recur with a number behind them."""
    names = [f"{names[i % len(names)]} {i}" for i in range(size)]
    numbers = pd.Series(range(size), dtype=float)
    rows = [
        {"article_id": f"{name} {k}", "text": "one two three four", "outlet": name, "origin": name,
         "event": f"{names[k]} e", "published": f"2020-01-{1 + (i + 40 * k) % 28:02d}",
         "words_narrator": 60, "words_indirect": 30, "words_direct": 10}
        for i, name in enumerate(names) for k in range(min(size, 4))
    ]  # fmt: skip
    corpus = Corpus.from_articles(rows)
    ids = corpus.articles["article_id"]
    sides = (names[0], names[-1])
    signs = [1 if i % 2 else -1 for i in range(size)]
    table = pd.DataFrame({
        "feature": names, "hits_a": range(size), "hits_b": 7, "rate_a": numbers, "rate_b": 3.5,
        "log2_ratio": signs * numbers / 9, "low": signs * numbers / 9 - 1,
        "high": signs * numbers / 9 + 1, "p_family": numbers / size,
    })  # fmt: skip
    passages = pd.DataFrame([
        {"article_id": ids[i], "start": 0, "end": 9, "other_id": ids[1 - i], "other_start": 4,
         "other_end": 13, "kind": kind, "direction": "unknown", "pair_containment": 1.0}
        for i in (0, 1) for kind in ("copy", "quotation", "rewrite", "boilerplate")
    ])  # fmt: skip
    network = pd.DataFrame({"source": names[::-1], "target": names, "articles": 3,
                            "basis": ["credited", "traced", "dateline"] * (size // 3),
                            "stories": range(1, size + 1)})  # fmt: skip
    mix = pd.DataFrame({"outlet": names, "what": "kind", "value": names[::-1], "words": 30,
                        "of": 100})  # fmt: skip
    series = table.rename(columns={"feature": "period"}).assign(enough=[True, False] * (size // 2))
    forest = table.assign(name=names, side=[sides[i % 2] for i in range(size)], stories=3,
                          rate=numbers)  # fmt: skip
    labels = pd.DataFrame({"actor": "$^_" + names[0], "label": names * 4,
                           "origin": [n for n in names for _ in range(4)]})  # fmt: skip
    hits = pd.DataFrame({"article_id": ids, "start": 4, "end": 7, "voice": "direct"})
    found = pd.DataFrame({name: [0] * 8 + [i, 3 * i] for i, name in enumerate(names)})
    shared = corpus.with_tables(Step("reuse", {}), passages=passages)
    said = {"footnote": names[0] * 3}
    return {
        "contrast": plots.contrast(table, sides=sides, **said),
        "rates": plots.contrast(table, sides=sides, descriptive=True),
        "shift": plots.shift(table, sides=sides, **said),
        "labels": plots.labels(labels, "$^_" + names[0]),
        "network": plots.network(network, **said),
        "sources": plots.sources(mix, **said),
        "series": plots.series(series, sides=sides, date=sorted(names)[size // 2], **said),
        "forest": plots.forest(forest, sides=sides, title=names[0], **said),
        "placebo": plots.placebo(found, title=names[1], **said),
        "aligned": plots.aligned(shared, *ids[:2]),
        "xray": plots.xray(corpus, hits, title=names[0] * 2),
        "timeline": plots.timeline(corpus, labels={f"{n} e": n * 2 for n in names}),
        "voices": plots.voices(corpus),
    }


@pytest.mark.parametrize("names", [HOSTILE, ["Islamic Republic of Iran Broadcasting, World Serv"]],
                         ids=["hostile", "long"])  # fmt: skip
def test_names_of_any_kind_leave_the_figure_whole(names: Sequence[str], tmp_path: Path) -> None:
    drawn = many(12, names)
    assert set(drawn) == set(FIGURES)
    for name, ax in drawn.items():
        check_texts(ax)
        text = plots.save(ax, tmp_path / f"{name}.svg").read_text(encoding="utf-8")
        ElementTree.fromstring(text)  # well-formed, whatever the names


def test_an_empty_table_gives_a_figure_that_says_so(corpus: Corpus) -> None:
    none = Corpus.from_articles([{"article_id": "a", "text": "x"}])
    table = contrast_table().iloc[:0]
    empty = {
        "contrast": plots.contrast(table, sides=("A", "B")),
        "shift": plots.shift(table, sides=("A", "B")),
        "labels": plots.labels(labels_table(), "nobody"),
        "timeline": plots.timeline(none),
        "series": plots.series(table.assign(period=[], enough=[])),
    }
    for ax in empty.values():
        check_texts(ax)
        assert any(t.get_text() for t in ax.texts)


def test_a_feature_of_one_side_only_stands_at_the_edge() -> None:
    table = contrast_table().assign(log2_ratio=[float("inf"), -2.0])
    ax = plots.contrast(table, sides=("A", "B"))
    marks = {line.get_marker(): line.get_xdata()[0] for line in ax.lines}
    assert 3.5 < marks[">"] < ax.get_xlim()[1] and marks["D"] == -2


def test_only_a_claim_is_filled() -> None:
    ax = plots.contrast(contrast_table().assign(p_family=[0.01, 0.4]), sides=("A", "B"))
    faces = {line.get_marker(): line.get_markerfacecolor() for line in ax.lines}
    assert faces["o"] != "white" and faces["D"] == "white"


def test_the_readers_own_style_changes_no_byte(corpus: Corpus, tmp_path: Path) -> None:
    import matplotlib

    one = plots.save(plots.voices(corpus), tmp_path / "1.svg").read_bytes()
    with matplotlib.rc_context({"axes.grid": True, "lines.linewidth": 9, "text.usetex": False,
                                "axes.labelsize": 20, "xtick.color": "red"}):  # fmt: skip
        assert plots.save(plots.voices(corpus), tmp_path / "2.svg").read_bytes() == one


@given(st.text(max_size=80), st.floats(0.3, 3))
def test_a_label_never_needs_more_than_its_room(words: str, room: float) -> None:
    label = fit(words, room)
    assert width_of(label.replace(r"\$", "$")) <= room
    assert label.count("$") == label.count(r"\$") and "\n" not in label
    assert all(width_of(line.replace(r"\$", "$")) <= room for line in wrap(words, room))


def test_a_bar_to_the_right_is_the_first_sides() -> None:
    ax = draw("shift", None)  # type: ignore[arg-type]
    widths = {t.get_text(): p.get_width() for t, p in zip(ax.get_yticklabels(), ax.patches,
                                                           strict=True)}  # fmt: skip
    assert widths["x"] == pytest.approx(1.6) and widths["y"] == pytest.approx(-1.2)


def test_a_place_in_the_story_is_a_share_of_its_text(corpus: Corpus) -> None:
    text = "aaaaa bbbbb ccccc ddddd"
    one = Corpus.from_articles([{"article_id": "a", "text": text, "outlet": "A"}])
    hits = pd.DataFrame({"article_id": ["a"], "start": [12], "end": [17], "voice": ["narrator"]})
    tick = plots.xray(one, hits).collections[0].get_segments()[0]
    assert list(tick[:, 0]) == pytest.approx([100 * 12 / len(text)] * 2)
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
