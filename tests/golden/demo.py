"""What the reference libraries give for the whole demo: every local metric of every record, averages, deviations, intervals,
rates, and the tests between three systems. The evaluator is written anew here from the protocol, shares no code with this
project, and first proves itself on the golden vectors of the official one.

    pip install numpy==1.24.2 scipy==1.10.1 scikit-image==0.21.0 nltk==3.8.1 'Pillow>=10,<13'
    npm run demo
    python tests/golden/demo.py > tests/golden/demo.json

The third system, "demo-echo", gives back what it was asked: the instruction as the response, the input image as the output.
"""
import hashlib
import io
import json
import re
import sys
import tempfile
import warnings
import zipfile
from itertools import combinations
from pathlib import Path

import nltk
import numpy as np
import PIL
import scipy
import scipy.stats
import skimage
from nltk.translate.bleu_score import SmoothingFunction, sentence_bleu
from PIL import Image
from skimage.metrics import structural_similarity

GOLDEN = Path(__file__).parent
DEMO = GOLDEN.parent.parent / "static/demo/demo.zip"

FORMATS = {  # file word: (dataset file, task in the results, official metrics)
    "vqa": ("vqa.jsonl", "vqa", ("BLEU", "Text_EM")),
    "edit": ("edit.jsonl", "image_edit", ("PSNR", "SSIM")),
    "generate": ("gen.jsonl", "multimodal_generation", ("PSNR", "SSIM", "BLEU")),
}
TASKS = (
    "multiple-choice blank-filling report-generation question-answering style-transfer artifact-removal "
    "noise-reconstruction resolution-editing contrast-enhancement anatomical-annotation disease-prediction "
    "instruction-editing organic-removal organic-reconstruction 3d-to-2d-projection 2d-to-3d-reconstruction"
).split()
THRESHOLDS = {"PSNR": 28, "SSIM": 0.7, "BLEU": 0.09}
CLOSED = ("multiple-choice", "blank-filling")
SECTIONS = (
    "STUDY EXAMINATION MODALITY CLINICAL_HISTORY INDICATION HISTORY TECHNIQUE COMPARISON FINDINGS IMPRESSION "
    "RECOMMENDATION NOTIFICATION"
).split()


# Images


def compare_images(candidate_file, reference_file):
    candidate = Image.open(candidate_file).convert("RGB")
    reference = Image.open(reference_file).convert("RGB")
    if candidate.size != reference.size:
        candidate = candidate.resize(reference.size, Image.Resampling.LANCZOS)
    error = np.mean((np.asarray(candidate, float) - np.asarray(reference, float)) ** 2)
    psnr = 100.0 if error == 0 else float(20 * np.log10(255 / np.sqrt(error)))
    grey = (np.asarray(image.convert("L")) for image in (candidate, reference))
    return {"PSNR": psnr, "SSIM": float(structural_similarity(*grey, data_range=255))}


# Texts


def collapse(text):
    return " ".join(text.split())


def free_text(text):
    return collapse(text).lower()


def filled_lines(text):
    return [line.strip() for line in text.splitlines() if line.strip()]


def serialise(value, indent=""):
    """A report's sections in their fixed order, others by name; lists joined; empty texts and lists left out."""
    if not isinstance(value, dict):
        return collapse(str(value))

    def rank(name):
        place = SECTIONS.index(name.upper()) if name.upper() in SECTIONS else len(SECTIONS)
        return place, name.lower()

    lines = []
    for name in sorted(value, key=rank):
        content = value[name]
        if isinstance(content, dict):
            lines.append(f"{indent}{name}:")
            lines.extend(filter(None, [serialise(content, indent + "  ")]))
        elif isinstance(content, list):
            if content:
                lines.append(f"{indent}{name}: " + "; ".join(collapse(str(item)) for item in content))
        elif collapse(str(content)):
            lines.append(f"{indent}{name}: {collapse(str(content))}")
    return "\n".join(lines)


def find_choices(instruction):
    heading = re.search(r"\boptions?\s*:", instruction, re.I)
    if not heading:
        return []
    found = (re.match(r"([A-Za-z])[.)\]:-](.*)$", line) for line in filled_lines(instruction[heading.end() :]))
    return [f"{one[1].upper()}. {one[2].strip()}" for one in found if one and one[2].strip()]


