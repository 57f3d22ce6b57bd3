# Two commands from a bare clone: `make demo` and `make test`. Each sets up all that it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
NAME ?=
MODELS ?=

.PHONY: demo test lint format bench models evaluate serve assets territory lock docs clean help

help:  ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(INSTALLED)  ## an exercise from end to end, then the interface (Ctrl-C stops it)
	@$(BIN)/cyberimpact demo

test: $(INSTALLED) lint  ## lint, then every test, with a real Neo4j and a real Chromium
	@tools/system.sh
	@$(BIN)/python -m pytest --numprocesses logical --maxprocesses 4 --dist loadfile

lint: $(INSTALLED)  ## style, types and the direction of imports
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(INSTALLED)  ## write the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(INSTALLED)  ## every benchmark, into docs/performance.md; one: make bench NAME=cascades
	@$(BIN)/python -m benchmarks $(if $(NAME),$(NAME) --note,--all)

models: $(INSTALLED)  ## train the models on the data beside the project, where analyses look for them (MODELS=folder: there)
	@$(BIN)/python -m tools.models $(MODELS)

evaluate: $(INSTALLED)  ## how near the analyses come to what is known: real rumours, and the exercise's truth
	@$(BIN)/python -m tools.evaluate_stance
	@$(BIN)/python -m tools.evaluate_exercise
	@$(BIN)/python -m tools.evaluate_signals
	@$(BIN)/python -m tools.evaluate_needs
	@$(BIN)/python -m tools.evaluate_crisis
	@$(BIN)/python -m tools.evaluate_crossing
	@$(BIN)/python -m tools.evaluate_alerts
	@$(BIN)/python -m tools.evaluate_effects

serve: $(INSTALLED)  ## the interface on your own graph
	@$(BIN)/cyberimpact serve

assets:  ## bundle the drawing of graphs again (needs Node.js)
	@tools/bundle/build.sh

territory: $(INSTALLED)  ## make the territory tables again (needs npm)
	@$(BIN)/python -m tools.build_territory

docs: $(INSTALLED)  ## write the pages that are generated
	@$(BIN)/cyberimpact graph schema > docs/schema.md
	@$(BIN)/cyberimpact sources docs --out docs/sources

lock: $(INSTALLED)  ## settle the exact versions again
	@$(BIN)/pip install -q uv
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 -q --no-header --no-annotate --upgrade -o requirements.lock

$(INSTALLED): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or later is needed: make PYTHON=python3.11 …")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing (once, about a minute) …"
	@$(BIN)/python -m pip install -q --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps -e .
	@touch $@

clean:  ## remove what was installed and made here
	rm -rf $(VENV) build demo *.egg-info
