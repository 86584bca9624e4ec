"""Draws small images of rarer kinds into decode-kinds/ and writes what Pillow makes of them to decode-kinds.json.

    python decode-kinds.py           # Pillow 12.3.0, NumPy, libjpeg-turbo's cjpeg and jpegtran (2.1.5); deterministic
"""
import hashlib
import json
import subprocess
import tempfile
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

FOLDER = Path(__file__).with_name('decode-kinds')
W, H = 61, 47
rng = np.random.default_rng(11)
y, x = np.mgrid[0:H, 0:W]
pixels = np.stack([x * 4 + y, (x * 2 + y * 3) % 256, (x * y) % 256], -1) + rng.integers(-9, 10, (H, W, 3))
rgb = Image.fromarray(np.clip(pixels, 0, 255).astype('u1'))

SAMPLINGS = ['1x2', '1x4', '4x1', '2x4', '3x2', '2x2,1x2,1x2', '2x2,2x1,2x1', '2x2,2x1,1x2', '2x2,1x1,2x1', '1x1,2x2,1x1']


def cjpeg(name, *options):
    with tempfile.NamedTemporaryFile(suffix='.ppm') as file:
        rgb.save(file.name)
        subprocess.run(['cjpeg', '-quality', '85', *options, '-outfile', FOLDER / name, file.name], check=True)


def without_last_scans(name, source, scans):
    """The first scans of a progressive file, and an end."""
    data = (FOLDER / source).read_bytes()
    starts = [at for at in range(len(data) - 1) if data[at : at + 2] == b'\xff\xda']
    (FOLDER / name).write_bytes(data[: starts[scans]] + b'\xff\xd9')


def write_jpeg():
    for sampling in SAMPLINGS:
        cjpeg(f'jpg_s{sampling.replace(",", "_")}.jpg', '-sample', sampling)
    cjpeg('jpg_s1x2_progressive.jpg', '-sample', '1x2', '-progressive')
    cjpeg('jpg_s1x2_restart.jpg', '-sample', '1x2', '-restart', '1B')
    cjpeg('jpg_arithmetic.jpg', '-arithmetic')
    cjpeg('jpg_arithmetic_progressive.jpg', '-arithmetic', '-progressive')
    cjpeg('jpg_progressive.jpg', '-progressive')
    for scans in (1, 3, 6):
        without_last_scans(f'jpg_scans{scans}.jpg', 'jpg_progressive.jpg', scans)
    cjpeg('jpg_422.jpg', '-sample', '2x1')
    subprocess.run(['jpegtran', '-rotate', '90', '-outfile', FOLDER / 'jpg_422_turned.jpg', FOLDER / 'jpg_422.jpg'], check=True)


def describe(path):
    with Image.open(path) as image:
        mode, decoded = image.mode, image.convert('RGB')
        return {'mode': mode, 'size': decoded.size, 'rgb_sha256': hashlib.sha256(decoded.tobytes()).hexdigest()}


FOLDER.mkdir(exist_ok=True)
write_jpeg()
files = {path.name: describe(path) for path in sorted(FOLDER.iterdir())}
source = {'pillow': PIL.__version__, 'command': 'python decode-kinds.py'}
Path(__file__).with_suffix('.json').write_text(json.dumps({'source': source, 'files': files}, indent=1) + '\n')