def split_label(text):
    """(letter, body) of "B. heart", "b) heart" …; (letter, "") of a letter alone; None without a label."""
    upper = free_text(text).upper()
    if re.fullmatch("[A-Z]", upper):
        return upper.lower(), None
    label = re.match(r"([A-Z])[.)\]:-](.*)$", upper)
    return (label[1].lower(), free_text(label[2])) if label else None


def canonical(text):
    label = split_label(text)
    if label is None:
        return free_text(text)
    letter, body = label
    return f"{letter}. {body}" if body else letter


def name_options(choices):
    names = {}
    for choice in choices:
        option = canonical(choice)
        names[option] = option
        label = split_label(choice)
        if label is not None and label[1] is not None:
            letter, body = label
            names[letter] = names[letter + "."] = option
            if body:
                names[body] = option
    return names


def closed_form(text, names):
    return names.get(canonical(text), canonical(text))


STATED = re.compile(r"(?:final answer|answer|option|choice)\s*(?:is|:|=|-)?\s*\(?([A-Z])\)?(?:[.)\s]|$)", re.I)
PREAMBLE = re.compile(r"^(?:(?:final\s+)?(?:answer|response|blank)|the\s+blank)\s*(?:is|:|=|-)?\s*", re.I)


def read_choice(raw, names):
    if not names:
        return free_text(raw)
    for line in reversed(filled_lines(raw)):
        stated = STATED.search(line)
        if stated:
            return names.get(stated[1].lower(), stated[1].lower())
        if closed_form(line, names) in names:
            return closed_form(line, names)
    for letter in reversed(re.findall(r"\b([A-Z])\b", raw.upper())):
        if letter.lower() in names:
            return names[letter.lower()]
    inside = [name for name in names if len(name) > 1 and name in free_text(raw)]
    return names[max(inside, key=len)] if inside else None


def read_blank(raw):
    answer = PREAMBLE.sub("", filled_lines(raw)[-1]).strip(" \t\n\r[]().,:;-")
    answer = free_text(answer)
    return answer if answer and len(answer.split()) <= 20 else None


def read_answer(task, text, names):
    """The answer parsed out of a free response; None where there is none."""
    raw = text.strip()
    if not raw:
        return None
    return read_choice(raw, names) if task == "multiple-choice" else read_blank(raw)


def exact_match(task, response, answer, choices):
    names = name_options(choices)
    observed, expected = (read_answer(task, text, names) for text in (response, answer))
    score = None if observed is None or expected is None else float(observed == expected)
    return score, observed


def bleu(response, reference):
    candidate, target = response.split(), reference.split()
    if not candidate or not target:
        return 0.0
    return float(sentence_bleu([target], candidate, smoothing_function=SmoothingFunction().method1))


def score_text(record, response):
    task, answer = record["paper_task"], record.get("answer") or ""
    if task not in CLOSED:
        texts = collapse(response), serialise(answer)
        return {**name_texts(*texts), "BLEU": bleu(*texts)}
    choices = find_choices(record["instruction"])
    names = name_options(choices)
    texts = closed_form(response, names), closed_form(str(answer), names)
    score, parsed = exact_match(task, response, str(answer), choices)
    return {
        **name_texts(*texts),
        "BLEU": bleu(*texts),
        "Text_EM": score,
        "Text_EM_parse_status": "NA" if parsed is None else "parsed",
        "Text_EM_parsed_answer": parsed,
    }


def name_texts(response, answer):
    return {"normalized_response_text": response, "normalized_answer_text": answer}


# Statistics


def interval(values):
    rng = np.random.default_rng(42)
    means = [np.mean(rng.choice(values, size=len(values), replace=True)) for _ in range(1000)]
    return [float(end) for end in np.percentile(means, [2.5, 97.5])]


