"""Writes the Arrow files beside this script with pyarrow (25.0), and what is in them as texts: expected.json."""

import datetime as dt
import decimal
import json
import pathlib

import pyarrow as pa
import pyarrow.feather as feather
import pyarrow.ipc as ipc

HERE = pathlib.Path(__file__).parent
N = 100
texts = [None if i % 7 == 3 else f"text {i} é€😀"[: 3 + i % 12] for i in range(N)]
longer = [f"{i} " + "long words " * (i % 5) for i in range(N)]
utc = dt.timezone.utc

COLUMNS = {
    "id": pa.array([f"{i:03}" for i in range(N)]),
    "text": pa.array(texts),
    "large": pa.array(longer, pa.large_string()),
    "view": pa.array(longer, pa.string_view()),
    "category": pa.array([None if i % 11 == 0 else ["red", "green", "blue"][i % 3] for i in range(N)]).dictionary_encode(),
    "int8": pa.array([(i % 256) - 128 for i in range(N)], pa.int8()),
    "uint16": pa.array([i * 200 for i in range(N)], pa.uint16()),
    "int32": pa.array([None if i % 5 == 0 else i - 50 for i in range(N)], pa.int32()),
    "int64": pa.array([9007199254740993 + i for i in range(N)], pa.int64()),
    "uint64": pa.array([18446744073709551615 - i for i in range(N)], pa.uint64()),
    "float": pa.array([i / 8 for i in range(N)], pa.float32()),
    "double": pa.array([i / 7 for i in range(N)], pa.float64()),
    "bool": pa.array([None if i % 13 == 5 else i % 3 == 0 for i in range(N)]),
    "date": pa.array([dt.date(2024, 1, 1) + dt.timedelta(days=i) for i in range(N)]),
    "stamp": pa.array([dt.datetime(2024, 1, 1, 12, tzinfo=utc) + dt.timedelta(microseconds=i * 1001) for i in range(N)], pa.timestamp("us", "UTC")),
    "seconds": pa.array([i * 86400 for i in range(N)], pa.timestamp("s")),
    "clock": pa.array([dt.time(i % 24, i % 60, 1) for i in range(N)], pa.time32("s")),
    "decimal": pa.array([decimal.Decimal(i - 50) / 100 for i in range(N)], pa.decimal128(10, 2)),
    "nothing": pa.nulls(N),
}


def text(value, name):
    if value is None:
        return None
    if name == "bool":
        return "true" if value else "false"
    if name in ("float", "double"):
        return repr(float(value)).removesuffix(".0")
    if name == "date":
        return value.isoformat()
    if name in ("stamp", "seconds"):
        base = value.strftime("%Y-%m-%dT%H:%M:%S")
        fraction = f".{value.microsecond:06}".rstrip("0") if value.microsecond else ""
        return f"{base}{fraction}Z"
    if name == "clock":
        return value.isoformat()
    return str(value)


table = pa.table(COLUMNS)
expected = {name: [text(v, name) for v in column.to_pylist()] for name, column in COLUMNS.items()}
(HERE / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")


def write(name, data, *, stream=False, compression=None, rows=None, **options):
    opts = ipc.IpcWriteOptions(compression=compression, **options)
    make = ipc.new_stream if stream else ipc.new_file
    with pa.OSFile(str(HERE / name), "wb") as sink, make(sink, data.schema, options=opts) as writer:
        writer.write_table(data, max_chunksize=rows)


write("plain.arrow", table)
write("batches.arrow", table, rows=30)
write("lz4.arrow", table, compression="lz4", rows=40)
write("zstd.arrow", table, compression="zstd", rows=40)
write("stream.arrows", table, stream=True, rows=40)
write("stream-lz4.arrows", table, stream=True, compression="lz4")
write("sliced.arrow", table.slice(37, 50))
write("empty.arrow", table.slice(0, 0))
feather.write_feather(table.drop_columns(["view"]), str(HERE / "feather.feather"), compression="lz4")
grown = [pa.DictionaryArray.from_arrays(pa.array([0, 1, 0], pa.int8()), pa.array(["a", "b"])), pa.DictionaryArray.from_arrays(pa.array([2, None, 0], pa.int8()), pa.array(["a", "b", "c"]))]
schema = pa.schema([("c", grown[0].type)])
deltas = pa.Table.from_batches([pa.record_batch([array], schema=schema) for array in grown])
write("delta.arrows", deltas, stream=True, emit_dictionary_deltas=True)
write("nested.arrow", pa.table({"id": ["a"], "list": [[1, 2]]}))
write("struct.arrow", pa.table({"id": ["a"], "point": [{"x": 1}]}))
write("interval.arrow", pa.table({"i": pa.array([(1, 2, 3)], pa.month_day_nano_interval())}))
write("run-ends.arrow", pa.table({"r": pa.RunEndEncodedArray.from_arrays([2, 3], ["a", "b"])}))
write("binary.arrow", pa.table({"b": [b"\xff\xfe", b"ok"]}))
