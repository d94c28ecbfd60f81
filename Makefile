# make demo   serve the demo on http://127.0.0.1:8081/
# make test   fetch what the tests need, and run them all
# make docs   the documentation, into build/docs
# make dist   what mip and firmware get: the package, built for boards, into dist/py and dist/mpy
# make mpy    only dist/mpy
# make demo-mpy   the demo as it goes onto a small board, into build/demo
# make footprint, make instructions   what a page costs on a board
# make bench, make bench-cpython   beside other frameworks, on MicroPython and on a computer; QUICK=1: in a minute
# make soak   200,000 requests, good and bad, to a board's runtime and to a computer's; SECONDS=60: only for so long

PYTHON ?= python3
BIN := .venv/bin

.PHONY: help demo test docs dist mpy demo-mpy footprint instructions bench bench-cpython soak clean

help:
	@sed -n 's/^# //p' Makefile

demo: .venv/demo
	$(BIN)/python -m picoweb run example/demo.py

test: .venv/test
	@for bits in 32 64; do for version in 1.25 1.26; do \
	    tools/micropython --bits $$bits --version $$version > /dev/null || true; done; done
	@tools/chromium > /dev/null || true
	@tools/nodejs > /dev/null || true
	@tools/nginx > /dev/null || true
	@tools/wrk > /dev/null || true
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(TESTS)

docs: .venv/docs
	$(BIN)/python -m sphinx -W -n -q docs build/docs
	@echo "open build/docs/index.html"

dist: .venv/test
	$(BIN)/python tools/dist.py dist

mpy: .venv/test
	$(BIN)/python tools/dist.py dist mpy

demo-mpy: .venv/test
	$(BIN)/python tools/mpy.py build/demo

footprint: .venv/test
	$(BIN)/python tools/footprint.py

instructions: .venv/test
	$(BIN)/python tools/instructions.py

bench: .venv/test
	$(BIN)/python tools/bench.py $(if $(QUICK),--quick)

bench-cpython: .venv/test
	$(BIN)/python tools/bench_cpython.py $(if $(QUICK),--quick)

soak: .venv/test
	$(BIN)/python tools/soak.py $(if $(SECONDS),--seconds $(SECONDS))

.venv/demo .venv/docs .venv/test: .venv/%: setup.py tools/venv
	PYTHON="$(PYTHON)" tools/venv $*
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info
