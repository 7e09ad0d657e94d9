# make demo    sets everything up and shows Bojagi at work
# make test    sets everything up and runs the tests
# make check   lints, types and layers
# make prove   the slow proofs: crash loops, long fuzzing, larger scales

PYTHON ?= python3
BIN := .venv/bin
OUT ?= demo-out
# Two test files at a time: much of what they do is waiting for other programs.
BESIDE ?= -n 2 --dist loadfile --no-loadscope-reorder
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
# One thread a query: two threads on busy cores spin and wait for each other.
export OMP_NUM_THREADS ?= 1
export OPENBLAS_NUM_THREADS ?= 1

.PHONY: demo test check prove clean

demo: .venv/.stamp
	@$(BIN)/bojagi-coordinator demo --out $(OUT)

test: .venv/.stamp
	$(BIN)/python -m pytest -m "not prove" $(BESIDE) $(ARGS)

prove: .venv/.stamp
	$(BIN)/python -m pytest -m prove $(BESIDE) $(ARGS)

check: .venv/.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports

clean:
	rm -rf .venv $(OUT)

.venv/.stamp: pyproject.toml constraints.txt tools/prepare.py
	@$(PYTHON) tools/prepare.py .venv
	@touch $@
