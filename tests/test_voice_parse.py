"""The tier with a parser: what trees tell, and what it finds that the default tier does not."""

from __future__ import annotations

import inspect

import numpy as np
import pytest

from framing.corpus import Corpus
from framing.errors import FramingError
from framing.parsing import installed_parsers, load_parser
from framing.voice import attribute, find_attributions, find_many
from framing.voice.parse.boosted import boosted
from framing.voice.parse.decoding import _bounds
from framing.voice.parse.model import parse_weights
from framing.voice.parse.syntax import clause_heads, describe_syntax, subjects, subtree_bounds
from framing.voice.parse.trees import LABELS, TAGS, Trees, depths, end_to_end

needs_parser = pytest.mark.skipif(
    not installed_parsers(), reason="no spaCy with an English model is installed"
)


def tree(*rows: tuple[int, str, str]) -> Trees:
    """Head, relation and tag of each token."""
    heads, labels, tags = zip(*rows, strict=True)
    return Trees(
        np.array(heads),
        np.array([LABELS.index(x) for x in labels]),
        np.array([TAGS.index(x) for x in tags]),
        np.zeros(len(rows), dtype=bool),
    )


# 'Kim said Moscow waits'
SAID = tree((1, "nsubj", "NNP"), (1, "ROOT", "VBD"), (3, "nsubj", "NNP"), (1, "ccomp", "VBZ"))


def test_subtrees_depths_clauses_subjects() -> None:
    left, right = subtree_bounds(SAID.heads)
    assert left.tolist() == [0, 0, 2, 2]
    assert right.tolist() == [0, 3, 2, 3]
    assert depths(SAID.heads).tolist() == [1, 0, 2, 1]
    assert clause_heads(SAID).tolist() == [1, 1, 3, 3]
    assert subjects(SAID).tolist() == [0, 0, 2, 2]


def test_a_clause_sees_its_governor_and_the_governor_s_subject() -> None:
    syntax = describe_syntax(SAID, np.array([0, 11, 0, 0]))
    assert syntax.links[3].tolist() == [1, 3, 1, 0]
    assert syntax.links[2].tolist() == [3, 3, 1, 0]


def test_a_joined_verb_has_the_subject_of_the_first() -> None:
    # 'Kim came and said'
    joined = tree((1, "nsubj", "NNP"), (1, "ROOT", "VBD"), (1, "cc", "CC"), (1, "conj", "VBD"))
    assert subjects(joined)[3] == 0
    assert clause_heads(joined).tolist() == [1, 1, 1, 3]


def test_trees_end_to_end_keep_to_their_own_text() -> None:
    both = end_to_end([SAID, SAID])
    assert both.heads.tolist() == [1, 1, 3, 1, 5, 5, 7, 5]
    assert end_to_end([]).heads.tolist() == []


def test_boosted_trees_by_hand() -> None:
    # One tree of one question (is column 1 at most 2?) for each of two targets.
    forest = {
        "feature": np.array([1, 0, 0, 1, 0, 0]),
        "threshold": np.array([2, 0, 0, 2, 0, 0], dtype=np.float32),
        "left": np.array([1, 1, 2, 4, 4, 5]),
        "right": np.array([2, 1, 2, 5, 4, 5]),
        "value": np.array([0, -1, 1, 0, 3, 0], dtype=np.float32),
        "roots": np.array([[0], [3]]),
        "base": np.array([0.0, -3.0]),
    }
    found = boosted(np.array([[9, 2], [9, 3]], dtype=np.float32), forest)
    sigmoid = 1 / (1 + np.exp(-np.array([[-1.0, 0.0], [1.0, -3.0]])))
    np.testing.assert_allclose(found, sigmoid)


def test_tags_follow_each_other_as_stretches_do() -> None:
    first, last, moves = _bounds()
    assert (first == 0).tolist() == [True, True, False, False, True]
    assert (last == 0).tolist() == [True, False, False, True, True]
    assert (moves[1] == 0).tolist() == [False, False, True, True, False]
    assert (moves[3] == 0).tolist() == [True, True, False, False, True]


def test_shipped_weights_fit_together() -> None:
    weights = parse_weights()
    assert len(weights.networks) == 2
    assert (np.diff(weights.hashes.astype(object)) > 0).all()
    for network in weights.networks:
        assert len(network["word"]) == len(weights.hashes) + 1
        assert all(np.isfinite(v).all() for v in network.values())
    nodes = len(weights.forest["feature"])
    for side in ("left", "right", "roots"):
        assert weights.forest[side].max() < nodes


