# make install | demo | test | test-integration | test-all | test-quiet | test-dist | docs | bench | faults | growth | guided | audit | dist: each makes its own .venv when it is missing or older than its recipe.
# make bench BENCH=machine,inference BENCH_OPTIONS=--quick measures some parts only; `run.py --help` names the options.

PYTHON ?= python3
BIN := .venv/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY := .venv/.ready
DOCS_READY := .venv/.docs-ready
METHODS := Seg-MRI,noDA,AdaBN,dou2018,Seg-CT

.PHONY: install demo test test-integration test-all test-quiet test-dist docs bench faults growth guided audit check dist clean

install: $(READY)

demo: $(READY)
	@echo "Step 1 of 2: 20 virtual MR and 20 virtual CT patients"
	$(BIN)/crossmodalityseg cohort demo/cohort --mr 20 --ct 20 --seed 0
	@echo "Step 2 of 2: train on MR, adapt to CT, compare. Stop with Ctrl-C; 'make demo' goes on from there."
	$(BIN)/crossmodalityseg benchmark --data demo/cohort --out demo/results --size tiny --methods $(METHODS) --depths 21 --seeds 0
	@echo "Done. Open demo/results/report.html"

# A file's tests stay in one process, which makes their shared models and volumes once; the files keep the order that
# Testing/conftest.py gives them, the longest first.
PYTEST := $(BIN)/python -m pytest --numprocesses logical --dist loadfile --no-loadscope-reorder

test: check
	$(PYTEST) -m "not integration and not long and not quiet"

# What starts processes or trains, and does not take very long. Continuous integration runs `test`, then this.
test-integration: $(READY)
	$(PYTEST) -m "integration and not installs and not long and not quiet"

test-all: check
	$(PYTEST) -m "not installs and not quiet"

test-quiet: $(READY)
	$(BIN)/python -m pytest -m quiet

test-dist: $(READY)
	$(BIN)/python -m pytest -m installs

docs: $(DOCS_READY)
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

bench: $(READY)
	$(BIN)/python Testing/benchmarks/run.py $(if $(BENCH),--parts $(BENCH)) $(BENCH_OPTIONS)

# Kills, failing disks, turned bits and the like against every verb; the same command goes on where it was ended.
FAULTS ?= 60
SEED ?= 0
faults: $(READY)
	$(BIN)/python Testing/faults/campaign.py --minutes $(FAULTS) --seed $(SEED) --out build/faults-$(SEED)

# What a worker and the panel take at first, in the middle and at last; `growth.py --help` names the options.
growth: $(READY)
	$(BIN)/python Testing/faults/growth.py $(GROWTH)

# Mutated files that go where the readers' code has not been yet, so many minutes for each.
GUIDED ?= 30
guided: $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet atheris
	$(BIN)/python Testing/faults/coverage_guided.py --minutes $(GUIDED) --seed $(SEED) --out build/guided

# Looks for code that is known to be risky, but for assertions and for the processes that this program is made of.
audit: $(READY)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet bandit
	$(BIN)/bandit --quiet --recursive --skip B101,B404,B603,B607 CrossModalitySeg

check: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Wheel (built from the sdist, so that nothing is missing in that one), sdist, and the module as an archive for Slicer.
dist: $(READY)
	rm -rf dist build
	$(BIN)/python -m build --outdir dist .
	$(BIN)/python Resources/extension_archive.py dist

clean:
	rm -rf .venv demo dist build site .mypy_cache .ruff_cache .pytest_cache .hypothesis .benchmarks

$(READY): pyproject.toml constraints.txt
	@$(PYTHON) -c "import sys, ensurepip; sys.exit(sys.version_info < (3, 11))" 2>/dev/null \
	  || { echo "Python 3.11 or newer with venv is needed. Install it (Debian: python3 python3-venv) or run: make $(MAKECMDGOALS) PYTHON=/path/to/python3" >&2; exit 1; }
	@echo "Making .venv, 1 of 4: empty environment"
	@$(PYTHON) -m venv .venv
	@echo "Making .venv, 2 of 4: torch, the largest download"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile -c constraints.txt torch
	@echo "Making .venv, 3 of 4: this package and the other libraries, some minutes"
	@$(BIN)/python -m pip install --disable-pip-version-check --no-compile --quiet -c constraints.txt -e ".[test,report,benchmark,tracking,mesh,onnx]"
	@echo "Making .venv, 4 of 4: bytecode of the libraries, by all cores; pip takes one"
	@$(BIN)/python -m compileall -qq -j 0 .venv || true
	@touch $@

$(DOCS_READY): $(READY)
	@echo "What builds the pages"
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet -c constraints.txt -e ".[docs]"
	@touch $@
