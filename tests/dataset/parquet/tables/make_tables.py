"""Writes small Parquet tables as the libraries that people use write them, and beside each what that library's own reader
(PyArrow's `to_pylist`) makes of it: `<name>.parquet` and `<name>.jsonl`.

    pip install pyarrow pandas polars duckdb datasets
    python make_tables.py

In the JSON, as in a record: a map is an object; a decimal, a half float a number; an integer beyond 2**53 and a date or time a
text; bytes are `{"$bytes": hex}`; a field of a structure that is None is left out, and a structure without fields is null.
"""

import datetime as dt
import decimal
import json
import math
import pathlib
import sys
import uuid

import duckdb
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else __file__).resolve()
HERE = HERE if HERE.is_dir() else HERE.parent


def plain(value):
    """A value of `to_pylist` as a record holds it."""
    if isinstance(value, dict):
        fields = {str(plain(key)): plain(inner) for key, inner in value.items()}
        fields = {key: inner for key, inner in fields.items() if inner is not None}
        return fields or None
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, bytes):
        return {"$bytes": value.hex()}
    if isinstance(value, decimal.Decimal):
        return plain(int(value)) if value.as_tuple().exponent == 0 else float(value)
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        text = value.isoformat()
        # In which zone an instant is told is the reader's choice.
        return value.tz_convert("UTC").isoformat() if isinstance(value, pd.Timestamp) and value.tzinfo else (
            value.astimezone(dt.timezone.utc).isoformat() if isinstance(value, dt.datetime) and value.tzinfo else text)
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, np.floating):
        return plain(float(value))
    if isinstance(value, float) and not math.isfinite(value):
        return {"$float": str(value)}
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > 2**53 - 1:
        return str(value)
    return value


def expect(path):
    rows = pq.ParquetFile(path).read().to_pylist(maps_as_pydicts="strict")
    rows = [{key: inner for key, inner in ((k, plain(v)) for k, v in row.items()) if inner is not None} for row in rows]
    lines = [json.dumps(row, ensure_ascii=False) + "\n" for row in rows]
    path.with_suffix(".jsonl").write_text("".join(lines))


REPORT = {
    "MODALITY": "Radiograph",
    "FINDINGS": {"Lungs": {"Left": "Clear.", "Right": {"Apex": "Scar.", "Base": "Clear."}}, "Heart": "Normal."},
    "IMPRESSION": ["No effusion.", "None needed."],
}
OTHER = {
    "MODALITY": "CT",
    "FINDINGS": {"Lungs": {"Right": {"Base": "Nodule, 4 mm."}}},
    "IMPRESSION": [],
    "RECOMMENDATION": [{"what": "CT", "months": 6}, {"what": "none", "months": None}],
}
JUDGE = {
    "anatomical_accuracy": {"score": 7, "explanation": "e"},
    "hallucination_omission_control": {"score": 8, "explanation": None},
    "overall_score": 8,
}
RECORDS = [
    {"sample_id": "s0", "answer": REPORT, "response": "a", "vlm_judge_w_gt_result": JUDGE, "choices": ["A", "B"]},
    {"sample_id": "s1", "answer": OTHER, "response": "größer", "vlm_judge_w_gt_result": None, "choices": None},
    {"sample_id": "s2", "answer": None, "response": None, "vlm_judge_w_gt_result": JUDGE, "choices": []},
]


def write_nested():
    table = pa.Table.from_pylist(RECORDS)
    pq.write_table(table, HERE / "pyarrow_nested.parquet", version="1.0", use_compliant_nested_type=False)
    pq.write_table(table, HERE / "pyarrow_v2_nested.parquet", data_page_version="2.0", compression="zstd",
                   data_page_size=64, row_group_size=2)
    pd.DataFrame(RECORDS).to_parquet(HERE / "pandas_nested.parquet")
    pl.DataFrame(RECORDS, infer_schema_length=None).write_parquet(HERE / "polars_nested.parquet")
    import datasets

    datasets.disable_progress_bars()
    datasets.Dataset.from_list(RECORDS).to_parquet(str(HERE / "datasets_nested.parquet"))
    lines = HERE / "records.ndjson"
    lines.write_text("\n".join(json.dumps(record) for record in RECORDS) + "\n")
    duckdb.sql(f"copy (select * from read_json('{lines}', format='newline_delimited', map_inference_threshold=-1)) to "
               f"'{HERE / 'duckdb_nested.parquet'}' (format parquet)")
    lines.unlink()


