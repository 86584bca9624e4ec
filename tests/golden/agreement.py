"""Golden values for tests/stats, from independent implementations. Inputs are drawn by rule, outputs are the libraries'.

    pip install numpy==1.24.2 scipy==1.10.1 scikit-learn==1.2.2 statsmodels==0.14.0 pingouin==0.5.3 mpmath==1.3.0 'pandas<2.1'
    python tests/golden/agreement.py > tests/golden/agreement.json
"""
import json
import warnings

import mpmath
import numpy as np
import pandas as pd
import pingouin
import scipy
import scipy.stats
import sklearn
import statsmodels
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.multitest import multipletests

warnings.simplefilter("ignore")
pingouin.options["round.column.CI95%"] = None
rng = np.random.default_rng(20240611)


def rule(n, step, scale):
    """Value i (from 0) is (i * step mod 1) * scale; the tests draw the same values."""
    return (np.arange(n) * step) % 1.0 * scale


def sums():
    for n in [0, 1, 2, 7, 8, 9, 15, 16, 17, 127, 128, 129, 136, 255, 256, 257, 1000, 3872, 6623, 119000]:
        values = rule(n, 0.61803398875, 37.1)
        yield {"n": n, "sum": values.sum(), "mean": values.mean() if n else None, "std": values.std() if n else None}


def percentiles():
    for n in [1, 2, 3, 4, 10, 999, 1000]:
        values = rule(n, 0.7548776662466927, 5.0)
        for percent in [0, 2.5, 25, 50, 97.5, 100]:
            yield {"n": n, "percent": percent, "value": np.percentile(values, percent)}


def wilcoxon_cases():
    pairs = [("one pair", [1.0], [2.0])]
    for n in [4, 5, 9, 20, 33, 50, 51]:
        a = rng.integers(0, 8, n) / 4
        b = a + rng.choice([-1.0, -0.75, -0.5, -0.25, 0.25, 0.5, 0.75, 1.0, 1.25], n)
        pairs.append(("ties, no zeros", a.tolist(), b.tolist()))
        pairs.append(("swapped", b.tolist(), a.tolist()))
    for n in [40, 50, 51, 400]:
        a = rng.normal(0, 1, n)
        pairs.append(("shifted far", a.tolist(), (a + 3 + rng.normal(0, 0.1, n)).tolist()))
    for kind, a, b in pairs:
        result = scipy.stats.wilcoxon(a, b)
        yield {"kind": kind, "a": a, "b": b, "statistic": result.statistic, "pValue": result.pvalue}


def wilcoxon_large():
    for n in [3872, 119000]:
        a, b = rule(n, 0.61803398875, 1.0), rule(n, 0.7548776662466927, 1.01)
        result = scipy.stats.wilcoxon(a, b)
        yield {"n": n, "statistic": result.statistic, "pValue": result.pvalue}


def survival():
    for z in np.concatenate([np.linspace(-6, 6, 97), np.linspace(6.5, 37, 62)]).tolist():
        yield {"z": z, "sf": scipy.stats.norm.sf(z)}


def incomplete_beta():
    mpmath.mp.dps = 40
    for a in [0.5, 1, 2.5, 10, 63, 1934.5, 59498.5]:
        for b in [0.5, 1, 3, 40.5, 1200]:
            for x in [1e-9, 1e-3, 0.2, 0.5, 0.77, 0.999]:
                yield {"x": x, "a": a, "b": b, "value": float(mpmath.betainc(a, b, 0, mpmath.mpf(x), regularized=True))}


def upper_f():
    for d1 in [1, 1.37, 5, 29, 499]:
        for d2 in [0.6, 1, 2.83, 12, 1000]:
            for tail in [0.025, 0.5, 0.975]:
                yield {"tail": tail, "d1": d1, "d2": d2, "value": scipy.stats.f.isf(tail, d1, d2)}


def holm_cases():
    families = [[0.04], [0.01, 0.04, 0.03, 0.005], [0.5, 0.9, 0.7], [0.02, 0.02, 0.02], rng.random(30).tolist()]
    families.append((rng.random(25) ** 6).tolist())
    for p_values in families:
        yield {"pValues": p_values, "adjusted": multipletests(p_values, method="holm")[1].tolist()}


def paired_bootstrap():
    for n in [1, 2, 9, 60, 500]:
        a, b = rng.normal(6, 2, n), rng.normal(7, 2, n)
        differences = b - a
        generator = np.random.default_rng(42)
        means = [generator.choice(differences, size=n, replace=True).mean() for _ in range(1000)]
        low, high = np.percentile(means, [2.5, 97.5])
        yield {"a": a.tolist(), "b": b.tolist(), "mean": differences.mean(), "ciLow": low, "ciHigh": high}


def correlations():
    for n in [3, 4, 5, 12, 40, 300]:
        x = rng.normal(0, 1, n)
        samples = {
            "related": x + rng.normal(0, 1, n),
            "opposed": -x + rng.normal(0, 0.3, n),
            "unrelated": rng.normal(0, 1, n),
            "linear": 2 * x + 1,
            "far from zero": x * 1e-3 + 1e4,
        }
        pairs = [(kind, x, y) for kind, y in samples.items()]
        if n > 4:
            pairs.append(("ratings", rng.integers(1, 6, n).astype(float), rng.integers(1, 6, n).astype(float)))
        for kind, x_side, y_side in pairs:
            r, rho = scipy.stats.pearsonr(x_side, y_side), scipy.stats.spearmanr(x_side, y_side)
            yield {
                "kind": kind, "x": x_side.tolist(), "y": y_side.tolist(),
                "pearson": r.statistic, "pearsonP": r.pvalue, "spearman": rho.statistic, "spearmanP": rho.pvalue,
            }


