# make run [FILE=some.adjoint]   the window          make test   every check and test
# Both set up what they need first (setup.sh); the second call finds it done.

PYTHON ?= python3
FILE ?=
TESTS ?= tests
bin := .venv/bin
export PYTHON

.PHONY: run test check screenshot clean

run: .venv/ready-to-run
	$(bin)/adjoint $(if $(FILE),"$(FILE)")

test: check
	QT_QPA_PLATFORM=offscreen $(bin)/python -m pytest $(TESTS)

check: .venv/ready-to-test
	$(bin)/ruff check .
	$(bin)/ruff format --check .
	$(bin)/mypy

screenshot: .venv/ready-to-run
	$(bin)/python docs/screenshot.py

.venv/ready-to-run: pyproject.toml setup.sh
	./setup.sh run
	touch $@

.venv/ready-to-test: pyproject.toml setup.sh
	./setup.sh test
	touch $@ .venv/ready-to-run

clean:
	rm -rf .venv build dist
