# The project's words for targets. DEPS are this project's libraries (they are also what tools/check_layers.py reads);
# LINKS are everything else.

# switchboard_library(NAME auth SRCS a.cpp … DEPS core domain … LINKS OpenSSL::Crypto …)
function(switchboard_library)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS;LINKS" ${ARGN})
  set(target switchboard_${ARG_NAME})
  list(TRANSFORM ARG_DEPS PREPEND switchboard_)
  if(ARG_SRCS)
    add_library(${target} STATIC ${ARG_SRCS})
    target_include_directories(${target} PUBLIC ${CMAKE_SOURCE_DIR}/libs)
    target_link_libraries(${target} PUBLIC ${ARG_DEPS} ${ARG_LINKS} PRIVATE switchboard_warnings)
    if(TARGET switchboard_pch AND NOT target STREQUAL "switchboard_core")
      target_precompile_headers(${target} REUSE_FROM switchboard_pch)
    endif()
  else()
    add_library(${target} INTERFACE)
    target_include_directories(${target} INTERFACE ${CMAKE_SOURCE_DIR}/libs)
    target_link_libraries(${target} INTERFACE ${ARG_DEPS} ${ARG_LINKS})
  endif()
endfunction()

# switchboard_app(NAME switchboard-server SRCS main.cpp … DEPS api … LINKS …): a program in build/<preset>/bin.
function(switchboard_app)
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS;LINKS" ${ARGN})
  list(TRANSFORM ARG_DEPS PREPEND switchboard_)
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_include_directories(${ARG_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/libs ${CMAKE_SOURCE_DIR}/apps)
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} ${ARG_LINKS} switchboard_warnings)
endfunction()

# switchboard_test(NAME unit_auth SRCS a_test.cpp … DEPS auth … LABELS unit tsan TIMEOUT 60): one Catch2 program, one
# ctest test. The environment of `scripts/test` (TEST_DATABASE_URL, CLAUDE_CLI_PATH, …) is inherited.
function(switchboard_test)
  cmake_parse_arguments(ARG "" "NAME;TIMEOUT" "SRCS;DEPS;LINKS;LABELS" ${ARGN})
  list(TRANSFORM ARG_DEPS PREPEND switchboard_)
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_include_directories(${ARG_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/libs ${CMAKE_SOURCE_DIR}/tests)
  target_compile_definitions(${ARG_NAME} PRIVATE SWITCHBOARD_SOURCE_DIR="${CMAKE_SOURCE_DIR}"
                                                 SWITCHBOARD_BIN_DIR="${CMAKE_RUNTIME_OUTPUT_DIRECTORY}")
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} ${ARG_LINKS} switchboard_catch_main switchboard_warnings)
  if(NOT ARG_TIMEOUT)
    set(ARG_TIMEOUT 120)
  endif()
  add_test(NAME ${ARG_NAME} COMMAND ${ARG_NAME})
  set_tests_properties(${ARG_NAME} PROPERTIES LABELS "${ARG_LABELS}" TIMEOUT ${ARG_TIMEOUT})
endfunction()

# switchboard_fuzz(NAME fuzz_jws SRCS jws_fuzz.cpp DEPS wire): a libFuzzer program, built by the fuzz preset only.
function(switchboard_fuzz)
  if(NOT SWITCHBOARD_FUZZ)
    return()
  endif()
  cmake_parse_arguments(ARG "" "NAME" "SRCS;DEPS;LINKS" ${ARGN})
  list(TRANSFORM ARG_DEPS PREPEND switchboard_)
  add_executable(${ARG_NAME} ${ARG_SRCS})
  target_link_libraries(${ARG_NAME} PRIVATE ${ARG_DEPS} ${ARG_LINKS} switchboard_warnings)
  target_include_directories(${ARG_NAME} PRIVATE ${CMAKE_SOURCE_DIR}/libs)
  target_link_options(${ARG_NAME} PRIVATE -fsanitize=fuzzer)
endfunction()

# switchboard_embed(OUT NAME openapi_document FILE docs/openapi.json): a C++ source in the build folder, whose path is put
# into OUT, that holds the file's text.
function(switchboard_embed out_variable)
  cmake_parse_arguments(ARG "" "NAME;FILE" "" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/${ARG_NAME}.cpp)
  set(script ${CMAKE_SOURCE_DIR}/cmake/embed_text.cmake)
  add_custom_command(
    OUTPUT ${source}
    COMMAND ${CMAKE_COMMAND} -DFILE=${CMAKE_SOURCE_DIR}/${ARG_FILE} -DNAME=${ARG_NAME} -DOUT=${source} -P ${script}
    DEPENDS ${CMAKE_SOURCE_DIR}/${ARG_FILE} ${script}
    VERBATIM)
  set(${out_variable} ${source} PARENT_SCOPE)
endfunction()
