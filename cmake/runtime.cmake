# The sandbox runtime, compiled twice from the same sources:
#   bytelogic_runtime   native library, for unit tests under sanitizers and as a second backend of the tests
#   runtime_wasm        ${CMAKE_BINARY_DIR}/runtime.wasm, what the engine embeds: no imports, exports memory,
#                       __heap_base and run
bytelogic_folder(runtime)
# Only header-only, freestanding parts of base/ are included, so nothing of it is linked. No fused multiply-add: results
# are the same on every machine.
target_compile_options(bytelogic_runtime PRIVATE -fno-exceptions -fno-rtti -ffp-contract=off)

set(BYTELOGIC_WASM_COMPILER "" CACHE FILEPATH "clang++ that compiles for wasm32 (default: clang++-16)")
set(BYTELOGIC_WASM_LINKER "" CACHE FILEPATH "wasm-ld of the same version (default: wasm-ld-16)")
find_program(wasm_compiler NAMES ${BYTELOGIC_WASM_COMPILER} clang++-16 NO_CACHE)
find_program(wasm_linker NAMES ${BYTELOGIC_WASM_LINKER} wasm-ld-16 NO_CACHE)
find_path(wasm_libcxx_headers __config PATHS /usr/lib/llvm-16/include/wasm32-wasi/c++/v1
  /usr/include/wasm32-wasi/c++/v1 NO_DEFAULT_PATH NO_CACHE)
find_path(wasm_libc_headers math.h PATHS /usr/include/wasm32-wasi NO_DEFAULT_PATH NO_CACHE)
find_library(wasm_libc NAMES libc.a PATHS /usr/lib/wasm32-wasi NO_DEFAULT_PATH NO_CACHE)
find_library(wasm_libcxx NAMES libc++.a PATHS /usr/lib/llvm-16/lib/wasm32-wasi /usr/lib/wasm32-wasi
  NO_DEFAULT_PATH NO_CACHE)
find_library(wasm_builtins NAMES libclang_rt.builtins-wasm32.a PATHS /usr/lib/llvm-16/lib/clang/16/lib/wasi
  NO_DEFAULT_PATH NO_CACHE)
foreach(tool "wasm_compiler clang-16" "wasm_linker lld-16" "wasm_libcxx_headers libc++-16-dev-wasm32"
        "wasm_libcxx libc++-16-dev-wasm32" "wasm_libc_headers wasi-libc" "wasm_libc wasi-libc"
        "wasm_builtins libclang-rt-16-dev-wasm32")
  separate_arguments(parts UNIX_COMMAND "${tool}")
  list(GET parts 0 variable)
  list(GET parts 1 package)
  if(NOT ${variable})
    message(FATAL_ERROR "The sandbox runtime is compiled to WebAssembly, and ${variable} was not found. "
      "On Debian and Ubuntu: apt-get install ${package}")
  endif()
endforeach()

set(wasm_flags --target=wasm32-wasi -std=c++20 -O2 -DNDEBUG -D_GNU_SOURCE -fno-exceptions -fno-rtti -mbulk-memory
  -msign-ext -mnontrapping-fptoint -ffp-contract=off -fno-strict-aliasing -ffunction-sections -fdata-sections
  -fvisibility=hidden -nostdinc++ -isystem ${wasm_libcxx_headers} -isystem ${wasm_libc_headers}
  -I${PROJECT_SOURCE_DIR}/src -Wall -Wextra -Wpedantic -Werror -Wno-missing-field-initializers)
file(GLOB wasm_sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/runtime/*.cc)
list(FILTER wasm_sources EXCLUDE REGEX "/validate[a-z_]*\\.cc$")
set(wasm_objects)
foreach(source ${wasm_sources})
  get_filename_component(name ${source} NAME_WE)
  set(object ${CMAKE_BINARY_DIR}/wasm/${name}.o)
  add_custom_command(OUTPUT ${object}
    COMMAND ${CCACHE} ${wasm_compiler} ${wasm_flags} -MD -MF ${object}.d -c ${source} -o ${object}
    DEPENDS ${source} DEPFILE ${object}.d VERBATIM COMMENT "Compiling runtime/${name}.cc for wasm32")
  list(APPEND wasm_objects ${object})
endforeach()
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/wasm)

# The stack lies below the data, so that overflowing it traps instead of overwriting; the memory grows at run time.
set(runtime_wasm ${CMAKE_BINARY_DIR}/runtime.wasm)
add_custom_command(OUTPUT ${runtime_wasm}
  COMMAND ${wasm_linker} --no-entry --stack-first -z stack-size=32768 --initial-memory=1048576 --strip-debug
    --gc-sections --export=__heap_base --export-memory ${wasm_objects} ${wasm_libcxx} ${wasm_libc} ${wasm_builtins}
    -o ${runtime_wasm}
  COMMAND ${CMAKE_COMMAND} -DMODULE=${runtime_wasm} -P ${PROJECT_SOURCE_DIR}/cmake/check_no_imports.cmake
  DEPENDS ${wasm_objects} ${PROJECT_SOURCE_DIR}/cmake/check_no_imports.cmake VERBATIM
  COMMENT "Linking runtime.wasm")
add_custom_target(runtime_wasm DEPENDS ${runtime_wasm})
