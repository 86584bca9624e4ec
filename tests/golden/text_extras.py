"""Writes text_extras.json: further text metrics of pairs of bleu.json and of the pairs listed here.

    pip install rouge-score==0.1.2 sacrebleu==2.6.0 nltk==3.8 transformers==4.41.2
    python tests/golden/text_extras.py > tests/golden/text_extras.json
"""

import json
from importlib.metadata import version
from pathlib import Path

from nltk.util import ngrams
from rouge_score.rouge_scorer import RougeScorer
from sacrebleu.metrics import BLEU, CHRF
from transformers.data.metrics.squad_metrics import compute_f1

PAIRS = [
    ["", ""], ["", "a"], ["a", ""], ["the", "a"], ["...", "!"], ["No", "no"], ["x", "x"], ["ab", "abc"],
    ["The heart is normal.", "the heart, is normal"], ["It's T2-weighted (axial).", "its T2 weighted axial"],
    ["a cat sat on the mat", "the cat sat on a mat mat"], ["é the thé naïve", "the é thé naive"],
    ["🫁 lung 🫁", "lung 🫁"], ["肺 正常", "肺 異常"], ["one_the two", "one_ the two"], ["İ K", "i k"],
    ["b. heart", "b. heart"], ["no no no no", "no"], ["left lung clear right", "right lung clear left"],
]
rouge = RougeScorer(["rouge1", "rouge2", "rougeL"])
chrf = CHRF()
words = BLEU(tokenize="none", effective_order=True)


def distinct(tokens, n):
    return len(set(ngrams(tokens, n))) / len(tokens) if tokens else None


def length_ratio(response, answer):
    if not answer.split():
        return None
    lengths = words.sentence_score(response, [answer])
    return lengths.sys_len / lengths.ref_len


def score(response, answer):
    overlaps = rouge.score(answer, response)
    tokens = response.split()
    return {
        "response": response,
        "answer": answer,
        "rouge1": overlaps["rouge1"].fmeasure,
        "rouge2": overlaps["rouge2"].fmeasure,
        "rougeL": overlaps["rougeL"].fmeasure,
        "chrf": chrf.sentence_score(response, [answer]).score,
        "token_f1": compute_f1(answer, response),
        "distinct1": distinct(tokens, 1),
        "distinct2": distinct(tokens, 2),
        "length_ratio": length_ratio(response, answer),
    }


bleu = json.loads(Path(__file__).with_name("bleu.json").read_text(encoding="utf-8"))
pairs = PAIRS + [[case["normalized_response"], case["normalized_answer"]] for case in bleu[6:46]]
versions = {name: version(name) for name in ["rouge-score", "sacrebleu", "nltk", "transformers"]}
print(json.dumps({"versions": versions, "cases": [score(*pair) for pair in pairs]}, indent=1))
