# make up     everything on a fresh machine, then the web interface on http://localhost:8501
# make test   everything the tests need, then lint, types and the whole suite
# make torture  tries it: kills at random moments, a fault at every write boundary, and what else tests/torture/ holds
# Each step does only what is missing, so both can be repeated.

SHELL := /bin/bash
PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8501
# how much of make torture; .ci/run does less
KILLS ?= 300
SERVER_KILLS ?= 40
CASES ?= 100000
DISKS ?= 8
HOMES_EVERY ?= 1
FUZZED ?= 10000
VENV := .venv
BIN := $(VENV)/bin

.PHONY: up install ingest serve test check lint types suite torture bench clean help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

up: install ingest serve

install: $(VENV)/.installed

# torch goes first and pinned: with it in place nothing else asks for the build that carries CUDA.
$(VENV)/.installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Mailuo needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt torch
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

# the extra that recognises scans is tested, but `make up` does without it
$(VENV)/.installed-dev: $(VENV)/.installed
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,ocr]'
	@touch $@

ingest: install
	$(BIN)/mailuo ingest corpus

serve: install
	$(BIN)/mailuo ui --port $(PORT)

test: check suite

check: lint types

lint: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed-dev
	$(BIN)/mypy

suite: $(VENV)/.installed-dev
	tests/system-packages
	$(BIN)/pytest

# with a Neo4j server only where one can be had, as in the suite
torture: $(VENV)/.installed-dev
	$(BIN)/python -m tests.torture.kills --kills $(KILLS)
	$(BIN)/python -m tests.torture.kills --kills $(SERVER_KILLS) --engine neo4j
	$(BIN)/python -m tests.torture.faults --cases $(CASES) --disks $(DISKS)
	test ! -f tests/torture/homes.py || $(BIN)/python -m tests.torture.homes --every $(HOMES_EVERY)
	test ! -f tests/torture/fuzz.py || $(BIN)/python -m tests.torture.fuzz --files $(FUZZED)

bench: install
	for script in benchmarks/*.py; do $(BIN)/python "$$script" || exit 1; done

clean:
	rm -rf $(VENV) .mailuo test-artefacts
