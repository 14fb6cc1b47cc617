# Everything that a person types: `make help` lists it. The build itself is CMake's (CMakeLists.txt).

PREFIX ?= /usr/local
JOBS ?= $(shell nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)

cmake_flags := -G Ninja -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16
source_files = git ls-files '*.cc' '*.h'

.DEFAULT_GOAL := help
.PHONY: help demo test fuzz soak bench format install setup setup-tests setup-bench build/build.ninja build-asan/build.ninja

help:  ## This list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 18

demo: setup  ## Install what is missing, build, answer examples/family.txt
	@test -f build/build.ninja || cmake -S . -B build $(cmake_flags) -DCMAKE_BUILD_TYPE=Release
	@cmake --build build -j $(JOBS) --target bytelogic_cli
	@scripts/demo.sh build/bytelogic

test: setup-tests  ## Build twice (Release; with sanitizers) and run every test in both
	@scripts/test.sh $(JOBS)

fuzz: setup-tests  ## Minutes of fuzzing and of a soak, and 100,000 random programs through every evaluator
	@scripts/fuzz.sh

soak: setup-tests  ## Many threads of good and hostile work against one engine for SECONDS (600)
	@test -f build/build.ninja || cmake -S . -B build $(cmake_flags) -DCMAKE_BUILD_TYPE=Release
	@cmake --build build -j $(JOBS) --target soak_test
	@build/tests/soak/soak_test --seconds $(or $(SECONDS),600)

bench: setup-bench  ## Measure; bench/README.md says what
	@cmake -S . -B build $(cmake_flags) -DCMAKE_BUILD_TYPE=Release -DBYTELOGIC_BENCH=ON
	@cmake --build build -j $(JOBS)
	@scripts/bench.sh build

format:  ## Lay out the C++ sources
	@$(source_files) | xargs -P $(JOBS) -n 16 clang-format-16 -i

install: setup  ## Install the program, the library and its headers under PREFIX (/usr/local)
	@test -f build/build.ninja || cmake -S . -B build $(cmake_flags) -DCMAKE_BUILD_TYPE=Release
	@cmake --build build -j $(JOBS) --target bytelogic_cli bytelogic_bundle
	@cmake --install build --prefix "$(PREFIX)"

setup:
	@scripts/setup.sh

setup-tests:
	@scripts/setup.sh --tests

setup-bench:
	@scripts/setup.sh --bench
