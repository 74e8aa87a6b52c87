"""Spark against DuckDB, on a real cluster: the same answers, the same bytes, the same refusals."""

from __future__ import annotations

import hashlib
import inspect
import json
import subprocess
import sys
from collections.abc import Mapping
from itertools import cycle
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from eulod.config import read_settings
from eulod.engines.csv_dialect import Dialect
from eulod.engines.duckdb import DuckDBEngine
from eulod.engines.engine import Engine, Files, Functions, Rows
from eulod.engines.spark_session import ClusterUnreachable, FolderNotShared, NoJava, NoSpark, WrongMaster, check_shared
from eulod.engines.start import Cluster, start_engine
from eulod.errors import EulodError, NoSingleValue, Place
from eulod.mapping.compile import Compiler
from eulod.mapping.functions.registry import FN, FUNCTIONS
from eulod.mapping.map_source import mapping_file
from eulod.mapping.read_mapping import read_mapping
from eulod.mapping.subject_blocks import blocks
from eulod.pipeline import Options, export
from eulod.serialisation.part_files import NoPlaceForParts
from eulod.single_mapping import map_document
from eulod.starting import start_dataset
from tests.engines.expressions import DOCUMENTS, TEXTS, differences, of_documents, of_texts
from tests.mapping.functions.examples import all_results, answers, examples, over_columns
from tests.shared import ROOT, shared
from tests.spark_cluster import needed

pytestmark = [pytest.mark.xdist_group("spark"), pytest.mark.slow]

SOURCES = {source.name: source for source in read_settings(ROOT).sources}
TWICE = tuple(repr([document]) for document in DOCUMENTS if document in ('{"a":"1","a":"2"}', DOCUMENTS[5]))
"""Objects with a key twice, of whose values Spark may find the last; an export rejects such records."""


def texts_of(engine: Engine, mapping: Path, folder: Path, scratch: Path, externals: dict[str, str]) -> bytes:
    """The sorted N-Quads of a mapping."""
    compiler = Compiler(engine, read_mapping(mapping_file(mapping), externals=externals), folder, base="https://e.org/")
    written = b""
    for found in blocks(tuple(compiler.compiled()), engine=engine, graphs=True):
        table = found.select(text=found.block + "\n")
        parts = engine.write_parts(table, scratch)
        if parts is None:
            batches = engine.batches(table)
            written += "".join(text for batch in batches for text in batch.column(0).to_pylist()).encode()
        else:
            written += b"".join(part.read_bytes() for part in parts)
    return written


def test_every_method_of_the_protocol_is_there() -> None:
    needed()
    from eulod.engines.spark import SparkEngine

    for part in (Rows, Files, Functions, Engine):
        asked = {name for name, _ in inspect.getmembers(part, inspect.isfunction) if not name.startswith("_")}
        for engine in (SparkEngine, DuckDBEngine):
            assert {name for name in asked if getattr(engine, name) is getattr(part, name)} == set()


INPUTS: dict[str, list[str | None]] = {"x": [None, *TEXTS], "y": [*TEXTS[3:], None, *TEXTS[:3]]}


def test_methods_answer_as_duckdb_does(spark: Engine, engine: DuckDBEngine) -> None:
    assert differences(engine, spark, INPUTS, of_texts) == []


def test_functions_answer_as_duckdb_does(spark: Engine, engine: DuckDBEngine) -> None:
    shown = [example.call for function in FUNCTIONS.values() for example in examples(function)]
    calls = [over_columns(call, cycle("xy")) for call in shown]
    columns: dict[str, list[str | None]] = {"number": [str(n) for n in range(len(INPUTS["x"]))], **INPUTS}
    found, expected = (answers(one, columns, calls) for one in (spark, engine))
    differ = [
        (call.function.removeprefix(FN), row["number"], one[f"e{n}"], row[f"e{n}"])
        for row, one in zip(expected, found, strict=True)
        for n, call in enumerate(calls)
        if row[f"e{n}"] != one[f"e{n}"]
    ]
    assert differ == []
    assert len(calls) >= 72


def test_the_examples_of_functions_hold(spark: Engine) -> None:
    shown = [example for function in FUNCTIONS.values() for example in examples(function)]
    found = all_results(shown, spark)
    wrong = [(one.call.function, got) for one, got in zip(shown, found, strict=True) if got != one.results]
    assert wrong == []


def test_json_paths_find_what_duckdb_finds(spark: Engine, engine: DuckDBEngine) -> None:
    found = differences(engine, spark, {"document": [None, *DOCUMENTS]}, of_documents)
    assert [one for one in found if one.startswith("json_repeats") or not any(twice in one for twice in TWICE)] == []


