# Runs PROGRAM on EXAMPLE.input and compares what it prints with EXAMPLE.answer.
if(EXISTS ${EXAMPLE}.input)
  set(input INPUT_FILE ${EXAMPLE}.input)
endif()
execute_process(COMMAND ${PROGRAM} ${input} OUTPUT_VARIABLE actual RESULT_VARIABLE failed)
file(READ ${EXAMPLE}.answer expected)
if(failed OR NOT actual STREQUAL expected)
  message(FATAL_ERROR "exit code ${failed}; expected:\n${expected}\nactual:\n${actual}")
endif()
