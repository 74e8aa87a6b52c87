"""A Spark cluster for all tests of this folder that ask for one."""

from __future__ import annotations

import warnings
from collections.abc import Iterator

import pytest

from eulod.engines.engine import Engine
from eulod.engines.start import Cluster, start_engine
from tests.spark_cluster import SETTINGS, cluster, needed


@pytest.fixture(scope="session")
def master(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a cluster, on which this process has a session."""
    needed()
    with cluster(tmp_path_factory.mktemp("cluster")) as url, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(url).appName("eulod tests")
        for name, value in SETTINGS.items():
            builder = builder.config(name, value)
        session = builder.getOrCreate()
        session.sparkContext.setLogLevel("OFF")
        yield url
        session.stop()


@pytest.fixture(scope="session")
def spark(master: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The cluster as an engine."""
    engine = start_engine(tmp_path_factory.mktemp("scratch"), cluster=Cluster(master))
    yield engine
    engine.close()
