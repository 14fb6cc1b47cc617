#!/usr/bin/env bash
# Builds Release (build/) and with sanitizers (build-asan/), and runs every test in both: test.sh [JOBS]
set -euo pipefail
cd "$(dirname "$0")/.."
jobs=${1:-$(nproc)}

build() {
  local folder=$1
  shift
  [ -f "$folder/build.ninja" ] ||
    cmake -S . -B "$folder" -G Ninja -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16 "$@"
  cmake --build "$folder" -j "$jobs"
}
build build -DCMAKE_BUILD_TYPE=Release
build build-asan -DCMAKE_BUILD_TYPE=Debug -DBYTELOGIC_SANITIZE=ON

failed=0
for folder in build build-asan; do
  echo "== tests in $folder"
  ctest --test-dir "$folder" -j "$jobs" --output-on-failure --no-tests=error || failed=1
done
exit $failed
