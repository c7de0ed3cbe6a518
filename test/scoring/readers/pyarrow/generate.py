"""Writes the files of this folder with pyarrow, and what they hold as text. Run once by hand: python generate.py"""
import datetime
import decimal
import json
import random

import pyarrow as pa
import pyarrow.parquet as pq

random.seed(20260101)
ROWS = 61
WORDS = ["a", "bb", "ccc", "é", "日本", "", "007", "NA", "x" * 40]


def column(make, type_):
    return pa.array([None if random.random() < 0.15 else make() for _ in range(ROWS)], type_)


def date():
    return datetime.date(1900 + random.randrange(200), 1 + random.randrange(12), 1 + random.randrange(28))


def stamp():
    return datetime.datetime(2001 + random.randrange(30), 5, 6, 7, random.randrange(60), 9, random.randrange(10**6))


TABLE = pa.table(
    {
        "id": pa.array([f"id{i:05d}" for i in range(ROWS)]),
        "word": column(lambda: random.choice(WORDS), pa.string()),
        "large": column(lambda: "".join(random.choice("abé") for _ in range(9)), pa.large_string()),
        "int64": column(lambda: random.randrange(-(2**63), 2**63), pa.int64()),
        "small": column(lambda: random.randrange(1000), pa.int64()),
        "uint64": column(lambda: random.randrange(2**64), pa.uint64()),
        "int32": column(lambda: random.randrange(-(2**31), 2**31), pa.int32()),
        "uint32": column(lambda: random.randrange(2**32), pa.uint32()),
        "int8": column(lambda: random.randrange(-128, 128), pa.int8()),
        "boolean": column(lambda: random.random() < 0.4, pa.bool_()),
        "date": column(date, pa.date32()),
        "stamp": column(stamp, pa.timestamp("us", tz="UTC")),
        "decimal": column(lambda: decimal.Decimal(random.randrange(-(10**12), 10**12)).scaleb(-4), pa.decimal128(20, 4)),
        "double": column(random.random, pa.float64()),
        "single": column(random.random, pa.float32()),
        "nothing": pa.array([None] * ROWS, pa.string()),
    }
)


def text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        whole = value.strftime("%Y-%m-%dT%H:%M:%S")
        fraction = f"{value.microsecond:06d}".rstrip("0")
        return f"{whole}.{fraction}Z" if fraction else f"{whole}Z"
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return str(value)


DELTA = {
    "id": "DELTA_BYTE_ARRAY",
    "word": "DELTA_LENGTH_BYTE_ARRAY",
    "large": "DELTA_BYTE_ARRAY",
    "int64": "DELTA_BINARY_PACKED",
    "small": "DELTA_BINARY_PACKED",
    "uint64": "DELTA_BINARY_PACKED",
    "int32": "DELTA_BINARY_PACKED",
    "uint32": "DELTA_BINARY_PACKED",
    "int8": "DELTA_BINARY_PACKED",
    "double": "BYTE_STREAM_SPLIT",
    "single": "BYTE_STREAM_SPLIT",
    "decimal": "BYTE_STREAM_SPLIT",
}
SHAPES = {
    "dictionary": {},
    "plain": {"use_dictionary": False},
    "delta": {"use_dictionary": False, "column_encoding": DELTA},
    "split": {"use_dictionary": False, "column_encoding": {"int64": "BYTE_STREAM_SPLIT", "int32": "BYTE_STREAM_SPLIT"}},
    "groups": {"row_group_size": 17, "write_page_checksum": True},
    "pages": {"data_page_size": 64, "write_batch_size": 8, "store_decimal_as_integer": True},
    "int96": {"use_deprecated_int96_timestamps": True, "use_dictionary": ["word"]},
}
CODECS = ["none", "snappy", "gzip", "zstd", "brotli", "lz4"]

for number, (name, options) in enumerate(SHAPES.items()):
    for version in ("1.0", "2.0"):
        codec = CODECS[(number * 2 + int(version[0])) % len(CODECS)]
        pq.write_table(TABLE, f"{name}-v{version[0]}-{codec}.parquet", compression=codec, data_page_version=version, **options)
pq.write_table(TABLE.slice(0, 0), "empty.parquet")

expected = {name: [text(value) for value in TABLE[name].to_pylist()] for name in TABLE.column_names}
with open("expected.json", "w", encoding="utf-8") as out:
    json.dump(expected, out, ensure_ascii=False, indent=1)

pq.write_table(pa.table({"id": ["a"], "list": [[1, 2]]}), "nested-list.parquet")
pq.write_table(pa.table({"id": ["a"], "record": [{"x": 1}]}), "nested-record.parquet")
