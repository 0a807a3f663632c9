"""What a dictionary gets right against a coding, and rates corrected for what it gets wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from framing.errors import FramingError


@dataclass(frozen=True)
class Validity:
    """How a dictionary stands against a coding.

    Parameters
    ----------
    precision, recall, specificity : float
        Over coded units; NaN where undefined.
    coded, found, both : int
        Units that coders marked, that the dictionary marked, and both.
    units : int
    """

    precision: float
    recall: float
    specificity: float
    coded: int
    found: int
    both: int
    units: int


@dataclass(frozen=True)
class CorrectedRate:
    """A share of units, corrected for what the dictionary gets wrong.

    Parameters
    ----------
    raw : float
        The share that the dictionary marks.
    corrected : float
        ``(raw + specificity − 1) / (recall + specificity − 1)``, held between 0 and 1.
    low, high : float
        95 % interval over the uncertainty of the coding and of the share.
    """

    raw: float
    corrected: float
    low: float
    high: float


def validate(codes: pd.DataFrame, key: pd.DataFrame, *, variable: str) -> Validity:
    """Precision, recall and specificity of a dictionary against a coding.

    The coders' majority decides; a tie counts as not coded. Units are weighted by ``key.weight``,
    so that the numbers hold for the corpus and not for the sample's even halves.

    Parameters
    ----------
    codes : DataFrame
        As `read_sheets` gives it, values 1 and 0.
    key : DataFrame
        As `sample` gave it.
    variable : str

    Raises
    ------
    FramingError
        Where no coded unit is in the key, or a value is neither 1 nor 0.
    """
    truth, found, weight = _joined(codes, key, variable)
    return Validity(
        precision=_ratio(weight[truth & found].sum(), weight[found].sum()),
        recall=_ratio(weight[truth & found].sum(), weight[truth].sum()),
        specificity=_ratio(weight[~truth & ~found].sum(), weight[~truth].sum()),
        coded=int(truth.sum()),
        found=int(found.sum()),
        both=int((truth & found).sum()),
        units=len(truth),
    )


def _joined(
    codes: pd.DataFrame, key: pd.DataFrame, variable: str
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    mine = codes[codes["variable"] == variable]
    odd = mine[~mine["value"].isin([0, 1])]
    if len(odd):
        raise FramingError(
            f"variable {variable!r}: value {odd['value'].iloc[0]!r} of unit "
            f"{odd['unit'].iloc[0]!r} is neither 1 (yes) nor 0 (no)"
        )
    share = mine.assign(value=mine["value"].astype(float)).groupby("unit")["value"].mean()
    share = share[share != 0.5]
    table = key.set_index("unit").join(share.rename("share"), how="inner").sort_index()
    if not len(table):
        raise FramingError(
            f"variable {variable!r}: none of the coded units is in the key; "
            "use the key that came with this sheet"
        )
    return (
        (table["share"] > 0.5).to_numpy(),
        table["hit"].to_numpy(dtype=bool),
        table["weight"].to_numpy(dtype=float),
    )


def _ratio(part: float, whole: float) -> float:
    return float(part / whole) if whole > 0 else float("nan")


def corrected_rate(
    hits: int,
    units: int,
    codes: pd.DataFrame,
    key: pd.DataFrame,
    *,
    variable: str,
    draws: int = 2000,
    seed: int = 0,
) -> CorrectedRate:
    """The share of units with a feature, corrected for what the dictionary misses and overdoes.

    Parameters
    ----------
    hits, units : int
        Units of the corpus (or of one side of it) that the dictionary marks, and all.
    codes, key : DataFrame
        The coding, as for `validate`.
    variable : str
    draws, seed : int
        Resamples of coded units (and of the share) for the 95 % percentile interval.

    Returns
    -------
    CorrectedRate

    Raises
    ------
    FramingError
        Where recall + specificity is 1 or less: the dictionary tells nothing.

    References
    ----------
    Rogan, W. J., & Gladen, B. (1978). Estimating prevalence from the results of a screening test.
    American Journal of Epidemiology, 107(1), 71–76. Bachl, M., & Scharkow, M. (2017). Correcting
    measurement error in content analysis. Communication Methods and Measures, 11(2), 87–104.
    """
    if not 0 <= hits <= units or units < 1:
        raise FramingError(f"hits must lie between 0 and units; got {hits} of {units}")
    truth, found, weight = _joined(codes, key, variable)
    point = _rogan_gladen(hits / units, truth, found, weight)
    if np.isnan(point):
        raise FramingError(
            f"variable {variable!r}: recall and specificity sum to 1 or less, or one "
            "is unknown; the coding cannot correct this rate"
        )
    random = np.random.default_rng(seed)
    values = []
    for _ in range(draws):
        drawn = random.integers(0, len(truth), len(truth))
        raw = random.binomial(units, hits / units) / units
        values.append(_rogan_gladen(raw, truth[drawn], found[drawn], weight[drawn]))
    known = [v for v in values if not np.isnan(v)]
    low, high = np.percentile(known, [2.5, 97.5])
    return CorrectedRate(hits / units, point, float(low), float(high))


def _rogan_gladen(raw: float, truth: np.ndarray, found: np.ndarray, weight: np.ndarray) -> float:
    recall = _ratio(weight[truth & found].sum(), weight[truth].sum())
    specificity = _ratio(weight[~truth & ~found].sum(), weight[~truth].sum())
    gain = recall + specificity - 1
    if np.isnan(gain) or gain <= 0:
        return float("nan")
    return float(np.clip((raw + specificity - 1) / gain, 0, 1))
