#!/usr/bin/env bash
# Makes sure that what the build needs is installed: `setup.sh`, `setup.sh --tests` for what the tests need too, or
# `setup.sh --bench` for what the benchmarks measure beside us as well.
# Debian and Ubuntu: installs it by apt-get. Elsewhere: says what is missing. Milliseconds when nothing is.
set -euo pipefail

build_packages=(
  clang-16 lld-16                                                   # the one compiler, for the host and for the sandbox
  libc++-16-dev-wasm32 wasi-libc libclang-rt-16-dev-wasm32          # the standard library inside the sandbox
  cmake ninja-build ccache
  nlohmann-json3-dev libcli11-dev libfmt-dev libexpected-dev libxxhash-dev libedit-dev
  zlib1g-dev libsqlite3-dev                                         # files of facts
)
test_packages=(
  libclang-rt-16-dev clang-format-16                                # sanitizers and fuzzers; layout
  libgtest-dev librapidcheck-dev libbenchmark-dev
  python3 python3-venv wabt
  gringo                                                            # clingo, the second opinion on random programs
)
bench_packages=(swi-prolog-nox)
rust_packages=(cargo-web rustc-web)
rust_needed=1.95

for_tests=no
packages=("${build_packages[@]}")
programs=(clang-16 clang++-16 cmake ninja)
if [ "${1:-}" = --tests ] || [ "${1:-}" = --bench ]; then
  for_tests=yes
  packages+=("${test_packages[@]}")
  programs+=(clang-format-16 python3 wasm-validate node)
  # Node.js often comes from elsewhere than the distribution; any will do.
  command -v node >/dev/null || packages+=(nodejs)
fi
[ "${1:-}" != --bench ] || packages+=("${bench_packages[@]}")

# True where `$1` is a cargo of version $rust_needed or later.
new_enough() {
  local version
  version=$("$1" --version 2>/dev/null | cut -d' ' -f2) || return 1
  [ -n "$version" ] && [ "$(printf '%s\n' "$rust_needed" "$version" | sort -V | head -n 1)" = "$rust_needed" ]
}
have_rust() {
  PATH="$PATH:$HOME/.cargo/bin"
  new_enough cargo || new_enough cargo-web
}

# Wasmtime is built by Rust once, and kept there by cmake/wasmtime.cmake.
have_wasmtime() {
  local version
  version=$(sed -n 's/.*wasmtime-c-api-impl.*version = "=\([0-9.]*\)".*/\1/p' third_party/wasmtime/Cargo.toml)
  compgen -G "${XDG_CACHE_HOME:-$HOME/.cache}/bytelogic/wasmtime/$version-*/lib/*.a" >/dev/null
}

# The package of Python that examples/standalone/run.py uses, in a folder of its own. Its test is skipped without it, so
# that a machine that cannot reach PyPI only hears of it.
python_wasmtime=48.0.0
set_up_python() {
  local folder="${XDG_CACHE_HOME:-$HOME/.cache}/bytelogic/python-wasmtime-$python_wasmtime"
  [ ! -e "$folder/ready" ] || return 0
  echo "Installing: the Python package wasmtime $python_wasmtime"
  if python3 -m venv --clear "$folder" >/dev/null 2>&1 &&
    "$folder/bin/python" -m pip install --quiet --disable-pip-version-check --only-binary :all: \
      "wasmtime==$python_wasmtime" >/dev/null 2>&1; then
    touch "$folder/ready"
  else
    echo "pip could not install it: the test docs.standalone.python will be skipped" >&2
  fi
}
finish() {
  [ "$for_tests" = no ] || set_up_python
  exit 0
}

cd "$(dirname "$0")/.."
if command -v dpkg-query >/dev/null && command -v apt-get >/dev/null; then
  have_wasmtime || have_rust || packages+=("${rust_packages[@]}")
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null || true)
  missing=()
  for package in "${packages[@]}"; do
    grep -qx "installed $package" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || finish

  sudo=()
  if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null; then
      echo "These packages are missing, and installing them needs root. As root, run:" >&2
      echo "  apt-get install ${missing[*]}" >&2
      exit 1
    fi
    sudo=(sudo)
  fi
  echo "Installing: ${missing[*]}"
  "${sudo[@]}" apt-get update -qq
  if ! "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}"; then
    cat >&2 <<MESSAGE

apt-get could not install: ${missing[*]}
ByteLogic is built on Debian 12. On another release, clang-16 and its wasm32 libraries come from
https://apt.llvm.org, and Rust $rust_needed or later from https://rustup.rs.
MESSAGE
    exit 1
  fi
  finish
fi

missing=()
for program in "${programs[@]}"; do
  command -v "$program" >/dev/null || missing+=("$program")
done
have_wasmtime || have_rust || missing+=("cargo (Rust $rust_needed or later: https://rustup.rs)")
[ ${#missing[@]} -gt 0 ] || finish
cat >&2 <<MESSAGE
This is neither Debian nor Ubuntu, so nothing was installed. Not found: ${missing[*]}
What ByteLogic needs, by its names in Debian:
  ${packages[*]}
and Rust $rust_needed or later, once, to build Wasmtime.
MESSAGE
exit 1
