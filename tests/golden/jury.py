"""Agreement of three judges: scores, and what scikit-learn and pingouin say of them.

Run with: python tests/golden/jury.py   (scikit-learn, pingouin, numpy; the versions are in the output)
"""
import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin as pg
import sklearn
from sklearn.metrics import cohen_kappa_score

rng = np.random.default_rng(20261128)
n, scale = 40, 10
truth = rng.integers(2, 10, n)
noise = {"judge-a": (0, 1), "judge-b": (1, 2), "judge-c": (-1, 1)}
scores = {
    name: np.clip(truth + shift + rng.integers(-spread, spread + 1, n), 1, scale).tolist()
    for name, (shift, spread) in noise.items()
}

kappas, limits = {}, {}
for first, second in combinations(scores, 2):
    x, y = scores[first], scores[second]
    kappas[f"{first} {second}"] = cohen_kappa_score(x, y, labels=list(range(1, scale + 1)), weights="quadratic")
    difference = np.array(y) - np.array(x)
    half = 1.96 * difference.std(ddof=1)
    limits[f"{first} {second}"] = [difference.mean(), difference.mean() - half, difference.mean() + half]

long = pd.DataFrame(
    [(i, name, value) for name, values in scores.items() for i, value in enumerate(values)],
    columns=["item", "judge", "score"],
)
table = pg.intraclass_corr(data=long, targets="item", raters="judge", ratings="score")
icc2 = table[table["Type"].isin(["ICC2", "ICC(A,1)"])].iloc[0]

out = {
    "versions": {"scikit-learn": sklearn.__version__, "pingouin": pg.__version__, "numpy": np.__version__},
    "scale": scale,
    "scores": scores,
    "kappa_quadratic": kappas,
    "bland_altman": limits,
    "icc2": float(icc2["ICC"]),
    "jury_mean": np.mean(list(scores.values()), axis=0).tolist(),
}
Path(__file__).with_suffix(".json").write_text(json.dumps(out) + "\n")
