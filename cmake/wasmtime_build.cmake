# Builds third_party/wasmtime by cargo and puts the library and its headers under PREFIX. Run by CMake's -P mode from
# wasmtime.cmake, with SOURCE (the Cargo project), PREFIX and TARGET_DIR (cargo's own build tree).
cmake_minimum_required(VERSION 3.25)

set(rust_needed 1.95)
set(library lib/libbytelogic_wasmtime.a)

# Two builds that start at the same time: the second one waits and finds the result.
file(MAKE_DIRECTORY ${PREFIX}/lib ${TARGET_DIR})
file(LOCK ${PREFIX}/lock TIMEOUT 3600)
if(EXISTS ${PREFIX}/${library})
  return()
endif()

# rustup's cargo, or Debian's `cargo-web` (the one that its browsers are built with), whichever is new enough.
set(cargo)
foreach(candidate cargo cargo-web)
  find_program(found_${candidate} ${candidate} HINTS $ENV{HOME}/.cargo/bin)
  if(found_${candidate} AND NOT cargo)
    execute_process(COMMAND ${found_${candidate}} --version OUTPUT_VARIABLE version ERROR_QUIET)
    if(version MATCHES "([0-9]+\\.[0-9]+\\.[0-9]+)" AND CMAKE_MATCH_1 VERSION_GREATER_EQUAL rust_needed)
      set(cargo ${found_${candidate}})
    else()
      string(STRIP "${version}" version)
      string(APPEND seen " ${found_${candidate}} (${version})")
    endif()
  endif()
endforeach()
if(NOT cargo)
  message(FATAL_ERROR
    "ByteLogic runs programs inside Wasmtime, whose build needs Rust ${rust_needed} or later; found:${seen} nothing new "
    "enough.\nDebian and Ubuntu: apt install cargo-web rustc-web. Elsewhere: https://rustup.rs")
endif()
set(environment CARGO_TARGET_DIR=${TARGET_DIR})
if(cargo MATCHES "cargo-web$")
  find_program(rustc rustc-web)
  if(rustc)
    list(APPEND environment RUSTC=${rustc})
  endif()
endif()

# Where cargo keeps the sources of the C API's crate: its headers are there.
execute_process(COMMAND ${cargo} -vV OUTPUT_VARIABLE version)
string(REGEX MATCH "host: ([^\n]+)" host "${version}")
execute_process(COMMAND ${CMAKE_COMMAND} -E env ${environment}
  ${cargo} metadata --format-version 1 --locked --filter-platform ${CMAKE_MATCH_1}
  WORKING_DIRECTORY ${SOURCE} OUTPUT_VARIABLE metadata RESULT_VARIABLE failed)
if(failed OR NOT metadata MATCHES "\"manifest_path\":\"([^\"]*wasmtime-c-api-impl[^\"]*)/Cargo.toml\"")
  message(FATAL_ERROR "cargo did not find the crate wasmtime-c-api-impl; is the network reachable?")
endif()
set(crate ${CMAKE_MATCH_1})

execute_process(COMMAND ${CMAKE_COMMAND} -E env ${environment} ${cargo} build --release --locked
  WORKING_DIRECTORY ${SOURCE} RESULT_VARIABLE failed)
if(failed)
  message(FATAL_ERROR "the build of Wasmtime failed")
endif()

file(COPY ${crate}/include/ DESTINATION ${PREFIX}/include FILES_MATCHING PATTERN "*.h")
file(GLOB license ${crate}/../wasmtime-[0-9]*/LICENSE ${crate}/../wasmtime/LICENSE)
file(COPY ${license} DESTINATION ${PREFIX})
# The features that third_party/wasmtime/Cargo.toml asks for.
set(WASMTIME_FEATURE_CRANELIFT ON)
set(WASMTIME_FEATURE_POOLING_ALLOCATOR ON)
configure_file(${crate}/include/wasmtime/conf.h.in ${PREFIX}/include/wasmtime/conf.h)
# The library last, by a rename: where it exists, everything does.
file(COPY_FILE ${TARGET_DIR}/release/libbytelogic_wasmtime.a ${PREFIX}/${library}.new)
file(RENAME ${PREFIX}/${library}.new ${PREFIX}/${library})
