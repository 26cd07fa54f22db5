"""Writes test/evals/fixtures/scipy.json: what scipy says of data that the tests then give to ours.

Debian: apt-get install python3-scipy; then python3 scripts/make-scipy-fixtures.py
"""

import json
import math
from pathlib import Path

import numpy as np
import scipy
from scipy import stats

random = np.random.default_rng(20261126)
ALPHA = 0.05


def mean_difference(a, b, axis=-1):
    return np.mean(b, axis=axis) - np.mean(a, axis=axis)


def mean(x, axis=-1):
    return np.mean(x, axis=axis)


def sign_flip(differences, resamples=np.inf):
    return stats.permutation_test(
        (differences,), mean, permutation_type="samples", n_resamples=resamples,
        vectorized=True, batch=2**16, rng=np.random.default_rng(1),
    ).pvalue


def permutation(a, b, resamples=np.inf):
    return stats.permutation_test(
        (a, b), mean_difference, permutation_type="independent", n_resamples=resamples,
        vectorized=True, batch=2**14, rng=np.random.default_rng(1),
    ).pvalue


def invert(differences, inside, outside):
    """The shift nearest to `outside` that the test does not reject, by bisection."""
    if sign_flip(differences - outside) > ALPHA:
        return None
    for _ in range(60):
        middle = (inside + outside) / 2
        if sign_flip(differences - middle) > ALPHA:
            inside = middle
        else:
            outside = middle
    return inside


def draw(kind, n):
    if kind == "uniform":
        return np.round(random.uniform(0, 10, n), 3)
    if kind == "integer":
        return random.integers(0, 11, n).astype(float)
    if kind == "skewed":
        return np.clip(10 - np.floor(random.exponential(1.5, n)), 0, 10)
    if kind == "bimodal":
        return np.where(random.random(n) < 0.5, random.integers(0, 3, n), random.integers(8, 11, n)).astype(float)
    if kind == "tied":
        return np.where(random.random(n) < 0.7, 8.0, random.integers(6, 10, n))
    raise ValueError(kind)


KINDS = ["uniform", "integer", "skewed", "bimodal", "tied"]


def paired_cases():
    for kind in KINDS:
        for n in [2, 3, 5, 6, 7, 9, 12]:
            a, b = draw(kind, n), draw(kind, n)
            differences = b - a
            if np.all(differences == differences[0]):
                continue
            case = {"kind": kind, "a": a.tolist(), "b": b.tolist(), "p": sign_flip(differences)}
            if n <= 9:
                low = invert(differences, differences.mean(), -40.0)
                high = invert(differences, differences.mean(), 40.0)
                case["interval"] = None if low is None or high is None else [low, high]
            yield case
    a, b = draw("uniform", 20), draw("uniform", 20)
    yield {"kind": "uniform", "a": a.tolist(), "b": b.tolist(), "p": sign_flip(b - a)}


def sampled_paired_cases():
    for kind in KINDS:
        for n in [25, 60]:
            a, b = draw(kind, n), draw(kind, n)
            p = sign_flip(b - a, 400_000)
            yield {"kind": kind, "a": a.tolist(), "b": b.tolist(), "p": p}


def unpaired_cases():
    for kind in KINDS:
        for n, m in [(2, 2), (3, 3), (2, 5), (5, 4), (6, 6), (8, 7), (3, 14)]:
            a, b = draw(kind, n), draw(kind, m)
            case = {"kind": kind, "a": a.tolist(), "b": b.tolist(), "p": permutation(a, b)}
            if np.var(a) + np.var(b) > 0:
                ci = stats.ttest_ind(b, a, equal_var=False).confidence_interval(1 - ALPHA)
                case["welch"] = [ci.low, ci.high]
            case["effect"] = stats.mannwhitneyu(b, a).statistic / (n * m)
            yield case


def sampled_unpaired_cases():
    for kind in KINDS:
        for n, m in [(40, 30), (15, 60)]:
            a, b = draw(kind, n), draw(kind, m)
            ci = stats.ttest_ind(b, a, equal_var=False).confidence_interval(1 - ALPHA)
            yield {
                "kind": kind, "a": a.tolist(), "b": b.tolist(), "p": permutation(a, b, 200_000),
                "welch": [ci.low, ci.high], "effect": stats.mannwhitneyu(b, a).statistic / (n * m),
            }


def student_cases():
    for kind in KINDS:
        for n in [2, 3, 10, 50]:
            x = draw(kind, n)
            if np.var(x) == 0:
                continue
            ci = stats.ttest_1samp(x, 0).confidence_interval(1 - ALPHA)
            yield {"values": x.tolist(), "interval": [ci.low, ci.high], "median": float(np.median(x))}


def quantiles():
    for df in [1, 1.3, 2, 2.7, 3, 5, 9.5, 17, 30, 100, 1234.5, 1e5, 1e6]:
        for tail in [0.45, 0.2, 0.1, 0.05, 0.025, 0.005, 0.0005, 1e-6]:
            yield [df, tail, float(stats.t.isf(tail, df))]


def unseen_shares():
    for n in [1, 2, 10, 71, 72, 1000]:
        for alpha in [0.1, 0.05, 0.01]:
            high = stats.binomtest(0, n).proportion_ci(1 - alpha, method="exact").high
            yield [n, alpha, float(high)]


def concordances():
    for n in [3, 10, 40]:
        x = random.integers(0, 11, n)
        y = np.clip(x + random.integers(-2, 3, n), 0, 10)
        # Cohen's kappa with quadratic weights, from its definition by tables.
        observed, expected = np.zeros((11, 11)), np.zeros((11, 11))
        for i, j in zip(x, y):
            observed[i, j] += 1
        for i in range(11):
            for j in range(11):
                expected[i, j] = np.sum(x == i) * np.sum(y == j) / n
        weights = np.subtract.outer(np.arange(11), np.arange(11)) ** 2
        kappa = 1 - np.sum(weights * observed) / np.sum(weights * expected)
        yield {"x": x.tolist(), "y": y.tolist(), "kappa": float(kappa)}


fixtures = {
    "scipy": scipy.__version__,
    "paired": list(paired_cases()),
    "sampledPaired": list(sampled_paired_cases()),
    "unpaired": list(unpaired_cases()),
    "sampledUnpaired": list(sampled_unpaired_cases()),
    "student": list(student_cases()),
    "quantiles": list(quantiles()),
    "unseenShares": list(unseen_shares()),
    "concordances": list(concordances()),
}

path = Path(__file__).parent.parent / "test/evals/fixtures/scipy.json"
sections = ",\n".join(
    f'  {json.dumps(name)}: '
    + (json.dumps(value) if isinstance(value, str) else "[\n    " + ",\n    ".join(map(json.dumps, value)) + "\n  ]")
    for name, value in fixtures.items()
)
path.write_text("{\n" + sections + "\n}\n")
assert not math.isnan(fixtures["quantiles"][0][2])
