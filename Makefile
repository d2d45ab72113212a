# The two commands: `make run` opens the dashboard on the sample, `make test` runs the tests. Both set up what they need.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
PORT ?= 8501
# A browser is opened where there is a screen; elsewhere the address is printed.
HEADLESS ?= $(if $(or $(DISPLAY),$(WAYLAND_DISPLAY),$(filter Darwin,$(shell uname -s))),false,true)

.PHONY: run setup test browser screenshots check format bench clean

run: setup ## annotate the bundled sample and open the dashboard
	@$(PY) -m pipeline run || echo "Not all went well, see above; the dashboard shows what is stored."
	$(PY) -m streamlit run dashboard/app.py --server.port $(PORT) --server.headless $(HEADLESS) --server.showEmailPrompt false

setup: $(VENV)/.run-time ## make .venv with what running needs; quick when done

$(VENV)/.python:
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else f"Python {v.major}.{v.minor} found; Tocsin needs 3.11 or newer: make PYTHON=python3.11 $(MAKECMDGOALS)")'
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.run-time: requirements.txt $(VENV)/.python
	$(PY) -m pip install --disable-pip-version-check --progress-bar on -r requirements.txt
	@touch $@

$(VENV)/.checks: requirements-dev.txt $(VENV)/.run-time
	$(PY) -m pip install --disable-pip-version-check --progress-bar on -r requirements-dev.txt
	@touch $@

test: $(VENV)/.checks ## run the tests
	$(PY) -m pytest

$(VENV)/.browser: requirements-browser.txt $(VENV)/.checks
	$(PY) -m pip install --disable-pip-version-check --progress-bar on -r requirements-browser.txt
	@touch $@

browser: $(VENV)/.browser ## run the tests that open the dashboard in a Chromium already installed
	$(PY) -m pytest tests/browser

screenshots: $(VENV)/.browser ## take the pictures in docs/: every view of the sample, light and dark, desk and telephone
	$(PY) -m tests.browser.screenshots

check: $(VENV)/.checks ## format, lint, types, import contracts, tests
	$(PY) -m ruff format --check .
	$(PY) -m ruff check .
	$(PY) -m mypy
	$(VENV)/bin/lint-imports
	$(PY) -m pytest

format: $(VENV)/.checks ## rewrite the code in the house format
	$(PY) -m ruff format .
	$(PY) -m ruff check --fix .

bench: $(VENV)/.checks ## time the reader, the pipeline, the store, the gazetteer and the desk
	$(PY) -m benchmarks

clean: ## remove the environment; the store stays
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
