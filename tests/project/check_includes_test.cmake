# cmake -D SCRATCH=... -P check_includes_test.cmake: runs check_includes.cmake on small trees.
cmake_minimum_required(VERSION 3.25)

# check(RESULT FILE LINE) puts LINE into FILE of an otherwise empty tree; RESULT is PASSES or FAILS.
function(check expected file line)
  file(REMOVE_RECURSE ${SCRATCH})
  file(WRITE ${SCRATCH}/${file} "// a comment\n${line}\n")
  execute_process(
    COMMAND ${CMAKE_COMMAND} -D ROOT=${SCRATCH} -P ${CMAKE_CURRENT_FUNCTION_LIST_DIR}/check_includes.cmake
    RESULT_VARIABLE status ERROR_VARIABLE output)
  if(status EQUAL 0)
    set(result PASSES)
  elseif(output MATCHES "${file}: ")
    set(result FAILS)
  else()
    set(result "ends with ${output}")
  endif()
  if(NOT result STREQUAL expected)
    message(SEND_ERROR "${line} in ${file}: ${expected} was expected, but it ${result}")
  endif()
endfunction()

check(PASSES include/onedial/core/a.hpp "#include \"onedial/core/b.hpp\"")
check(PASSES include/onedial/sample/a.hpp "#include \"onedial/model/b.hpp\"")
check(PASSES src/plot/a.cpp "#include \"onedial/anneal/b.hpp\"")
check(PASSES src/apps/onedial/a.cpp "#include \"onedial/plot/b.hpp\"")
check(PASSES src/run/a.cpp "#include \"nearest.hpp\"")
check(PASSES src/core/a.cpp "// as in #include \"onedial/plot/b.hpp\"")

check(FAILS include/onedial/core/a.hpp "#include \"onedial/model/b.hpp\"")
check(FAILS src/model/a.cpp "#include \"onedial/sample/b.hpp\"")
check(FAILS src/sample/a.hpp "  #  include <onedial/anneal/b.hpp>")
check(FAILS src/problem/a.cpp "#include \"onedial/run/b.hpp\"")
check(FAILS src/run/a.cpp "#include \"onedial/plot/b.hpp\"")
check(FAILS src/plot/a.cpp "#include \"onedial/apps/b.hpp\"")
check(FAILS src/engine/a.cpp "#include \"onedial/anneal/b.hpp\"")
check(FAILS src/run/a.cpp "#include \"../plot/canvas.hpp\"")
check(FAILS src/attic/a.cpp "#include <vector>")