def describe(rows, metrics, with_interval=True, with_std=True):
    facts = {}
    for metric in metrics:
        values = np.array([row[metric] for row in rows if row.get(metric) is not None], float)
        if len(values) == 0:
            continue
        facts[f"Average_{metric}"] = float(values.mean())
        if with_std:
            facts[f"Std_{metric}"] = float(values.std())
        if with_interval:
            facts[f"Bootstrap95CI_Low_{metric}"], facts[f"Bootstrap95CI_High_{metric}"] = interval(values)
            if metric in THRESHOLDS:
                facts[f"{metric}_Accuracy_Rate"] = float(np.mean(values >= THRESHOLDS[metric]))
    return facts


def group(rows, field):
    keys = sorted({row[field] for row in rows})
    return {key: [row for row in rows if row[field] == key] for key in keys}


def summarise(rows, word):
    _, task, metrics = FORMATS[word]
    modalities, tasks = group(rows, "modality"), group(rows, "paper_task")

    def analyse(groups):
        plain = {"with_interval": False}
        return {key: {"Sample_Count": len(own), **describe(own, metrics, **plain)} for key, own in groups.items()}

    return {
        "task": task,
        "records": len(rows),
        **describe(rows, metrics),
        "by_modality": {key: describe(own, metrics, False, False) for key, own in modalities.items()},
        "Error_Analysis": {
            "sample_count": len(rows),
            "by_modality": analyse(modalities),
            "by_paper_task": analyse(tasks),
        },
        "Task_Coverage": {
            "expected_task_count": len(TASKS),
            "present_task_count": len(tasks),
            "present_tasks": sorted(tasks),
            "missing_tasks": sorted(set(TASKS) - set(tasks)),
            "complete": len(tasks) == len(TASKS),
        },
    }


def wilcoxon(a, b):
    if np.all(a == b):
        return 0.0, 1.0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # few pairs
        test = scipy.stats.wilcoxon(a, b, zero_method="wilcox", alternative="two-sided")
    return float(test.statistic), float(test.pvalue)


def clustered_interval(differences, sources):
    """Whole source images are drawn, as many as there are; where none are shared these are the pairs themselves."""
    clusters = {}
    for difference, source in zip(differences, sources):
        clusters.setdefault(source, []).append(difference)
    if len(clusters) == len(differences):
        return interval(differences)
    values = list(clusters.values())
    rng = np.random.default_rng(42)
    draws = (rng.integers(0, len(values), len(values)) for _ in range(1000))
    means = [np.mean(np.concatenate([values[place] for place in places])) for places in draws]
    return [float(end) for end in np.percentile(means, [2.5, 97.5])]


def holm(p_values):
    adjusted, floor = [0.0] * len(p_values), 0.0
    for rank, place in enumerate(np.argsort(p_values, kind="stable")):
        floor = min(1.0, max(floor, p_values[place] * (len(p_values) - rank)))
        adjusted[place] = float(floor)
    return adjusted


def compare_systems(systems):
    """Every two systems by every metric and format: the evaluator's test, the interval of the difference, Holm over all."""
    tests = {}
    for word, (_, _, metrics) in FORMATS.items():
        for (name_a, rows_a), (name_b, rows_b) in combinations(systems.items(), 2):
            for metric in metrics:
                of_b = {row["sample_id"]: row for row in rows_b[word]}
                pairs = sorted(
                    (row["sample_id"], json.dumps(row["input_images"]), row[metric], of_b[row["sample_id"]][metric])
                    for row in rows_a[word]
                    if row.get(metric) is not None and of_b[row["sample_id"]].get(metric) is not None
                )
                a, b = (np.array([pair[side] for pair in pairs]) for side in (2, 3))
                statistic, p = wilcoxon(a, b)
                low, high = clustered_interval(b - a, [pair[1] for pair in pairs])
                tests[f"{word}:{metric}:{name_a}_vs_{name_b}"] = {
                    "n": len(pairs),
                    "statistic": statistic,
                    "p_value": p,
                    "mean_diff": float(np.mean(b - a)),
                    "ci_low": low,
                    "ci_high": high,
                    "is_equal": bool(np.all(a == b)),
                }
    tested = [test for test in tests.values() if not test["is_equal"]]
    for test, adjusted in zip(tested, holm([test["p_value"] for test in tested])):
        test["holm_p"] = adjusted
    return tests


