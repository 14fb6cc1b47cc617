# The command line: `bytelogic`, one binary. All but main.cc is a library, for tests.
find_path(EDIT_INCLUDE_DIR histedit.h REQUIRED)
find_library(EDIT_LIBRARY edit REQUIRED)

file(GLOB diagnostic_pages CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/docs/diagnostics/*.md)
set(pages_source ${CMAKE_CURRENT_BINARY_DIR}/generated/diagnostic_pages_data.cc)
add_custom_command(
  OUTPUT ${pages_source}
  COMMAND ${CMAKE_COMMAND} -DPAGES=${CMAKE_CURRENT_SOURCE_DIR}/docs/diagnostics -DOUTPUT=${pages_source}
          -P ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed_pages.cmake
  DEPENDS ${diagnostic_pages} ${CMAKE_CURRENT_SOURCE_DIR}/cmake/embed_pages.cmake
  COMMENT "Embedding the explanations of diagnostics")

file(GLOB_RECURSE tools_sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/src/tools/*.cc)
list(FILTER tools_sources EXCLUDE REGEX "/main\\.cc$")
add_library(bytelogic_tools STATIC ${tools_sources} ${pages_source})
target_include_directories(bytelogic_tools PRIVATE ${EDIT_INCLUDE_DIR})
target_link_libraries(bytelogic_tools PUBLIC
  bytelogic_text bytelogic_proof bytelogic_data bytelogic_standalone CLI11::CLI11 ${EDIT_LIBRARY})

add_executable(bytelogic_cli src/tools/main.cc)
set_target_properties(bytelogic_cli PROPERTIES OUTPUT_NAME bytelogic)
target_compile_definitions(bytelogic_tools PUBLIC BYTELOGIC_VERSION="${PROJECT_VERSION}")
target_link_libraries(bytelogic_cli bytelogic_tools)

include(GNUInstallDirs)
install(TARGETS bytelogic_cli)
install(FILES docs/man/bytelogic.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
