# Every job of this repository. Each target sets itself up; only the first one takes time over it.
.DEFAULT_GOAL := help
.PHONY: help run test check format bench soak mutate coverage lock clean environment system

PYTHON_IN_VENV := .venv/bin/python
# The first that runs, is new enough and can make an environment is taken: a shim on the PATH may lie, so each is tried.
CANDIDATES := "$$PYTHON" $(PYTHON_IN_VENV) python3.13 python3.12 python3.11 python3 python3.14 python

help: ## say what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1 \2/p' Makefile | awk '{ t = $$2; $$1 = $$2 = ""; printf "make %-8s%s\n", t, $$0 }'

run: environment ## choose a cooperation model for the example company and write a report into out/
	.venv/bin/suture choose examples/cases/startup.yaml --out out

test: environment system ## run all tests (installs a browser and fonts by apt where it is root)
	$(PYTHON_IN_VENV) -m pytest

check: environment ## format, lint, types, architecture and documentation; changes no file
	$(PYTHON_IN_VENV) -m ruff format --check .
	$(PYTHON_IN_VENV) -m ruff check .
	$(PYTHON_IN_VENV) -m mypy
	.venv/bin/lint-imports --no-logo
	$(PYTHON_IN_VENV) -m pytest tests/house -m docs

format: environment ## put the code into the one format
	$(PYTHON_IN_VENV) -m ruff check -q --fix-only .
	$(PYTHON_IN_VENV) -m ruff format .

bench: environment ## measure the engine
	$(PYTHON_IN_VENV) -m benchmarks

soak: environment ## run the tests that are too long for every change
	$(PYTHON_IN_VENV) -m pytest -m soak --hypothesis-profile=soak

mutate: environment ## change the engine in one place at a time and see that a test notices (docs/mutation.md)
	$(PYTHON_IN_VENV) -m tests.soak.mutation

coverage: environment ## run the tests and say which lines of the engine they miss; under 95 % it fails
	$(PYTHON_IN_VENV) -m coverage run -m pytest
	$(PYTHON_IN_VENV) -m coverage report --include='src/suture/engine/*' --skip-covered --show-missing --fail-under=95

lock: environment ## take the newest allowed versions into requirements.lock
	.venv/bin/uv pip compile -q --universal --upgrade --generate-hashes --no-header --no-annotate --group dev \
		pyproject.toml -o requirements.lock

clean: ## remove everything that make made, the environment too
	rm -rf .venv out dist .coverage .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	find src tests benchmarks environment -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

environment:
	@for p in $(CANDIDATES); do \
		"$$p" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
		exec "$$p" environment/python.py; \
	done; \
	echo "No Python 3.11 or newer that can make an environment was found."; \
	echo "Debian, Ubuntu: apt install python3 python3-venv. Elsewhere: install Python 3.12, or say make PYTHON=/path/to/python."; \
	exit 1

system: environment
	@$(PYTHON_IN_VENV) environment/system.py
