# Installs the package of BUILD into WORK/prefix, builds the program in SOURCE against it, and runs it.
file(REMOVE_RECURSE ${WORK})
function(run_step)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE failed OUTPUT_VARIABLE output ERROR_VARIABLE output)
  if(failed)
    message(FATAL_ERROR "${ARGN}\n${output}")
  endif()
  set(output "${output}" PARENT_SCOPE)
endfunction()

run_step(${CMAKE_COMMAND} --install ${BUILD} --component library --prefix ${WORK}/prefix)
run_step(${CMAKE_COMMAND} -S ${SOURCE} -B ${WORK}/build -D CMAKE_PREFIX_PATH=${WORK}/prefix
         -D CMAKE_CXX_COMPILER=${COMPILER})
run_step(${CMAKE_COMMAND} --build ${WORK}/build)
run_step(${WORK}/build/consumer)
if(NOT output STREQUAL "b, c\n")
  message(FATAL_ERROR "the program printed: ${output}")
endif()