def kappas():
    for n, top in [(2, 2), (10, 3), (30, 5), (30, 10), (400, 10)]:
        first = rng.integers(1, top + 1, n)
        for kind, second in {
            "near": np.clip(first + rng.integers(-1, 2, n), 1, top), "unrelated": rng.integers(1, top + 1, n),
            "reversed": top + 1 - first, "constant": np.full(n, top),
        }.items():
            scale = list(range(1, top + 1))
            score = lambda weights: cohen_kappa_score(first, second, labels=scale, weights=weights)
            yield {
                "kind": kind, "first": first.tolist(), "second": second.tolist(), "scale": scale,
                "none": score(None), "linear": score("linear"), "quadratic": score("quadratic"),
            }


def intraclass():
    shrout_fleiss = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    tables = [("Shrout and Fleiss 1979", np.array(shrout_fleiss, float))]
    for n, k in [(5, 2), (6, 3), (30, 2), (30, 3), (480, 2)]:
        true = rng.normal(6, 2, (n, 1))
        tables.append(("close", true + rng.normal(0, 0.3, (n, k))))
        tables.append(("noisy", true + rng.normal(0, 3, (n, k))))
        tables.append(("unrelated", rng.normal(6, 2, (n, k))))
        tables.append(("offset", true + rng.normal(0, 0.5, (n, k)) + np.arange(k) * 2))
        tables.append(("scale of 1 to 10", np.clip(np.round(true + rng.normal(0, 1, (n, k))), 1, 10)))
    for kind, table in tables:
        n, k = table.shape
        long = pd.DataFrame({"item": np.repeat(np.arange(n), k), "rater": np.tile(np.arange(k), n), "y": table.ravel()})
        result = pingouin.intraclass_corr(long, targets="item", raters="rater", ratings="y").set_index("Type")
        low, high = result.at["ICC2", "CI95%"]
        yield {"kind": kind, "ratings": table.tolist(), "icc": result.at["ICC2", "ICC"], "low": low, "high": high}


def resampled(n, statistic):
    """Percentiles 2.5 and 97.5 of the statistic over 1,000 resamples of the items."""
    generator = np.random.default_rng(42)
    values = np.array([statistic(generator.integers(0, n, n)) for _ in range(1000)])
    return np.percentile(values[~np.isnan(values)], [2.5, 97.5]).tolist()


def rater_pairs():
    own = np.random.default_rng(77)
    for n, top in [(12, 5), (30, 10), (60, 5), (97, 10)]:
        first = own.integers(1, top + 1, n)
        second = np.clip(first + own.integers(-2, 3, n), 1, top)
        judge = np.clip(first + own.normal(0.8, 1.5, n), 1, top)
        scale = list(range(1, top + 1))
        mean = (first + second) / 2
        kappa = lambda weights: lambda i: cohen_kappa_score(first[i], second[i], labels=scale, weights=weights)
        absolute = np.abs(mean - judge)
        differences = judge - mean
        spread = 1.96 * differences.std(ddof=1)
        statistics = {
            "linear": kappa("linear"), "quadratic": kappa("quadratic"),
            "pearson": lambda i: scipy.stats.pearsonr(mean[i], judge[i]).statistic,
            "spearman": lambda i: scipy.stats.spearmanr(mean[i], judge[i]).statistic,
            "absoluteDifference": lambda i: absolute[i].mean(),
        }
        everything = np.arange(n)
        yield {
            "first": first.tolist(), "second": second.tolist(), "judge": judge.tolist(), "top": top,
            "estimates": {
                name: {"value": statistic(everything), "interval": resampled(n, statistic)}
                for name, statistic in statistics.items()
            },
            "blandAltman": {
                "bias": differences.mean(), "low": differences.mean() - spread, "high": differences.mean() + spread,
            },
        }


golden = {
    "command": "python tests/golden/agreement.py > tests/golden/agreement.json",
    "versions": {
        "numpy": np.__version__, "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
        "statsmodels": statsmodels.__version__, "pingouin": pingouin.__version__,
        "mpmath": mpmath.__version__,
    },
    "sums": list(sums()),
    "percentiles": list(percentiles()),
    "wilcoxon": list(wilcoxon_cases()),
    "wilcoxonLarge": list(wilcoxon_large()),
    "normalSurvival": list(survival()),
    "regularisedBeta": list(incomplete_beta()),
    "upperF": list(upper_f()),
    "holm": list(holm_cases()),
    "pairedBootstrap": list(paired_bootstrap()),
    "correlation": list(correlations()),
    "kappa": list(kappas()),
    "icc": list(intraclass()),
    "raters": list(rater_pairs()),
}
parts = (f'"{key}": {json.dumps(value, allow_nan=False, default=float)}' for key, value in golden.items())
print("{\n" + ",\n".join(parts) + "\n}")
