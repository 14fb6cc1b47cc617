#!/usr/bin/env bash
# Runs every benchmark of a build folder: `scripts/bench.sh build`. bench/README.md says what each one measures.
set -euo pipefail
build=${1:?usage: scripts/bench.sh BUILD_FOLDER}
cd "$(dirname "$0")/.."
for name in answer scale closure aggregate paths batch; do
  echo "== $name"
  "$build/bench/bench_$name"
done
echo "== process"
python3 bench/process.py "$build/bytelogic"
echo "== load"
"$build/bench/bench_load" "$build/bytelogic"