# Files


def read_jsonl(path):
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def echo(record):
    return {**record, "response": record["instruction"], "output_image": record["input_image"]}


def score_record(record, word, data, predictions):
    image = predictions / record["output_image"]
    if not image.is_file():
        image = data / record["output_image"]
    return {
        **{key: record[key] for key in ("sample_id", "paper_task", "modality", "input_images")},
        **(compare_images(image, data / record["ground_truth_image"]) if word != "vqa" else {}),
        **(score_text(record, record["response"]) if word != "edit" else {}),
    }


def evaluate(root, with_echo):
    data, predictions = root / "MedGEN_data", root / "predictions"
    names = sorted({path.name.rsplit("_", 1)[0] for path in predictions.glob("*.jsonl")})
    systems = {}
    for name in names:
        files = {word: read_jsonl(predictions / f"{name}_{word}.jsonl") for word in FORMATS}
        systems[name] = files
    if with_echo:
        systems["demo-echo"] = {
            word: [echo(record) for record in read_jsonl(data / file)] for word, (file, _, _) in FORMATS.items()
        }
    return {
        name: {word: [score_record(row, word, data, predictions) for row in rows] for word, rows in files.items()}
        for name, files in systems.items()
    }


def summarise_all(systems):
    """As it is written: a record's metrics by sample id, without what the dataset already says."""
    facts = ("sample_id", "paper_task", "modality", "input_images")
    return {
        name: {
            word: {
                "results": summarise(rows, word),
                "rows": {row["sample_id"]: {k: v for k, v in row.items() if k not in facts} for row in rows},
            }
            for word, rows in files.items()
        }
        for name, files in systems.items()
    }


# The official evaluator's own results


def golden(name):
    return json.loads((GOLDEN / f"{name}.json").read_text("utf-8"))


def near(actual, expected, tolerance, what):
    assert abs(actual - expected) <= tolerance, (what, actual, expected)


def prove():
    for case in golden("pixel"):
        scores = compare_images(GOLDEN / case["pred"], GOLDEN / case["ref"])
        near(scores["PSNR"], case["psnr"], 1e-4, case)
        near(scores["SSIM"], case["ssim"], 1e-9, case)
    for case in golden("bleu"):
        near(bleu(case["normalized_response"], case["normalized_answer"]), case["bleu"], 1e-12, case)
    for case in golden("choices"):
        assert find_choices(case["instruction"]) == case["choices"], case
    for case in golden("serialize"):
        assert serialise(case["answer"]) == case["serialized"], case
    for case in golden("closed_form"):
        score, parsed = exact_match(case["task"], case["response"], case["answer"], case["choices"])
        assert (score, parsed) == (case["score"], case["parsed_answer"]), (case, score, parsed)
    for case in golden("stats")["bootstrap"]:
        if case["values"]:
            low, high = interval(np.array(case["values"]))
            near(low, case["ci_low"], 1e-9, case)
            near(high, case["ci_high"], 1e-9, case)
    for case in golden("stats")["wilcoxon"]:
        if "x" in case and case["p_value"] is not None:
            statistic, p = wilcoxon(np.array(case["x"]), np.array(case["y"]))
            assert statistic == case["statistic"], case
            near(p, case["p_value"], 1e-9, case)


def main():
    assert scipy.__version__ == "1.10.1", "Wilcoxon's test is SciPy 1.10.1's: later versions choose another method"
    prove()
    archive = DEMO.read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        zipfile.ZipFile(io.BytesIO(archive)).extractall(folder)
        systems = evaluate(Path(folder), with_echo=True)
    content = {
        "versions": {
            "numpy": np.__version__,
            "scipy": scipy.__version__,
            "skimage": skimage.__version__,
            "pillow": PIL.__version__,
            "nltk": nltk.__version__,
        },
        "demo_sha256": hashlib.sha256(archive).hexdigest(),
        "systems": summarise_all(systems),
        "tests": compare_systems(systems),
    }
    json.dump(content, sys.stdout, ensure_ascii=False, indent=1)
    print()


if __name__ == "__main__":
    main()
