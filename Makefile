# Every target works on a bare checkout: the first one makes .venv with `python3 -m venv` and pip, nothing else.
# Needs Python >= 3.11; `make run PYTHON=python3.12` chooses one.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# The build backend is in the locks: installing the package itself asks no registry.
INSTALL_PACKAGE := $(PIP) install --quiet --no-deps --no-build-isolation --editable .
# Tests share the cores between this many processes.
JOBS ?= 2

export PATH := $(CURDIR)/$(BIN):$(PATH)

.DEFAULT_GOAL := help
.PHONY: help run test slow lint format repro bench scale formats docs docs-check screenshots surface readme lock notebooks clean

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile | expand -t 22

run: $(VENV)/.run ## the main job on corpus/sample: tables in outputs/tables, pages to look at in outputs/report
	$(BIN)/crs run corpus/sample --out outputs
	$(BIN)/crs report outputs/tables --out outputs/report

test: $(VENV)/.dev ## every test that is not marked slow
	$(BIN)/python -m pytest -n $(JOBS) -m "not slow"

slow: $(VENV)/.dev ## the tests marked slow
	$(BIN)/python -m pytest -n $(JOBS) --dist loadfile -m slow

lint: $(VENV)/.dev ## style, types, rooms, locks
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PIP) check

format: $(VENV)/.dev ## lay the code out
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

repro: $(VENV)/.dev ## dvc repro: every batch of params.yaml, only what has changed
	$(BIN)/dvc repro

bench: $(VENV)/.dev ## words per second, memory, start-up
	$(BIN)/python -m pipeline.tools.bench

scale: $(VENV)/.dev ## what to expect on many cores, in docs/scale.md
	$(BIN)/python -m pipeline.tools.scale --ray --page docs/scale.md

formats: $(VENV)/.dev ## how far a report comes out the same from text, Markdown, HTML and PDF
	$(BIN)/python -m pipeline.tools.formats --workers $(JOBS)

docs: $(VENV)/.dev ## the pages of docs/ that schema and rules generate
	$(BIN)/python -m pipeline.tools.docs

readme: $(VENV)/.run ## the table of real output in README.md, from outputs/tables
	$(BIN)/python -m pipeline.tools.docs --readme outputs/tables

screenshots: $(VENV)/.dev ## the pictures of README.md, from outputs/report (make run) by Chromium
	$(BIN)/python .ci/screenshots.py outputs/report docs/images

notebooks: $(VENV)/.dev ## notebooks/*.py as .ipynb files beside them, for Jupyter
	$(BIN)/jupytext --to ipynb notebooks/*.py

surface: $(VENV)/.dev ## tests/surface/ anew, after a change of commands, factories or columns that is meant
	UPDATE_SURFACE=1 $(BIN)/python -m pytest -q tests/test_surface.py

lock: $(VENV)/.made ## requirements*.lock anew: the newest versions that pyproject.toml allows
	$(BIN)/python .ci/lock.py

clean: ## remove .venv and caches; outputs/ stays
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist
	find pipeline tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed, this is " + sys.version.split()[0] + ": make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run: $(VENV)/.made requirements.lock pyproject.toml
	$(PIP) install --quiet --requirement requirements.lock
	$(INSTALL_PACKAGE)
	@touch $@

$(VENV)/.dev: $(VENV)/.made requirements-dev.lock pyproject.toml
	$(PIP) install --quiet --requirement requirements-dev.lock
	$(INSTALL_PACKAGE)
	@touch $(VENV)/.run $@
