# The engine: the one folder that knows Wasmtime, with the sandbox runtime embedded as machine code.
include(cmake/wasmtime.cmake)

set(BYTELOGIC_RUNTIME_WASM ${CMAKE_BINARY_DIR}/runtime.wasm)
set(BYTELOGIC_RUNTIME_CODE ${CMAKE_BINARY_DIR}/runtime.cwasm)

add_executable(bytelogic_precompile
  src/engine/precompile_main.cc src/engine/sandbox.cc src/engine/ticker.cc)
target_include_directories(bytelogic_precompile PRIVATE src include)
target_link_libraries(bytelogic_precompile PRIVATE wasmtime)

add_custom_command(OUTPUT ${BYTELOGIC_RUNTIME_CODE}
  COMMAND bytelogic_precompile ${BYTELOGIC_RUNTIME_WASM} ${BYTELOGIC_RUNTIME_CODE}
  DEPENDS bytelogic_precompile ${BYTELOGIC_RUNTIME_WASM} runtime_wasm
  COMMENT "Compiling the sandbox runtime to machine code" VERBATIM)
add_custom_target(runtime_code DEPENDS ${BYTELOGIC_RUNTIME_CODE})

bytelogic_folder(engine plan wasm result)
get_target_property(engine_sources bytelogic_engine SOURCES)
list(FILTER engine_sources EXCLUDE REGEX "precompile_main\\.cc$")
set_target_properties(bytelogic_engine PROPERTIES SOURCES "${engine_sources}")
add_dependencies(bytelogic_engine runtime_wasm runtime_code)
target_link_libraries(bytelogic_engine PRIVATE wasmtime)
set_source_files_properties(src/engine/embedded_runtime.cc PROPERTIES
  OBJECT_DEPENDS "${BYTELOGIC_RUNTIME_WASM};${BYTELOGIC_RUNTIME_CODE}"
  COMPILE_DEFINITIONS
    "BYTELOGIC_RUNTIME_WASM=\"${BYTELOGIC_RUNTIME_WASM}\";BYTELOGIC_RUNTIME_CODE=\"${BYTELOGIC_RUNTIME_CODE}\"")

include(cmake/package.cmake OPTIONAL)