NUMBERS = {
    "decimal32": pa.array([decimal.Decimal("0.57"), decimal.Decimal("-9.91"), None], pa.decimal32(3, 2)),
    "decimal64": pa.array([decimal.Decimal("0.8125"), None, decimal.Decimal("-1.0001")], pa.decimal64(12, 4)),
    "decimal128": pa.array([decimal.Decimal("0.29"), decimal.Decimal("-123.45"), None], pa.decimal128(30, 2)),
    "decimal256": pa.array([decimal.Decimal("0.07"), None, decimal.Decimal("7.00")], pa.decimal256(60, 2)),
    "whole": pa.array([decimal.Decimal(7), decimal.Decimal(10**20), None], pa.decimal128(30, 0)),
    "u8": pa.array([255, 0, None], pa.uint8()),
    "u16": pa.array([65535, 0, None], pa.uint16()),
    "u32": pa.array([2**32 - 1, 0, None], pa.uint32()),
    "u64": pa.array([2**64 - 1, 3, None], pa.uint64()),
    "i8": pa.array([-128, 127, None], pa.int8()),
    "i64": pa.array([-(2**63), 2**53 - 1, None], pa.int64()),
    "f16": pa.array([np.float16(0.91), np.float16(6e-8), np.float16("nan")], pa.float16()),
    "f32": pa.array([0.91, -0.0, float("inf")], pa.float32()),
    "f64": pa.array([0.91, float("nan"), None], pa.float64()),
    "flag": pa.array([True, False, None]),
}
STAMP = dt.datetime(2026, 3, 1, 6, 7, 8, 9)
OTHERS = {
    "nothing": pa.array([None, None, None], pa.null()),
    "named": pa.array(["CT", None, "CT"]).dictionary_encode(),
    "large": pa.array(["ein Text", "", None], pa.large_string()),
    "view": pa.array(["kurz", "länger als zwölf Zeichen", None], pa.string_view()),
    "day": pa.array([dt.date(2026, 3, 1), dt.date(1899, 12, 31), None], pa.date32()),
    "day64": pa.array([dt.date(2026, 3, 1), None, None], pa.date64()),
    "ms": pa.array([STAMP.replace(microsecond=9000), None, dt.datetime(1969, 12, 31, 23, 59, 59)], pa.timestamp("ms")),
    "us": pa.array([STAMP, None, None], pa.timestamp("us", "UTC")),
    "ns": pa.array([1772345228000000009, -1, None], pa.timestamp("ns")),
    "berlin": pa.array([STAMP.replace(tzinfo=dt.timezone.utc), None, None], pa.timestamp("us", "Europe/Berlin")),
    "time": pa.array([dt.time(6, 7, 8, 9), dt.time(0, 0), None], pa.time64("us")),
    "time32": pa.array([dt.time(6, 7, 8), None, None], pa.time32("ms")),
    "sections": pa.array([{"FINDINGS": "Clear.", "IMPRESSION": None}, {}, None], pa.map_(pa.string(), pa.string())),
    "counted": pa.array([{7: {"a": 1}}, None, None], pa.map_(pa.int32(), pa.struct({"a": pa.int8()}))),
    "lists": pa.array([[[1, None], [], None], [], None], pa.list_(pa.list_(pa.uint16()))),
    "fixed": pa.array([[1.5, 2.5], None, [3.5, 4.5]], pa.list_(pa.float32(), 2)),
    "structs": pa.array([[{"a": 1, "b": ["x", None]}, None], [], None],
                        pa.list_(pa.struct({"a": pa.uint8(), "b": pa.list_(pa.string())}))),
    "images": pa.array([[{"bytes": None, "path": "a.png"}], [], None],
                       pa.list_(pa.struct({"bytes": pa.null(), "path": pa.string()}))),
}


