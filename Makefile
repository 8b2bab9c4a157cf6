# Every command a developer needs; `make help` lists them.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --disable-pip-version-check --quiet --constraint constraints.txt
export PIP_PREFER_BINARY := 1

.PHONY: help run server test check format docs evaluate train-judge secrets lock clean
.DEFAULT_GOAL := help

help:  ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Assay needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { \
	  echo "Python's venv module is missing; on Debian: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.installed: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Installing Assay into $(VENV) ..."
	@$(PIP) --editable .
	@touch $@

$(VENV)/.installed-dev: $(VENV)/pyvenv.cfg pyproject.toml constraints.txt
	@echo "Installing Assay and its development tools into $(VENV) ..."
	@$(PIP) --editable '.[dev]'
	@touch $@ $(VENV)/.installed

run: $(VENV)/.installed  ## Serve on 127.0.0.1:8000 with the demonstration corpus; needs nothing but Python
	@$(BIN)/assay serve --demo

server: $(VENV)/.installed-dev  ## Serve the server profile from packages: gunicorn, Celery, Redis, PostgreSQL, Elasticsearch
	@$(BIN)/python -m devservers server

test: $(VENV)/.installed-dev  ## Run the tests against real servers (ASSAY_TEST_BACKENDS=embedded leaves the servers out)
	@test "$$ASSAY_TEST_BACKENDS" = embedded || $(BIN)/python -m devservers build
	@$(BIN)/python -m pytest $(TESTS)

check: $(VENV)/.installed-dev  ## Lint, formatting, types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .

format: $(VENV)/.installed-dev  ## Format and mend what can be mended
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

docs: $(VENV)/.installed-dev  ## Write the generated pages of docs/
	@$(BIN)/python -m runtime.settings > docs/settings.md

evaluate: $(VENV)/.installed-dev  ## Measure quality and speed: make evaluate DATA=/path/to/development/data
	@$(BIN)/assay evaluate --data '$(DATA)'

train-judge: $(VENV)/.installed-dev  ## Train the shipped judge anew, or go on where it stopped: make train-judge DATA=/path/to/sets
	@$(PIP) --editable '.[dev,train]'
	@$(BIN)/python -m judges.training.run --data '$(DATA)' --work var/judge --out judges/model

secrets: $(VENV)/.installed  ## Make the secret files docker-compose.yml mounts
	@$(BIN)/python deploy/make_secrets.py

lock: $(VENV)/.installed-dev  ## Pin every dependency anew in constraints.txt
	@$(PIP) uv
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --no-header --no-annotate --no-emit-index-url pyproject.toml --output-file constraints.txt

clean:  ## Remove the virtual environment, caches and embedded data
	@rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache *.egg-info
