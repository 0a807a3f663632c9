"""Names: which of them may be one person's, by their words."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

_SURNAMES_FIRST = frozenset({
    "kim", "lee", "park", "moon", "choe", "choi", "ri", "yoon", "han", "jang", "chung",
    "kang", "cho", "xi", "li", "wang", "zhang", "liu", "chen", "yang", "zhao", "huang",
    "zhou", "wu", "xu", "sun", "hu", "zhu", "gao", "lin", "he", "guo", "ma", "luo", "liang",
    "song", "zheng", "nguyen", "tran", "mao", "deng", "jiang", "wen", "bo",
})  # fmt: skip
_FEW = 12  # leaders that share a word with a name and are sooner compared than looked up
_MANY = 6  # different words; a longer name is looked up word by word


@lru_cache(maxsize=100_000)
def parts_of(name: str) -> tuple[str, ...]:
    """The words of a name, lower case, hyphens and initials aside: Kim Jong-un → kim jong un."""
    words = name.replace("-", " ").replace("–", " ").lower().split()
    plain = [w.strip(".,'\"’“”") for w in words]
    return tuple([w for w in plain if len(w) > 1 or len(words) == 1])


def surname(parts: tuple[str, ...]) -> str:
    """The part by which news calls a person: the last, in East Asian names the first."""
    return parts[0] if parts[0] in _SURNAMES_FIRST and len(parts) > 1 else parts[-1]


def _spelled_alike(one: str, other: str) -> bool:
    """Whether two words differ in one letter behind the third at most: Sergei and Sergey."""
    if min(len(one), len(other)) < 5 or one[:3] != other[:3]:
        return False
    changed = sum(a != b for a, b in zip(one, other, strict=False))
    return abs(len(one) - len(other)) <= 1 and changed <= 1


def same_names(full: Sequence[str]) -> list[list[str]]:
    """Group full names that may be one person's; those that come first lead their group.

    A name joins the group whose leader has its first word, else its second and so on; of several
    the oldest. Leaders are looked up by their words, so that a name is compared with few of them.

    Examples
    --------
    >>> same_names(["Sergei Lavrov", "Kim Jong Un", "Sergey Lavrov", "Kim Yong Chol"])
    [['Sergei Lavrov', 'Sergey Lavrov'], ['Kim Jong Un'], ['Kim Yong Chol']]
    """
    groups: list[list[str]] = []
    leaders = _Leaders()
    for name in full:
        parts = parts_of(name)
        number = leaders.find(parts)
        if number < 0:
            leaders.add(parts)
            groups.append([name])
        else:
            groups[number].append(name)
    return groups


class _Leaders:
    """The first names of groups, by their words."""

    def __init__(self) -> None:
        self._names: list[tuple[str, ...]] = []
        self._sets: list[frozenset[str]] = []
        self._by_word: dict[str, list[int]] = {}
        self._looked_up = 0  # leaders that stand in the two look-ups
        self._by_set: dict[frozenset[str], int] = {}
        self._but_one: dict[tuple[object, ...], list[tuple[str, int]]] = defaultdict(list)

    def add(self, parts: tuple[str, ...]) -> None:
        """Make a name the leader of the next group."""
        number, words = len(self._sets), frozenset(parts)
        self._names.append(parts)
        self._sets.append(words)
        for word in words:
            self._by_word.setdefault(word, []).append(number)

    def find(self, parts: tuple[str, ...]) -> int:
        """The group that a name joins; -1: none."""
        near = [self._by_word[word] for word in parts if word in self._by_word]
        if not near:
            return -1
        words = frozenset(parts)
        if sum(map(len, near)) <= _FEW:
            for number in itertools.chain.from_iterable(near):
                if self._alike(number, parts, words):
                    return number
            return -1
        found = self._among_many(parts, words)
        order = {word: i for i, word in reversed(list(enumerate(parts)))}
        return min(
            found,
            key=lambda k: (min(order[word] for word in self._sets[k] & words), k),
            default=-1,
        )

    def _alike(self, number: int, parts: tuple[str, ...], words: frozenset[str]) -> bool:
        """Whether a name may be its leader's: Sergei and Sergey Lavrov, Donald J. Trump."""
        one, held = self._names[number], self._sets[number]
        if held <= words or words <= held:
            return True
        if len(one) != len(parts):
            return False
        different = [(a, b) for a, b in zip(one, parts, strict=True) if a != b]
        return len(different) == 1 and _spelled_alike(*different[0])

    def _among_many(self, parts: tuple[str, ...], words: frozenset[str]) -> set[int]:
        """Of all groups that a name could join those that come first, looked up."""
        for number in range(self._looked_up, len(self._sets)):
            self._by_set.setdefault(self._sets[number], number)
            for key, word in _but_one(self._names[number]):
                self._but_one[key].append((word, number))
        self._looked_up = len(self._sets)
        near = {word: self._by_word.get(word, []) for word in words}
        # Leaders with all words of the name.
        fewest = min(near.values(), key=len)
        found = set(itertools.islice((k for k in fewest if words <= self._sets[k]), 1))
        # Leaders all of whose words the name has.
        held = [word for word, mine in near.items() if mine]
        if len(held) <= _MANY:
            for size in range(1, len(held) + 1):
                for some in itertools.combinations(held, size):
                    number = self._by_set.get(frozenset(some), -1)
                    if number >= 0:
                        found.add(number)
        else:
            found.update(k for mine in near.values() for k in mine if self._sets[k] <= words)
        # Leaders in which one word is spelled a little differently.
        for key, word in _but_one(parts):
            for other, number in self._but_one.get(key, ()):
                if _spelled_alike(other, word):
                    found.add(number)
                    break
        return found


def _but_one(parts: tuple[str, ...]) -> list[tuple[tuple[object, ...], str]]:
    """Each longer word of a name, and what the name is without all but its first letters."""
    if len(parts) < 2:
        return []
    return [
        ((*parts[:i], None, word[:3], *parts[i + 1 :]), word)
        for i, word in enumerate(parts)
        if len(word) > 4
    ]
