"""Learn the weights of the voice tagger: ``python -m tests.validation.train_voice``.

Needs PyTorch beside the project (``pip install torch``; it is no dependency of the library). Reads

- news text without labels (``$FRAMING_DATA``: the AllSides articles of Baly et al. 2020,
  Apache-2.0, and the China Daily / New York Times set): word vectors by a truncated SVD of positive
  pointwise mutual information (Levy and Goldberg 2014), a short pre-training of the teacher, and
  the articles on which it teaches;
- the dev half of PolNeAR (``$FRAMING_GOLD``): content, source and cue of each token.

In four steps: vectors; a teacher that reads without labels (``--cache`` keeps both, they do not
depend on the fold); two teachers that began as it did, with labels; a smaller student of their
mean probabilities and of the labels. Weights go to
``framing/voice/data/tagger.npz``: whole numbers, words only as 64-bit hashes. With ``--fold K`` one
fifth of the articles (by a hash of their ids) is left out of everything that has labels, and scored
instead: what is reported is always out-of-fold; that fold's weights and predictions are left in the
working directory.

On one core, by the pace of its parts: vectors and arrays two minutes, pre-training ten, each
teacher three, its teaching two, the student five. Floating-point sums differ between machines, so
a second training gives scores within about .005 of the first, not the same bytes.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import pickle
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from framing.voice.tagger import unpacked
from tests.validation.voice_training.texts import (
    as_arrays,
    fold_of,
    gold_documents,
    spellings,
    unlabelled,
    word_vectors,
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, and write the weights or score the fold that was left out."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--fold", type=int, help="leave this fifth out and print what it gets")
    parser.add_argument("--articles", type=int, default=5000, help="unlabelled articles to read")
    parser.add_argument("--taught", type=int, default=3000, help="how many of them are taught")
    parser.add_argument("--pretrain-passes", type=float, default=1.5)
    parser.add_argument("--teachers", type=int, default=2)
    parser.add_argument("--teacher-passes", type=float, default=6)
    parser.add_argument("--student-passes", type=float, default=3.2)
    parser.add_argument("--labelled", type=int, help="only so many labelled articles: for a trial")
    parser.add_argument("--cache", type=Path, help="keep vectors and the pre-trained teacher here")
    parser.add_argument("--out", type=Path, default=Path("framing/voice/data/tagger.npz"))
    given = parser.parse_args(arguments)
    import torch

    from tests.validation.voice_training import learning
    from tests.validation.voice_training.storing import exported, fitted_link

    torch.set_num_threads(1)
    data, gold = Path(os.environ["FRAMING_DATA"]), Path(os.environ["FRAMING_GOLD"])
    rows = unlabelled(data)[: given.articles]
    if given.cache and given.cache.exists():
        hashes, vectors, begin = pickle.loads(given.cache.read_bytes())
    else:
        hashes, vectors = word_vectors([text for _, text in rows])
        begin = None
    order = np.argsort(hashes)
    known = hashes[order]
    texts = [(h, t.strip()) for h, t in rows[: given.articles] if 400 <= len(t.strip()) <= 40_000]
    plain = [as_arrays(f"{h}\n\n{t}" if h else t, bool(h), order, known) for h, t in texts]
    if begin is None:
        begin = learning.pretrained(vectors, plain, passes=given.pretrain_passes)
        if given.cache:
            given.cache.write_bytes(pickle.dumps((hashes, vectors, begin)))
    documents = gold_documents(gold, order, known)[: given.labelled]
    kept = [d for d in documents if given.fold is None or fold_of(d["id"]) != given.fold]
    seed = 10 + (-1 if given.fold is None else given.fold)
    teachers = [
        learning.tuned(vectors, begin, kept, passes=given.teacher_passes, seed=seed + 100 * number)
        for number in range(given.teachers)
    ]
    lesson = learning.taught(teachers, plain[: given.taught])
    student = learning.distilled(vectors, lesson, kept, passes=given.student_passes, seed=seed)
    arrays = exported(student, hashes, spellings(plain, hashes), np.zeros(18))
    # Sources are linked among candidates of articles; a softmax of 18 weights does not overfit.
    arrays["link"] = fitted_link(kept, unpacked(arrays)).astype(np.float32)
    if given.fold is None:
        np.savez_compressed(given.out, **arrays)
        print(f"wrote {given.out}")
        return
    from tests.validation.voice import predict

    held = [d["gold"] for d in documents if fold_of(d["id"]) == given.fold]
    path = Path(f"voice.fold{given.fold}.jsonl.gz")
    np.savez_compressed(path.with_name(f"voice.fold{given.fold}.npz"), **arrays)
    with gzip.open(path, "wt", encoding="utf8") as stream:
        for line in predict(held, model=unpacked(arrays)):
            stream.write(json.dumps(line) + "\n")
    print(f"wrote {path}: score it with the evaluator")


if __name__ == "__main__":
    main()
