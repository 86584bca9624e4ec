"""The official way of the pixel tier, for official.bench.ts: Pillow, NumPy and scikit-image in one process.

Answers one JSON line for each JSON line it is asked, with the CPU seconds that the work took:
{"decode": [path, ...]}, {"pairs": [[candidate, reference], ...]} (also [PSNR, SSIM] of each), {"resize": [side, side]},
{"bootstrap": [values, resamples]}.
"""
import json
import sys
import time

import numpy as np
import PIL
import skimage
from PIL import Image
from skimage.metrics import structural_similarity


def decode(path):
    with Image.open(path) as image:
        return image.convert('RGB')


def score(candidate_path, reference_path):
    candidate, reference = decode(candidate_path), decode(reference_path)
    if candidate.size != reference.size:
        candidate = candidate.resize(reference.size, Image.LANCZOS)
    a, b = np.asarray(candidate, 'f4'), np.asarray(reference, 'f4')
    mse = float(np.mean((a - b) ** 2))
    psnr = 100.0 if mse == 0 else 20 * np.log10(255.0 / np.sqrt(mse))
    return float(psnr), float(structural_similarity(np.asarray(candidate.convert('L')), np.asarray(reference.convert('L'))))


noise = Image.fromarray(np.random.default_rng(1).integers(0, 256, (1024, 1024, 3), dtype='u1'))


def resize(_, target):
    noise.resize((target, target), Image.LANCZOS)


def bootstrap(count, resamples):
    values, rng = np.arange(count) * 0.61803398875 % 1, np.random.default_rng(42)
    for _ in range(resamples):
        rng.choice(values, size=count, replace=True).mean()


print(json.dumps({'versions': f'Pillow {PIL.__version__}, NumPy {np.__version__}, scikit-image {skimage.__version__}'}), flush=True)
for line in sys.stdin:
    [(task, items)] = json.loads(line).items()
    started, values = time.process_time(), None
    if task == 'decode':
        for path in items:
            decode(path)
    elif task == 'pairs':
        values = [score(*pair) for pair in items]
    elif task == 'resize':
        resize(*items)
    else:
        bootstrap(*items)
    print(json.dumps({'seconds': time.process_time() - started, 'values': values}), flush=True)
