#!/usr/bin/env bash
# Fuzzes for minutes: every fuzzer for FUZZ_SECONDS (120), then PROGRAMS (100,000) random programs through the reference
# and every engine, a fifth as many of the Datalog dialect, also through clingo where that is installed, and SOAK_SECONDS
# (300) of a soak, from a seed that is printed. FUZZ_SEED and these may be set in the environment.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${FUZZ_SECONDS:-120}
programs=${PROGRAMS:-100000}
soak_seconds=${SOAK_SECONDS:-300}
seed=${FUZZ_SEED:-$(date +%s)}
jobs=$(nproc)

compilers=(-G Ninja -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16)
[ -f build/build.ninja ] || cmake -S . -B build "${compilers[@]}" -DCMAKE_BUILD_TYPE=Release
[ -f build-asan/build.ninja ] ||
  cmake -S . -B build-asan "${compilers[@]}" -DCMAKE_BUILD_TYPE=Debug -DBYTELOGIC_SANITIZE=ON
cmake --build build -j "$jobs" --target differential_test datalog_test soak_test
cmake --build build-asan -j "$jobs"

failed=0
for fuzzer in build-asan/tests/fuzz/*_fuzzer; do
  [ -x "$fuzzer" ] || continue
  name=$(basename "$fuzzer" _fuzzer)
  mapfile -t options <"build-asan/tests/fuzz/$name.options"
  echo "== $name for $seconds seconds"
  "$fuzzer" -max_total_time="$seconds" -print_final_stats=1 -artifact_prefix=build-asan/tests/fuzz/ \
    "${options[@]}" || failed=1
done

echo "== $programs random programs from seed $seed"
build/tests/differential/differential_test --count "$programs" --seed "$seed" --report || failed=1
echo "== $((programs / 5)) random programs of Datalog from seed $seed"
build/tests/datalog/datalog_test --count $((programs / 5)) --seed "$seed" --report || failed=1
status=0
build/tests/datalog/datalog_test --clingo --count $((programs / 5)) --seed "$seed" || status=$?
[ "$status" -eq 0 ] || [ "$status" -eq 77 ] || failed=1
echo "== a soak of $soak_seconds seconds from seed $seed"
build/tests/soak/soak_test --seconds "$soak_seconds" --seed "$seed" || failed=1
exit $failed
