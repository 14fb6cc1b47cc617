# The installed package: find_package(bytelogic) gives bytelogic::bytelogic, one static library that holds all of our
# folders and Wasmtime. Inside of this project the same name stands for the same folders.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

add_library(bytelogic INTERFACE)
target_link_libraries(bytelogic INTERFACE
  $<$<TARGET_EXISTS:bytelogic_text>:bytelogic_text> bytelogic_proof bytelogic_standalone)
add_library(bytelogic::bytelogic ALIAS bytelogic)

set(bundle ${CMAKE_BINARY_DIR}/package/libbytelogic.a)
set(bundle_folders base diagnostics syntax sema reference plan wasm result engine standalone proof text)
set(bundle_script "create ${bundle}\n")
set(bundle_targets)
foreach(folder ${bundle_folders})
  string(APPEND bundle_script "addlib $<TARGET_FILE:bytelogic_${folder}>\n")
  list(APPEND bundle_targets bytelogic_${folder})
endforeach()
string(APPEND bundle_script "addlib $<TARGET_FILE:wasmtime>\nsave\nend\n")
file(GENERATE OUTPUT ${CMAKE_BINARY_DIR}/package/bundle.mri CONTENT "${bundle_script}")
add_custom_command(OUTPUT ${bundle}
  COMMAND ${CMAKE_COMMAND} -E rm -f ${bundle}
  COMMAND ${CMAKE_AR} -M < ${CMAKE_BINARY_DIR}/package/bundle.mri
  DEPENDS ${bundle_targets} wasmtime_build ${CMAKE_BINARY_DIR}/package/bundle.mri
  COMMENT "Bundling libbytelogic.a")
add_custom_target(bytelogic_bundle ALL DEPENDS ${bundle})

set(package_folder ${CMAKE_INSTALL_LIBDIR}/cmake/bytelogic)
configure_package_config_file(cmake/package/bytelogicConfig.cmake.in
  ${CMAKE_BINARY_DIR}/package/bytelogicConfig.cmake INSTALL_DESTINATION ${package_folder}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR)
write_basic_package_version_file(${CMAKE_BINARY_DIR}/package/bytelogicConfigVersion.cmake
  COMPATIBILITY SameMajorVersion)
install(FILES ${CMAKE_BINARY_DIR}/package/bytelogicConfig.cmake
  ${CMAKE_BINARY_DIR}/package/bytelogicConfigVersion.cmake DESTINATION ${package_folder} COMPONENT library)
install(FILES ${bundle} DESTINATION ${CMAKE_INSTALL_LIBDIR} COMPONENT library)
install(DIRECTORY include/bytelogic DESTINATION ${CMAKE_INSTALL_INCLUDEDIR} COMPONENT library
  FILES_MATCHING PATTERN "*.h" PATTERN "*.def")
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT library)
install(FILES ${wasmtime_prefix}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME LICENSE.wasmtime
  COMPONENT library)
