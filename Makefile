# make up     everything on a fresh machine, then the web interface on http://localhost:8501
# make test   everything the tests need, then lint, types, docs and the whole suite
# make quick  the tests that need neither browser, Neo4j, model nor started programs: three minutes on two cores
# make torture  tries it: kills at random moments, a fault at every write boundary, and what else tests/torture/ holds
# make bench  measures it and writes the figures under benchmarks/ (BENCH=large: hours, and up to 10,000 documents)
# make ocr    the extra that recognises scans; make llm: the one that asks a language model; make cluster: the one for many machines
# make lock   write the lock files anew (UPGRADE=1: with the newest versions)
# make sbom   write what is installed, with licences, hashes and weights: mailuo.cdx.json (CycloneDX)
# make bundle  write all that is installed into one archive, for machines without a network (ARCH=aarch64: for those)
# make bundle-test  install that archive without a network, and ask a question
# make docs   build the site of the docs, in both languages, into site/
# make audit  ask whether anything installed has a known weakness; needs a network
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
# how much of make bench: small or large
BENCH ?= small
VENV := .venv
BIN := $(VENV)/bin

TORTURES := faults kills server-kills homes fuzz
.PHONY: up install ocr llm cluster ingest serve test check lint types suite quick torture $(TORTURES:%=torture-%) bench lock sbom audit docs bundle bundle-test clean help

help:
	@sed -n 's/^# \(make .*\)/\1/p' Makefile

up: install ingest serve

install: $(VENV)/.installed

# Everything that is installed is listed with its hash: constraints.txt, supply/*.txt (docs/supply.md).
$(VENV)/.installed: pyproject.toml constraints.txt supply/install supply/torch-cpu.txt supply/cuda.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Mailuo needs Python 3.11 or newer; set PYTHON=/path/to/python3.11" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	supply/install $(VENV)
	$(BIN)/pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.installed-%: supply/%.txt $(VENV)/.installed
	supply/install $(VENV) $*
	@touch $@

ocr llm cluster: %: $(VENV)/.installed-%

ingest: install
	$(BIN)/mailuo ingest corpus

serve: install
	$(BIN)/mailuo ui --port $(PORT)

test: check docs suite

check: lint types

# the extras for scans and for many machines are tested, but `make up` does without them
DEV := $(VENV)/.installed-dev $(VENV)/.installed-ocr $(VENV)/.installed-cluster

lint: $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)
	$(BIN)/mypy

# a process for each core and one more, as many wait for a browser or a server; the tests of a file stay together, as
# they share what they set up
suite: $(DEV)
	tests/system-packages
	$(BIN)/pytest --numprocesses $$(( $$(nproc) + 1 )) --dist loadfile --no-loadscope-reorder

# what needs no system packages
quick: $(DEV)
	$(BIN)/pytest --quick --numprocesses $$(nproc) --dist loadfile --no-loadscope-reorder

# with a Neo4j server only where one can be had, as in the suite; “make -j2” tries two things at a time
torture: $(TORTURES:%=torture-%)
torture-kills: TRIED = kills --kills $(KILLS)
torture-server-kills: TRIED = kills --kills $(SERVER_KILLS) --engine neo4j
torture-faults: TRIED = faults --cases $(CASES) --disks $(DISKS)
torture-homes: TRIED = homes --every $(HOMES_EVERY)
torture-fuzz: TRIED = fuzz --files $(FUZZED)
$(TORTURES:%=torture-%): torture-%: $(VENV)/.installed-dev
	$(BIN)/python -m tests.torture.$(TRIED)

bench: install
	$(BIN)/python benchmarks/bench.py $(BENCH)

# the tools for what is installed have an environment of their own; what builds the site, too
TOOLS := .venv-supply
SITE := .venv-docs

$(TOOLS)/.installed: supply/tools.txt
$(SITE)/.installed: supply/docs.txt
$(TOOLS)/.installed $(SITE)/.installed:
	test -x $(@D)/bin/python || $(PYTHON) -m venv $(@D)
	$(@D)/bin/pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement $<
	@touch $@

lock: $(TOOLS)/.installed
	$(TOOLS)/bin/python -m supply.lock $(if $(UPGRADE),--upgrade)

sbom: install $(TOOLS)/.installed
	@$(TOOLS)/bin/python -m supply.bom $(BIN)/python mailuo.cdx.json

audit: $(TOOLS)/.installed
	@$(TOOLS)/bin/python -m supply.audit

docs: $(SITE)/.installed
	@$(SITE)/bin/python -m supply.site site

# for the machine it is made on, or another one: docs/deploying.md
ARCH ?= $(shell uname -m)
EXTRAS ?= ocr

bundle: install
	$(BIN)/python -m supply.bundle --arch $(ARCH) --extras "$(EXTRAS)"

bundle-test: bundle
	$(BIN)/python -m supply.try_bundle

clean:
	rm -rf $(VENV) $(TOOLS) $(SITE) site .mailuo test-artefacts mailuo.cdx.json
