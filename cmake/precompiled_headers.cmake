# Precompiled headers: those of the standard library and of other projects that many of our files include, parsed once
# for all of them. No header of ours is among them: editing one compiles what includes it, and nothing else.
#
# They hide an include that is missing, so the build with sanitizers does without them. The figures, and why this is not
# target_precompile_headers: docs/decisions/0036-quick-builds.md.
set(common_headers algorithm array atomic bit charconv chrono cmath cstddef cstdint cstdlib cstring deque functional
  iterator limits map memory mutex optional set span string string_view thread unordered_map unordered_set utility
  variant vector fmt/format.h nlohmann/json.hpp tl/expected.hpp)

# bytelogic_precompile(NAME LIBRARIES LIBRARY... HEADERS HEADER...): the target NAME_headers, which makes
# headers/NAME.pch. The file is the same in every clone, byte for byte, so that ccache knows what another one compiled.
# The compiler notes in it where it is made, from what and into what: so it is made in /, from nothing, into the
# standard output.
function(bytelogic_precompile name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBRARIES;HEADERS")
  get_property(options DIRECTORY PROPERTY COMPILE_OPTIONS)
  string(TOUPPER ${CMAKE_BUILD_TYPE} build_type)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}}")
  list(APPEND flags ${options} ${CMAKE_CXX20_STANDARD_COMPILE_OPTION} -fpch-instantiate-templates)
  foreach(library ${arg_LIBRARIES})
    get_target_property(folders ${library} INTERFACE_INCLUDE_DIRECTORIES)
    list(REMOVE_ITEM folders ${CMAKE_CXX_IMPLICIT_INCLUDE_DIRECTORIES})
    list(TRANSFORM folders PREPEND -isystem)
    list(APPEND flags ${folders})
  endforeach()
  add_library(${name}_libraries INTERFACE)
  target_link_libraries(${name}_libraries INTERFACE ${arg_LIBRARIES})
  set(definitions $<TARGET_PROPERTY:${name}_libraries,INTERFACE_COMPILE_DEFINITIONS>)
  set(interface_options $<TARGET_PROPERTY:${name}_libraries,INTERFACE_COMPILE_OPTIONS>)
  list(TRANSFORM arg_HEADERS REPLACE "(.+)" "-include;\\1" OUTPUT_VARIABLE includes)
  set(output ${CMAKE_BINARY_DIR}/headers/${name}.pch)
  add_custom_command(OUTPUT ${output}
    COMMAND ${CMAKE_CXX_COMPILER} "$<$<BOOL:${definitions}>:-D$<JOIN:${definitions},;-D>>" ${interface_options} ${flags}
      -Xclang -fno-pch-timestamp -MD -MF ${output}.d -MT ${output} ${includes} -x c++-header - -o - < /dev/null
      > ${output}
    DEPFILE ${output}.d WORKING_DIRECTORY / COMMAND_EXPAND_LISTS VERBATIM
    COMMENT "Precompiling the headers of other projects (${name})")
  add_custom_target(${name}_headers DEPENDS ${output})
endfunction()

# bytelogic_use_precompiled(FOLDER): everything that is built in FOLDER and below it uses them, but for what is compiled
# by other flags.
function(bytelogic_use_precompiled folder)
  get_property(targets DIRECTORY ${folder} PROPERTY BUILDSYSTEM_TARGETS)
  foreach(target ${targets})
    get_target_property(type ${target} TYPE)
    get_target_property(options ${target} COMPILE_OPTIONS)
    get_target_property(libraries ${target} LINK_LIBRARIES)
    if(type MATCHES "EXECUTABLE|STATIC_LIBRARY" AND NOT options MATCHES "-fno-rtti")
      set(name common)
      if(libraries MATCHES GTest)
        set(name test)
      endif()
      target_compile_options(${target} PRIVATE "SHELL:-include-pch headers/${name}.pch")
      add_dependencies(${target} ${name}_headers)
    endif()
  endforeach()
  get_property(subfolders DIRECTORY ${folder} PROPERTY SUBDIRECTORIES)
  foreach(subfolder ${subfolders})
    bytelogic_use_precompiled(${subfolder})
  endforeach()
endfunction()

file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/headers)
set(libraries fmt::fmt nlohmann_json::nlohmann_json tl::expected)
bytelogic_precompile(common LIBRARIES ${libraries} HEADERS ${common_headers})
if(BYTELOGIC_TESTS)
  find_package(GTest REQUIRED)
  bytelogic_precompile(test LIBRARIES ${libraries} GTest::gtest HEADERS ${common_headers} gtest/gtest.h)
endif()
bytelogic_use_precompiled(${PROJECT_SOURCE_DIR})