def test_the_parser_is_asked_for_by_the_same_functions() -> None:
    for function in (find_attributions, find_many, attribute):
        assert inspect.signature(function).parameters["parser"].default is False


def test_what_cannot_parse_is_told() -> None:
    with pytest.raises(FramingError, match="expected a spaCy pipeline"):
        load_parser(3)
    with pytest.raises(FramingError, match="no_such_model"):
        load_parser("no_such_model")


def told(text: str, **options: object) -> list[tuple[str | None, list[str]]]:
    """Speaker and contents of each attribution."""
    found = find_attributions(text, **options)  # type: ignore[arg-type]
    return [(a.speaker, [text[x:y] for x, y in a.content]) for a in found]


@needs_parser
@pytest.mark.parametrize(
    ("text", "speaker", "content"),
    [
        ("Lavrov said that Moscow would wait.", "Lavrov", "that Moscow would wait"),
        ("“We will wait for an answer,” Lavrov said.", "Lavrov", "“We will wait for an answer,”"),
        (
            "According to the finance ministry, prices rose by a tenth last year.",
            "the finance ministry",
            "prices rose by a tenth last year",
        ),
        (
            "Petrova, who came on Friday, told reporters the plan had failed.",
            "Petrova",
            "the plan had failed",
        ),
    ],
)
def test_plain_attributions(text: str, speaker: str, content: str) -> None:
    found = told(f"Talks go on\n\n{text}", parser=True)
    assert any(
        who is not None and speaker.removeprefix("the ") in who and content in contents
        for who, contents in found
    ), found


@needs_parser
def test_what_is_found_in_one_text_does_not_hang_on_the_others() -> None:
    texts = [
        "The talks failed. Lavrov said on Monday that Moscow would wait.",
        "",
        "Prices rose, the ministry said.\n\n“We fear the worst,” said Ann Smith, a baker.",
    ]
    parser = load_parser()
    together = [found for _, found in find_many([(t, None) for t in texts], parser=parser)]
    assert together == [find_attributions(t, parser=parser) for t in texts]
    assert together[1] == []


@needs_parser
def test_a_corpus_tells_which_parser_read_it() -> None:
    corpus = Corpus.from_articles([{"article_id": "a", "text": "“We will wait,” Lavrov said."}])
    read = attribute(corpus, parser=True)
    assert read.articles["words_direct"].tolist() == [3]
    step = read.history[-1]
    assert str(step.settings["parser"]).startswith("en_")
    assert str(step.model).startswith("voice-parse:")


@needs_parser
def test_every_character_of_a_story_has_one_voice() -> None:
    text = 'Kim: ‘no’ deal\n\nLavrov’s aide won\'t say. "Wait," he said, "and see.\n\n🙂 … x --'
    read = attribute(Corpus.from_articles([{"article_id": "a", "text": text}]), parser=True)
    spans = read.spans[read.spans["stage"] == "voice"].sort_values("start")
    assert spans["start"].tolist()[1:] == spans["end"].tolist()[:-1]


@needs_parser
def test_who_acts_on_whom() -> None:
    from framing.features.actions import actions

    text = (
        "Police beat the protesters. The protesters were beaten by police. "
        "The protesters were beaten and arrested. Russia and China did not attack Ukraine."
    )
    table = actions(Corpus.from_articles([{"article_id": "a", "text": text}]))
    found = table[["actor", "act", "target"]].fillna("").values.tolist()
    assert found[:3] == [
        ["Police", "beat", "the protesters"],
        ["police", "beaten", "The protesters"],
        ["", "beaten", "The protesters"],
    ]
    assert ["Russia", "attack", "Ukraine"] in found
    assert ["China", "attack", "Ukraine"] in found
    assert table["negated"].tolist()[-1] is np.True_ or bool(table["negated"].tolist()[-1])
    assert table["passive"].tolist()[:3] == [False, True, True]
    for row in table.itertuples():
        assert text[row.target_start : row.target_end] == row.target
        assert text[row.start : row.end].lower() == row.act


@needs_parser
def test_no_story_no_acts() -> None:
    from framing.features.actions import COLUMNS, actions

    table = actions(Corpus.from_articles([{"article_id": "a", "text": "Rain."}]))
    assert table.empty and list(table.columns) == list(COLUMNS)