CSV: dict[str, str | bytes] = {
    "plain": "a,b\n1,2\n\n3,4\n",
    "quoted": 'a,b\n"x ""y""","2,3"\n"",NA\n"NA", \n',
    "line breaks": 'a,b\n1,"x\r\ny"\n2,"x\ny"\n',
    "returns": "a,b\r\n1,2\r\n3,4\r\n",
    "mixed line ends": "a,b\n1,2\r\n3,4\n",
    "one column": "a\n\n1\n\n",
    "byte order mark": '\ufeff"a",b\n1,2\n',
    "spaces": 'a,b\n 1 , 2\n3, "x"\n',
    "quote inside": 'a,b\n1"2,3\n',
    "header over two lines": '"a\nx",b\n1,2\n',
    "too few": "a,b\n1,2\n3\n",
    "too many": "a,b\n1,2\n3,4,5\n",
    "open quote": 'a,b\n1,2\n"3,4\n',
    "wrong bytes": b"a,b\n1,2\n3,\xff\n",
    "backslash": 'a,b\n"\\",2\n\\,\\"\n',
    "hash": "a,b\n#1,2\n",
    "no header": "1,2\n3,4\n",
    "late header": "about\n\na,b\n1,2\n",
}


def test_csv_is_read_or_refused_as_by_duckdb(spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    for name, text in CSV.items():
        path = tmp_path / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        columns = ("a",) if name == "one column" else ("a", "b")
        dialect = Dialect(null=("NA",), header={"no header": 0, "late header": 3}.get(name, 1))
        assert csv_read(spark, path, columns, dialect) == csv_read(engine, path, columns, dialect), name


def csv_read(engine: Engine, path: Path, columns: tuple[str, ...], dialect: Dialect) -> Any:
    """The records of a file and its survey, or how it was refused."""
    try:
        opened = engine.numbered(engine.read_csv(path, columns=columns, dialect=dialect), "number")
        rows = [row for batch in engine.batches(opened) for row in batch.to_pylist()]
        survey = engine.survey_csv(path, columns=columns, dialect=dialect)
        return sorted(rows, key=lambda row: int(row["number"])), survey
    except EulodError as error:
        return str(error)


def test_records_of_a_file_that_is_shared_out_keep_their_numbers(
    spark: Engine, engine: DuckDBEngine, tmp_path: Path
) -> None:
    from pyspark.sql import SparkSession

    path = tmp_path / "records.csv"
    path.write_text("a,b\n" + "".join(f"{n},{'x' * (n % 90)}\n" for n in range(1, 4001)))
    session = SparkSession.getActiveSession()
    assert session is not None
    session.conf.set("spark.sql.files.maxPartitionBytes", "20000")
    session.conf.set("spark.sql.files.openCostInBytes", "0")
    session.conf.set("spark.sql.files.minPartitionNum", "7")
    try:
        opened = spark.numbered(spark.read_csv(path, columns=["a", "b"], dialect=Dialect()), "number")
        rows = [row for batch in spark.batches(opened) for row in batch.to_pylist()]
    finally:
        session.conf.unset("spark.sql.files.maxPartitionBytes")
        session.conf.unset("spark.sql.files.openCostInBytes")
        session.conf.set("spark.sql.files.minPartitionNum", "200")
    assert len(rows) == 4000
    assert all(int(row["a"]) == row["number"] for row in rows)


def test_json_lines_are_read_as_by_duckdb(spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    path = tmp_path / "records.json"
    path.write_text(
        '{"a": 1.50, "b": [1e3, -0, "2"]}\n\n{"a": "x 1 \\" 2", "c": null}\r\n{"a": 12345678901234567890}\n \t\n'
        '{"a" : "\\u0001a", "\\u0001k": [true,false , "true", "\\u0001"], "b": ["\\u0001 \\\\", "x\\u0001"] }\n'
        '[1]\n"\\u00012"\ntrue\n'
    )

    def read(engine: Engine) -> Any:
        opened = engine.read_json(path, array=False, lines=True)
        named = {
            f"{read.__name__} {path}": read(opened["eulod:document"], path)
            for path in ("$", '$."a"', '$."b"[*]')
            for read in (engine.json_text, engine.json_marked)
        }
        return [row for batch in engine.batches(opened.select(**named)) for row in batch.to_pylist()]

    assert read(spark) == read(engine)
    path.write_text('{"a": 1}\n{"a": }\n{"a": 3}\n')
    with pytest.raises(EulodError) as refused:
        read(engine)
    with pytest.raises(EulodError) as also:
        read(spark)
    assert str(also.value) == str(refused.value)


_LONG = [pytest.param(name, marks=pytest.mark.cluster) for name in ("cordis-horizon", "records")]


@pytest.mark.parametrize("name", ["interreg-sweden", *_LONG])
def test_shipped_mappings_give_the_same_bytes(name: str, spark: Engine, engine: DuckDBEngine, tmp_path: Path) -> None:
    source, externals = SOURCES[name], dict(read_settings(ROOT).externals(SOURCES[name]))
    found, expected = (texts_of(one, source.mapping, source.input, tmp_path, externals) for one in (spark, engine))
    assert expected.count(b"\n") > 100
    assert hashlib.sha256(found).hexdigest() == hashlib.sha256(expected).hexdigest()


@pytest.mark.parametrize("projects", ["300", pytest.param("50000", marks=pytest.mark.cluster)])
def test_the_benchmark_gives_the_same_bytes(master: str, tmp_path: Path, projects: str) -> None:
    for script, *arguments in (("mapping_data.py", projects, "."), ("mapping_rml.py", ".", "core.ttl", "core")):
        subprocess.run([sys.executable, shared(f"bench/{script}"), *arguments], cwd=tmp_path, check=True)
    map_document(tmp_path / "core.ttl", tmp_path / "duckdb.nq")
    map_document(tmp_path / "core.ttl", tmp_path / "spark.nq", cluster=Cluster(master))
    parts = sorted((tmp_path / "spark.nq").iterdir())
    assert [part.name for part in parts] == [f"part-{number:05}.nq" for number in range(len(parts))]
    assert hashed(parts) == hashed([tmp_path / "duckdb.nq"])
    assert len(parts) > 1
    assert [path.name for path in tmp_path.glob(".eulod-*")] == []


def hashed(files: list[Path]) -> str:
    """The SHA-256 of files one after the other."""
    digest = hashlib.sha256()
    for file in files:
        with file.open("rb") as read:
            while block := read.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


@pytest.mark.cluster
def test_a_release_has_the_same_bytes(master: str, tmp_path: Path) -> None:
    start_dataset(tmp_path, base="https://data.e.org/")
    settings = read_settings(tmp_path)
    options = {"duckdb": Options(fail_on="none"), "spark": Options(fail_on="none", cluster=Cluster(master))}
    for name, chosen in options.items():
        export(settings, out=tmp_path / name, options=chosen)
    found, expected = (released(tmp_path / name) for name in ("spark", "duckdb"))
    assert found == expected
    assert len(expected) > 10


def released(out: Path) -> dict[str, str]:
    """The files of the newest release with their hashes."""
    release = json.loads((out / "current.json").read_text())
    folder = next(out.glob(f"releases/{release.get('id') or release['release']}"))
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_folder_of_parts_replaces_only_a_folder_of_parts(master: str, tmp_path: Path) -> None:
    (tmp_path / "kept.nq").mkdir()
    (tmp_path / "kept.nq" / "letter.txt").write_text("mine")
    mapping = ROOT / "mappings" / "reference"
    for target in (tmp_path / "kept.nq", tmp_path / "parts.nq.gz", sys.stdout.buffer):
        with pytest.raises(NoPlaceForParts):
            map_document(mapping, target, format="nq", cluster=Cluster(master))
    assert (tmp_path / "kept.nq" / "letter.txt").read_text() == "mine"


def test_a_wrong_master_is_refused(tmp_path: Path) -> None:
    for wrong in (None, "sparkhost", "spark://host"):
        with pytest.raises(WrongMaster):
            start_engine(tmp_path, cluster=Cluster(wrong))


def test_java_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed()
    from eulod.engines import spark_session

    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    with pytest.raises(NoJava):
        spark_session._started("local[1]", {})


def test_a_folder_that_executors_do_not_see_is_refused(tmp_path: Path) -> None:
    class Blind:
        """A session whose executors see no file."""

        conf: Mapping[str, str] = MappingProxyType({})

        @property
        def read(self) -> Any:
            raise RuntimeError("java.io.FileNotFoundException: file:/shared/asked")

    with pytest.raises(FolderNotShared):
        check_shared(Blind(), tmp_path)


def test_what_spark_connect_needs_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    needed()
    monkeypatch.setattr("eulod.engines.spark_session.find_spec", lambda name: None)
    with pytest.raises(NoSpark) as refused:
        start_engine(tmp_path, cluster=Cluster("sc://127.0.0.1:15002"))
    assert "pyspark[connect]" in str(refused.value)


def test_a_cluster_without_a_free_executor_is_told(master: str, tmp_path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from eulod.engines.start import Cluster, start_engine\n"
        "settings = {'spark.eulod.patience': '2', 'spark.driver.host': '127.0.0.1', 'spark.ui.enabled': 'false'}\n"
        "start_engine(Path(sys.argv[1]), cluster=Cluster(sys.argv[2], settings))"
    )
    run = subprocess.run([sys.executable, "-c", script, tmp_path, master], capture_output=True, text=True, check=False)
    assert "E013 no executor of the cluster was free within 2 seconds" in run.stderr


def test_a_refused_value_ends_the_run(spark: Engine) -> None:
    texts = spark.from_columns({"x": ["m.yml\x1f3\x1f'a' finds [1], a list"]})
    with pytest.raises(NoSingleValue) as refused:
        list(spark.batches(texts.select(found=spark.refused(texts.x))))
    assert refused.value.place == Place("m.yml", 3)
    assert refused.value.problem == "'a' finds [1], a list"


def test_a_session_that_does_not_start_is_told(tmp_path: Path) -> None:
    needed()
    script = (
        "import sys; from pathlib import Path; from eulod.engines.start import Cluster, start_engine\n"
        "start_engine(Path(sys.argv[1]), cluster=Cluster('local[1]', {'spark.driver.memory': '1m'}))"
    )
    run = subprocess.run([sys.executable, "-c", script, tmp_path], capture_output=True, text=True, check=False)
    assert f"{ClusterUnreachable.__name__}: E013 Spark does not start on local[1]: " in run.stderr
