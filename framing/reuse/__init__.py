"""Which passages stories share, which story each article carries, and whose words they are."""

from framing.reuse.align import shared_passages
from framing.reuse.join import candidate_pairs, merge, pairs, shingles
from framing.reuse.own import OwnWords
from framing.reuse.rewriting import rewritings
from framing.reuse.stage import trace, trace_new
from framing.reuse.tables import (
    network,
    pair_table,
    rewriting_table,
    same_headline,
    shares,
    side_by_side,
)

__all__ = [
    "OwnWords",
    "candidate_pairs",
    "merge",
    "network",
    "pair_table",
    "pairs",
    "rewriting_table",
    "rewritings",
    "same_headline",
    "shared_passages",
    "shares",
    "shingles",
    "side_by_side",
    "trace",
    "trace_new",
]
