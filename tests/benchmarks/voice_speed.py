"""How many megabytes of text a second the voice finder reads, beside an extractor with a parser.

``python -m tests.benchmarks.voice_speed FILE.parquet [--articles 200] [--parsed 10]``: one core,
process time; set ``OPENBLAS_NUM_THREADS=1`` and ``OMP_NUM_THREADS=1``. Where spaCy and an English
model are installed, some of the articles are also read by `extracted`, written here after the idea
of extractors such as the Gender Gap Tracker's (Asr et al. 2021), and by the tier with a parser.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from framing.errors import FramingError
from framing.parsing import load_parser, parser_name
from framing.text import fold
from framing.voice import find_many
from framing.voice.cues import data_rows

WANTED = 40


def reporting_verbs() -> frozenset[str]:
    """Forms of the one-word cues that a clause may follow."""
    return frozenset(
        form
        for row in data_rows("cues.csv")
        if row["clause"] == "yes"
        for form in row["forms"].split("|")
        if " " not in form
    )


def extracted(text: str, parser: Any, verbs: frozenset[str]) -> list[tuple[str, str, str]]:
    """Source, cue and content of each attribution, found by dependencies alone.

    Parse the text; of every reporting verb take the clause that complements it and its subject;
    take 'according to'; and give what stands in marks to the reporting verb nearest to it.
    """
    document = parser(fold(text).replace("''", '"'))
    found = [*_complements(document, verbs), *_according(document)]
    taken = {t.i for _, _, content in found for t in content}
    found += _quotations(document, verbs, taken)
    return [(source, cue, " ".join(t.text for t in content)) for source, cue, content in found]


def _subject(verb: Any) -> str:
    subjects = [c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass", "agent")]
    return " ".join(t.text for t in subjects[0].subtree) if subjects else ""


def _complements(document: Any, verbs: frozenset[str]) -> Iterator[tuple[str, str, list[Any]]]:
    for token in document:
        if token.lower_ not in verbs or not token.tag_.startswith("V"):
            continue
        for child in token.children:
            if child.dep_ in ("ccomp", "xcomp"):
                yield _subject(token), token.text, list(child.subtree)
        # 'Talks failed, she said': the parser may hang the cue on what was said.
        if token.dep_ == "parataxis":
            inside = {t.i for t in token.subtree}
            content = [t for t in token.head.subtree if t.i not in inside]
            yield _subject(token), token.text, content


def _according(document: Any) -> Iterator[tuple[str, str, list[Any]]]:
    for token in document:
        if token.lower_ != "according" or token.head is token:
            continue
        phrase = list(token.subtree)
        inside = {t.i for t in phrase}
        content = [t for t in token.head.subtree if t.i not in inside]
        yield " ".join(t.text for t in phrase[2:]), "according to", content


def _quotations(
    document: Any, verbs: frozenset[str], taken: set[int]
) -> Iterator[tuple[str, str, list[Any]]]:
    marks = [t.i for t in document if t.text == '"']
    cues = [t for t in document if t.lower_ in verbs and t.tag_.startswith("V")]
    for first, last in zip(marks[0::2], marks[1::2], strict=False):
        content = [t for t in document[first + 1 : last] if t.i not in taken]
        if len(content) < 3 or not cues:
            continue
        cue = min(cues, key=lambda t: min(abs(t.i - first), abs(t.i - last)))
        yield _subject(cue), cue.text, content


def seconds(work: Callable[[], object]) -> float:
    """Process time of one call."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def main() -> None:
    """Print the speed of the finder and, where they can be had, of what uses a parser."""
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    options.add_argument("file")
    options.add_argument("--articles", type=int, default=200)
    options.add_argument("--parsed", type=int, default=10, help="articles for what uses a parser")
    options.add_argument("--model", help="spaCy model; by default the first that is installed")
    given = options.parse_args()
    texts = pd.read_parquet(given.file, columns=["text"])["text"].dropna()
    texts = texts.iloc[: given.articles].tolist()
    few = texts[: given.parsed]
    size, small = (sum(len(t.encode()) for t in part) / 1e6 for part in (texts, few))
    list(find_many([(texts[0], None)]))
    ours = size / seconds(lambda: list(find_many([(t, None) for t in texts])))
    print(f"framing.voice, default tier: {ours:.3f} MB/s on {len(texts)} articles, {size:.2f} MB")
    try:
        parser = load_parser(given.model or True)
    except FramingError as error:
        print(f"nothing beside it: {error}")
        return
    verbs = reporting_verbs()
    extracted(few[0], parser, verbs)
    theirs = small / seconds(lambda: [extracted(t, parser, verbs) for t in few])
    print(f"extractor with {parser_name(parser)}: {theirs:.4f} MB/s on {len(few)} articles")
    list(find_many([(few[0], None)], parser=parser))
    tier = small / seconds(lambda: list(find_many([(t, None) for t in few], parser=parser)))
    print(f"framing.voice, tier with that parser: {tier:.4f} MB/s")
    ratio = ours / theirs
    told = "reached" if ratio >= WANTED else "not reached"
    print(f"default tier : extractor = {ratio:.1f} (wanted {WANTED}: {told})")


if __name__ == "__main__":
    main()
