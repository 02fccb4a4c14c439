# Two commands on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
export TF_CPP_MIN_LOG_LEVEL ?= 2

.PHONY: demo test check docs lock clean
.DELETE_ON_ERROR:

.venv/installed: requirements/dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || \
	  { echo "handpose needs Python 3.10 to 3.13; try: make PYTHON=python3.11 $(MAKECMDGOALS)"; exit 1; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: .venv/installed
	$(BIN)/handpose demo --out=demo

test: .venv/installed
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/installed
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

docs: .venv/installed
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

LOCK := uv pip compile --universal --generate-hashes --no-emit-index-url --no-header \
  --python-version 3.10 pyproject.toml --group build --extra synth --extra export \
  --constraint requirements/constraints.txt
lock:
	$(LOCK) --extra train --group dev -o requirements/dev.lock
	$(LOCK) --extra train --extra notebook -o requirements/docker-cpu.lock
	$(LOCK) --extra gpu --extra notebook -o requirements/docker-cuda.lock

clean:
	rm -rf .venv demo site