def write_values():
    pq.write_table(pa.table(NUMBERS), HERE / "pyarrow_numbers.parquet", store_decimal_as_integer=True)
    pq.write_table(pa.table(NUMBERS), HERE / "pyarrow_plain_numbers.parquet", use_dictionary=False, version="1.0",
                   compression="gzip")
    pq.write_table(pa.table({name: array for name, array in NUMBERS.items() if name != "flag"}),
                   HERE / "pyarrow_split_numbers.parquet", use_dictionary=False, use_byte_stream_split=[
                       "f32", "f64", "f16"], column_encoding={"i64": "DELTA_BINARY_PACKED", "u32": "DELTA_BINARY_PACKED"})
    pq.write_table(pa.table(OTHERS), HERE / "pyarrow_others.parquet")
    pq.write_table(pa.table({"ns": OTHERS["ns"], "large": OTHERS["large"]}), HERE / "pyarrow_int96.parquet",
                   use_deprecated_int96_timestamps=True, use_dictionary=["ns"],
                   column_encoding={"large": "DELTA_BYTE_ARRAY"})
    frame = pd.DataFrame({
        "sample_id": pd.array([1, None, 3], dtype="Int64"), "BLEU": pd.array([0.5, None, 0.25], dtype="Float32"),
        "modality": pd.Categorical(["CT", "MRI", None]), "response": pd.array(["a", None, "c"], dtype="string"),
        "when": pd.to_datetime(["2026-03-01 06:07:08", None, None]), "flag": pd.array([True, None, False], "boolean")})
    frame.to_parquet(HERE / "pandas_values.parquet", compression="brotli")
    frame.set_index("sample_id").to_parquet(HERE / "pandas_index.parquet")
    pl.DataFrame({
        "n": pl.Series([1, 255, None], dtype=pl.UInt8), "wide": pl.Series([2**64 - 1, 0, None], dtype=pl.UInt64),
        "price": pl.Series(["0.57", "-0.91", None]).str.to_decimal(scale=2), "kind": pl.Series(["a", None, "a"], dtype=pl.Categorical),
        "mode": pl.Series(["x", "y", None], dtype=pl.Enum(["x", "y"])), "none": pl.Series([None, None, None], dtype=pl.Null),
        "when": pl.Series([STAMP, None, None], dtype=pl.Datetime("us")), "at": pl.Series([dt.time(6, 7), None, None]),
        "pair": pl.Series([[1, 2], [3, 4], None], dtype=pl.Array(pl.Int16, 2)),
        "nan": pl.Series([float("nan"), 0.5, None])}).write_parquet(HERE / "polars_values.parquet")
    duckdb.sql(f"""copy (select * from (values
        (0.57::decimal(3,2), 0.8125::decimal(12,4), '12345678901234567.891'::decimal(38,3), 255::utinyint,
         18446744073709551615::ubigint, uuid '47183823-2574-4bfd-b411-99ed177d3e43', map {{'FINDINGS': 'Clear.'}},
         '{{"a": [1]}}'::json, 'x'::enum_kind, timestamp '2026-03-01 06:07:08.000009', timestamptz '2026-03-01 06:07:08+00',
         date '2026-03-01', time '06:07:08', {{'a': {{'b': {{'c': 1::usmallint, 'd': [0.07::decimal(4,2)]}}}}}}, null),
        (-0.91::decimal(3,2), null, null, null, null, null, null, null, null, null, null, null, null, null, null))
        t(d3, d12, d38, u8, u64, id, sections, doc, kind, stamp, stamp_utc, day, clock, deep, none))
        to '{HERE / "duckdb_values.parquet"}' (format parquet)""".replace("::enum_kind", ""))
    duckdb.sql(f"""copy (select 's' || i as sample_id, (i * 0.07)::decimal(6,2) as BLEU, {{'p': {{'q': i::uinteger}}}} as s,
        [{{'x': i}}] as l from range(5) r(i)) to '{HERE / "duckdb_v2.parquet"}' (format parquet, parquet_version v2)""")


def write_outputs():
    """Output images in every way in which columns hold them; two rows, the second with two images where it is a list."""
    image = pa.struct({"bytes": pa.binary(), "path": pa.string()})
    one = [{"bytes": b"first", "path": "a/x.png"}, {"bytes": b"second", "path": None}]
    ways = {
        "bytes": ("output_image", pa.array([b"first", b"second"])),
        "large": ("output_image", pa.array([b"first", b"second"], pa.large_binary())),
        "struct": ("output_image", pa.array(one, image)),
        "list": ("output_image", pa.array([one[:1], one[1:] + one[:1]], pa.list_(image))),
        "plural": ("output_images", pa.array([one[:1], one[1:]], pa.list_(image))),
        "bytes_list": ("output_images", pa.array([[b"first"], [b"second"]])),
    }
    for way, (column, array) in ways.items():
        table = pa.table({"sample_id": ["e0", "e1"], column: array})
        pq.write_table(table, HERE / f"{way}_edit.parquet", use_compliant_nested_type=way != "plural")


def write_shards():
    """Shards of the data release whose columns without a value have no type, or any."""
    images = [[{"bytes": b"in", "path": "in.png"}]]
    texts = {"instruction": "Is there a nodule?", "answer": "Yes.", "task": "question-answering", "modality": "CT"}
    base = {"input_images": pa.array(images), **{name: pa.array([text]) for name, text in texts.items()}}
    folder = HERE / "shards"
    folder.mkdir(exist_ok=True)
    for name, kind in {"null": pa.null(), "int32": pa.int32(), "float64": pa.float64()}.items():
        pq.write_table(pa.table({**base, "subtask": pa.array([None], kind)}), folder / f"{name}.parquet")


if __name__ == "__main__":
    write_nested()
    write_values()
    write_outputs()
    write_shards()
    for path in sorted(HERE.glob("*.parquet")):
        expect(path)
