# The jobs of the project. Needs nothing but make and Python >= 3.11 with venv; everything else is installed into .venv, locked by
# version and hash. Written for GNU Make 3.81, the one that comes with macOS.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

BIN := .venv/bin
BOOTSTRAPPED := .venv/.bootstrapped
RUNTIME := .venv/.runtime
DEV := .venv/.dev
BENCH := .venv/.bench
CALIBER_HOME ?= $(CURDIR)/data

export CALIBER_HOME
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_NO_PROGRESS := 1
# Nothing we start calls home.
export DO_NOT_TRACK := 1
export DBT_SEND_ANONYMOUS_USAGE_STATS := 0
export DAGSTER_DISABLE_TELEMETRY := 1
export GX_ANALYTICS_ENABLED := False

##@ Use it
.PHONY: help setup run story dev docs
help: ## list the jobs
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} \
		/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(RUNTIME) ## build .venv from the runtime lock (does nothing when it is up to date)
	@:

run: setup ## make the sample exports and run the whole line over them
	@$(BIN)/caliber run --sample

story: setup ## the loop from finding to closure over the two years of the sample, in a folder of its own
	@$(BIN)/python docs/rectification_story.py

dev: setup ## open Dagster on this machine, telemetry off
	@mkdir -p "$(CALIBER_HOME)/dagster"
	@cp pipelines/orchestration/dagster.yaml "$(CALIBER_HOME)/dagster/dagster.yaml"
	@DAGSTER_HOME="$(CALIBER_HOME)/dagster" $(BIN)/dagster dev -w workspace.yaml

docs: setup ## write the documentation of the warehouse (after a run)
	@test -f "$(CALIBER_HOME)/work/warehouse.duckdb" || { echo "No warehouse in $(CALIBER_HOME): run 'make run' first." >&2; exit 1; }
	@CALIBER_WAREHOUSE="$(CALIBER_HOME)/work/warehouse.duckdb" $(BIN)/dbt docs generate --project-dir dbt_project \
		--profiles-dir dbt_project --vars '{"landed_dir": "$(CALIBER_HOME)/landed"}'
	@echo "Open dbt_project/target/index.html through a web server, e.g. python3 -m http.server -d dbt_project/target"

##@ Work on it
.PHONY: setup-dev test test-browser pictures browser check format bench bench-detection bench-dashboard lock clean distclean
setup-dev: $(DEV) ## add the tools for tests and checks to .venv
	@:

# Several processes, whole files each, the long ones first.
test: setup-dev ## run the tests
	@$(BIN)/pytest -q --numprocesses auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# The browser of the system, else one that Playwright downloads into the user's cache.
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
browser: setup-dev
	@if [ -n "$(CHROMIUM)" ]; then echo "Browser: $(CHROMIUM)"; else \
		echo "No Chromium on this machine: Playwright downloads one (or name yours: CHROMIUM=path)"; \
		$(BIN)/playwright install chromium || { \
			echo "That did not work. Install one (Debian and Ubuntu: apt-get install chromium) and try again." >&2; exit 1; }; \
	fi

test-browser: browser ## run the tests that drive the pages in a browser
	@CALIBER_BROWSER=1 CALIBER_CHROMIUM="$(CHROMIUM)" $(BIN)/pytest -q -m browser tests/integration/test_browser.py

pictures: browser ## take the pictures of the README from the sample
	@CALIBER_CHROMIUM="$(CHROMIUM)" $(BIN)/python docs/pictures/take.py

check: setup-dev ## lint and type-check Python, SQL, YAML, contracts and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/sqlfluff lint --disable-progress-bar dbt_project
	$(BIN)/yamllint --strict .
	$(BIN)/caliber check --all
	$(BIN)/lint-imports

format: setup-dev ## rewrite Python and SQL the way `make check` wants them
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	$(BIN)/sqlfluff fix --disable-progress-bar dbt_project

bench: setup ## measure the line against its floor
	@$(BIN)/python benchmarks/line.py

bench-dashboard: setup ## measure the dashboard over 10 million lines and 1 million findings (minutes, some 5 GB in TMPDIR)
	@$(BIN)/python benchmarks/dashboard.py

