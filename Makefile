# Two commands do everything on a machine with Python 3.11+ and make:
#   make export   sets up an environment in .venv and writes a release of the repository's own data to out/
#   make test     sets it up and passes every check and test
# Paths are relative and scripts of .venv are run as modules, so the checkout may lie in a folder with spaces in its name.

PYTHON ?= python3
JOBS ?= 2
KILLS ?= 200
RUN := .venv/bin/python -m
PEERS := benchmarks/.venv
INSTALL := pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all:
LOCK := $(RUN) uv pip compile --quiet --universal --generate-hashes --no-annotate --no-header

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help setup export test check cluster lint types format build bench bench-serve bench-validation bench-records \
  grid faults golden screenshots validator lock clean

help:
	@echo 'make export   write a release of the records and samples to out/'
	@echo 'make test     every check and test'
	@echo 'make check    its quick part: lint, types, the tests that are not slow, build'
	@echo 'make format   let ruff lay out the code'
	@echo 'make golden   rewrite the expected files of the tests; read the diff'
	@echo 'make screenshots  take the pictures of the pages in docs/guides/pages'
	@echo 'make faults   kill $(KILLS) exports at random moments'
	@echo 'make cluster  the tests that take minutes on a Spark cluster'
	@echo 'make bench    measure mapping against other tools; bench-validation: validation; bench-serve: serving;'
	@echo '              bench-records: from a changed record to its finding'
	@echo 'make grid     the same over a grid of parameters'
	@echo 'make lock     resolve newer versions and pin them with their hashes'
	@echo 'make clean    remove what make made, except out/'

setup: .venv/ready

.venv/ready: .venv/packages pyproject.toml
	@$(RUN) pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch .venv/ready

.venv/packages: requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("eulod needs Python 3.11 or newer, $(PYTHON) is " + sys.version.split()[0] + "\n  help: make PYTHON=python3.12 …")'
	@echo 'setting up .venv'
	@$(PYTHON) -m venv --clear .venv
	@$(RUN) $(INSTALL) -r requirements/dev.txt
	@touch .venv/packages

# PySpark is published as source only: half a gigabyte, mostly Spark itself.
.venv/spark: .venv/packages requirements/spark.txt
	@if command -v java >/dev/null; then \
	  echo 'setting up PySpark'; \
	  $(RUN) pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements/spark.txt; \
	else \
	  echo 'no java: the tests of the Spark engine are skipped'; \
	fi
	@touch .venv/spark

export: setup
	$(RUN) eulod export

test: setup .venv/spark validator lint types build
	$(RUN) pytest -n $(JOBS) --dist loadgroup -m 'not cluster'

# The Nu HTML checker, which Java runs.
validator: tests/validator/node_modules/ready

tests/validator/node_modules/ready: tests/validator/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix tests/validator --ignore-scripts --no-audit --no-fund --silent && touch $@; \
	else \
	  echo 'no npm: whether the HTML of the pages is valid is not tried'; \
	fi

check: setup lint types build
	$(RUN) pytest -n $(JOBS) --dist loadgroup -m 'not slow and not faults and not cluster'

lint: setup
	$(RUN) ruff check
	$(RUN) ruff format --check

types: setup
	$(RUN) mypy

format: setup
	$(RUN) ruff check --fix
	$(RUN) ruff format

build: setup
	$(RUN) hatchling build --directory dist

golden: setup
	$(RUN) pytest --update-golden

screenshots: export
	$(RUN) tools.screenshots

faults: setup
	$(RUN) pytest -m faults --kills $(KILLS)

cluster: setup .venv/spark
	$(RUN) pytest -m cluster

bench: setup $(PEERS)/ready
	$(RUN) benchmarks.mapping --larger 1000000

grid: setup $(PEERS)/ready
	$(RUN) benchmarks.grid

bench-serve: setup $(PEERS)/ready
	$(RUN) benchmarks.serving

bench-validation: setup $(PEERS)/ready
	$(RUN) benchmarks.validation

bench-records: setup
	$(RUN) benchmarks.records

$(PEERS)/ready: benchmarks/requirements-peers.txt
	@echo 'setting up $(PEERS)'
	@$(PYTHON) -m venv --clear $(PEERS)
	@$(PEERS)/bin/python -m $(INSTALL) -r benchmarks/requirements-peers.txt
	@touch $(PEERS)/ready

lock: setup
	$(LOCK) --upgrade --group dev pyproject.toml --output-file requirements/dev.txt
	$(LOCK) --upgrade --group spark --output-file requirements/spark.txt
	$(LOCK) --upgrade pyproject.toml --constraint requirements/dev.txt --output-file requirements/runtime.txt
	$(LOCK) --upgrade --python-version 3.11 benchmarks/requirements-peers.in --output-file benchmarks/requirements-peers.txt

clean:
	rm -rf .venv $(PEERS) tests/validator/node_modules dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
