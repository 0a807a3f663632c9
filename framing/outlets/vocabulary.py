"""The words with which outlets are classified, and what each of them means."""

from __future__ import annotations

from typing import Literal

Control = Literal[
    "state-controlled",
    "state-funded with independence",
    "public service",
    "party",
    "private",
    "non-profit",
    "unknown",
]
English = Literal["original", "mixed", "translated", "none", "unknown"]

CONTROLS: dict[str, str] = {
    "state-controlled": "a government or ruling body owns or pays it and steers what it prints",
    "state-funded with independence": "a state pays or owns it; law or charter protect its "
    "editors from orders",
    "public service": "a public body with governance of its own, paid by fee, budget or stations",
    "party": "a political party owns or steers it",
    "private": "a company or persons own it for profit",
    "non-profit": "a foundation, co-operative, trust or association owns it",
    "unknown": "not settled here, or contested",
}
ROLES: dict[str, str] = {
    "wire agency": "sells its texts to other outlets",
    "picture agency": "sells pictures; a credit to it never names the writer",
    "newspaper": "began or appears as a paper",
    "broadcaster": "radio or television",
    "digital": "began on the web",
    "magazine": "weekly or monthly",
    "ministry": "a government body that publishes in its own name",
    "aggregator": "prints or lists mainly what others wrote",
    "unknown": "not settled here",
}
