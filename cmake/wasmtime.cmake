# The imported target `wasmtime`: Wasmtime's C API as one static library with its headers.
#
# Building it takes minutes, so the result is kept outside of the build tree, in
# ${XDG_CACHE_HOME}/bytelogic/wasmtime/<key>; the key changes with everything that goes into the library. A clean
# checkout finds it there and needs no Rust at all.

set(wasmtime_source ${PROJECT_SOURCE_DIR}/third_party/wasmtime)
file(STRINGS ${wasmtime_source}/Cargo.toml wasmtime_version REGEX "wasmtime-c-api-impl")
string(REGEX REPLACE ".*version = \"=([0-9.]+)\".*" "\\1" wasmtime_version "${wasmtime_version}")
set(wasmtime_inputs)
foreach(input Cargo.toml Cargo.lock src/lib.rs)
  file(SHA256 ${wasmtime_source}/${input} wasmtime_hash)
  string(APPEND wasmtime_inputs ${wasmtime_hash})
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${wasmtime_source}/${input})
endforeach()
string(SHA256 wasmtime_hash "${wasmtime_inputs}${CMAKE_SYSTEM_NAME}${CMAKE_SYSTEM_PROCESSOR}")
string(SUBSTRING ${wasmtime_hash} 0 16 wasmtime_hash)

if(DEFINED ENV{XDG_CACHE_HOME})
  set(wasmtime_cache $ENV{XDG_CACHE_HOME}/bytelogic/wasmtime)
else()
  set(wasmtime_cache $ENV{HOME}/.cache/bytelogic/wasmtime)
endif()
set(BYTELOGIC_WASMTIME_CACHE ${wasmtime_cache} CACHE PATH "Where builds of Wasmtime are kept")
set(wasmtime_prefix ${BYTELOGIC_WASMTIME_CACHE}/${wasmtime_version}-${wasmtime_hash})
set(wasmtime_library ${wasmtime_prefix}/lib/libbytelogic_wasmtime.a)

add_custom_command(OUTPUT ${wasmtime_library}
  COMMAND ${CMAKE_COMMAND} -D SOURCE=${wasmtime_source} -D PREFIX=${wasmtime_prefix}
          -D TARGET_DIR=${BYTELOGIC_WASMTIME_CACHE}/target -P ${CMAKE_CURRENT_LIST_DIR}/wasmtime_build.cmake
  COMMENT "Building Wasmtime ${wasmtime_version} (minutes, once)"
  USES_TERMINAL VERBATIM)
add_custom_target(wasmtime_build DEPENDS ${wasmtime_library})

file(MAKE_DIRECTORY ${wasmtime_prefix}/include)
add_library(wasmtime STATIC IMPORTED GLOBAL)
set_target_properties(wasmtime PROPERTIES
  IMPORTED_LOCATION ${wasmtime_library}
  INTERFACE_INCLUDE_DIRECTORIES ${wasmtime_prefix}/include
  INTERFACE_LINK_LIBRARIES "Threads::Threads;${CMAKE_DL_LIBS};m")
add_dependencies(wasmtime wasmtime_build)
