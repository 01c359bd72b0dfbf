# Installs the build tree BUILD below SCRATCH, and builds and runs examples/ as a project of its own that
# knows nothing of OneDial but the place where it is installed.
cmake_minimum_required(VERSION 3.25)
set(prefix ${SCRATCH}/prefix)
set(examples ${SCRATCH}/examples)
file(REMOVE_RECURSE ${SCRATCH})

execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${prefix}
  OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -S ${ROOT}/examples -B ${examples} -G ${GENERATOR}
    -D CMAKE_PREFIX_PATH=${prefix} -D CMAKE_CXX_COMPILER=${CXX} -D CMAKE_CXX_FLAGS=${CXX_FLAGS}
  COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${examples} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_CTEST_COMMAND} --test-dir ${examples} --output-on-failure --no-tests=error
  COMMAND_ERROR_IS_FATAL ANY)