SEEDS ?= test
bench-detection: $(BENCH) ## measure rules against planted faults (SEEDS=dev for tuning, SEEDS=test writes docs/benchmark_detection.md)
	@$(BIN)/python -m benchmarks.detection.run --seeds $(SEEDS)

LOCK := ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-strip-extras --only-binary :all: \
	--no-emit-index-url --no-header
lock: $(BOOTSTRAPPED) ## resolve requirements/*.in into the locks again (UPGRADE=--upgrade takes newer releases)
	@cp -p requirements/bootstrap.txt .venv/.bootstrap-before
	cd requirements && $(LOCK) $(UPGRADE) bootstrap.in -o bootstrap.txt
	@# Written anew but the same: .venv need not be built again.
	@cmp -s .venv/.bootstrap-before requirements/bootstrap.txt && cp -p .venv/.bootstrap-before requirements/bootstrap.txt || true
	cd requirements && $(LOCK) $(UPGRADE) runtime.in -o runtime.txt
	cd requirements && $(LOCK) $(UPGRADE) dev.in -o dev.txt
	cd requirements && $(LOCK) $(UPGRADE) bench.in -o bench.txt
	@! grep -nE 'https?:|--(extra-)?index-url|--find-links' requirements/*.txt

clean: ## remove caches and build leftovers; data/ and .venv stay
	@rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis dbt_project/target dbt_project/logs logs
	@find . -name __pycache__ -type d -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean ## remove .venv too; data/ stays
	@rm -rf .venv

# A version that can only be started, not used (a shim, a Python without venv), is passed over.
USABLE := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
$(BOOTSTRAPPED): requirements/bootstrap.txt
	@# `venv --clear` follows a link and would empty the environment of another checkout.
	@if [ -L .venv ]; then echo ".venv is a link to $$(readlink .venv): build the environment there, not through the link." >&2; exit 1; fi
	@for python in $(PYTHON) python3.13 python3.12 python3.11 python3; do \
		"$$python" -c '$(USABLE)' > /dev/null 2>&1 && break || python=; \
	done; \
	if [ -z "$$python" ]; then \
		echo "Caliber needs Python 3.11 or newer with the venv module (Debian and Ubuntu: the package python3-venv)." >&2; \
		echo "Found: $$(python3 --version 2> /dev/null || echo no python3). Another one: make setup PYTHON=path/to/python" >&2; \
		exit 1; \
	fi; \
	echo "Building .venv with $$("$$python" --version)" && \
	"$$python" -m venv --clear .venv && \
	$(BIN)/python -m pip install -qq --require-hashes --only-binary :all: -r requirements/bootstrap.txt
	@touch $@

# uv does not read pip's configuration, and a mirror is often named only there. When uv still can't reach one, pip does the same, slower.
define install
	@echo "Installing what $(1) locks"
	@mirror="$${UV_DEFAULT_INDEX:-$${PIP_INDEX_URL:-$$($(BIN)/python -m pip config get global.index-url 2> /dev/null)}}"; \
	if [ -n "$$mirror" ]; then export UV_DEFAULT_INDEX="$$mirror"; fi; \
	$(BIN)/uv pip install -q --compile-bytecode --python $(BIN)/python --require-hashes --only-binary :all: -r $(1) || { \
		echo "uv did not manage; pip tries the same lock (this takes longer)" >&2; \
		$(BIN)/python -m pip install -qq --require-hashes --no-deps --only-binary :all: -r $(1); \
	}
endef

# Installs never remove: the locks agree on every version, so runtime, dev and bench can share .venv in either order.
$(RUNTIME): $(BOOTSTRAPPED) requirements/runtime.txt pyproject.toml
	$(call install,requirements/runtime.txt)
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pipelines.publication.parsed_project
	@touch $@

$(DEV): $(RUNTIME) requirements/dev.txt
	$(call install,requirements/dev.txt)
	@touch $@

$(BENCH): $(RUNTIME) requirements/bench.txt
	$(call install,requirements/bench.txt)
	@touch $@
