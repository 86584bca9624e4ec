"""Cuts and corrupts the files of decode/ and decode-variants/ and writes what Pillow says of each to
decode-verdicts.json.

    python decode-verdicts.py        # Pillow 12.3.0's wheel (libjpeg-turbo 3.1, libwebp 1.6.0, libtiff 4.7.1), x86-64

A row is [[length], verdict] for a file cut to that length, or [[offset, byte], verdict] for one changed byte. A verdict
is the first 16 hex digits of the SHA-256 of the RGB bytes, or Pillow's error. Where libjpeg-turbo's SIMD code and its plain
code (JSIMD_FORCENONE=1) give different pixels, the row has the plain code's verdict as a third element.
"""
import hashlib
import io
import json
import os
import random
import subprocess
import sys
import warnings
from pathlib import Path

import PIL
from PIL import Image

HERE = Path(__file__).parent
warnings.simplefilter('ignore')


def verdict(data):
    try:
        with Image.open(io.BytesIO(data)) as image:
            return hashlib.sha256(image.convert('RGB').tobytes()).hexdigest()[:16]
    except Exception as error:
        text = f'{type(error).__name__}: {error}'
        return 'UnidentifiedImageError' if text.startswith('Unidentified') else text


def changes(data, seed):
    draw = random.Random(seed)
    steps = {len(data) * step // 25 for step in range(1, 25)}
    cuts = sorted(steps | {len(data) - step for step in range(1, 21)})
    for length in cuts:
        yield [length]
    for _ in range(24):
        offset = draw.randrange(len(data))
        yield [offset, draw.choice([byte for byte in range(256) if byte != data[offset]])]


def apply(data, change):
    if len(change) == 1:
        return data[: change[0]]
    changed = bytearray(data)
    changed[change[0]] = change[1]
    return bytes(changed)


def judge():
    files = sorted([*(HERE / 'decode').iterdir(), *(HERE / 'decode-variants').iterdir()])
    out = {}
    for path in files:
        data = path.read_bytes()
        rows = [[change, verdict(apply(data, change))] for change in changes(data, path.name)]
        out[f'{path.parent.name}/{path.name}'] = rows
    return out


if '--plain' in sys.argv:
    json.dump(judge(), sys.stdout)
else:
    files = judge()
    plain = json.loads(
        subprocess.run(
            [sys.executable, __file__, '--plain'], env={**os.environ, 'JSIMD_FORCENONE': '1'}, stdout=subprocess.PIPE, check=True
        ).stdout
    )
    for name, rows in files.items():
        for row, (_, other) in zip(rows, plain[name]):
            if row[1] != other:
                row.append(other)
    lines = [f' {json.dumps(name)}: {json.dumps(rows, separators=(",", ":"))}' for name, rows in files.items()]
    source = json.dumps({'pillow': PIL.__version__, 'command': 'python decode-verdicts.py'})
    text = '{\n"source": ' + source + ',\n"files": {\n' + ',\n'.join(lines) + '\n}\n}\n'
    (HERE / 'decode-verdicts.json').write_text(text)
