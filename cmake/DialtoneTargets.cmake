include(CTest)


# dialtone_library(NAME SOURCES a.cpp … LINKS target …): one library per floor and protocol.
# A library of headers alone passes no SOURCES and becomes an INTERFACE target.
function(dialtone_library name)
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS;PRIVATE_LINKS" ${ARGN})
    if(arg_SOURCES)
        add_library(${name} STATIC ${arg_SOURCES})
        target_link_libraries(${name} PUBLIC dialtone_options ${arg_LINKS} PRIVATE ${arg_PRIVATE_LINKS})
    else()
        add_library(${name} INTERFACE)
        target_link_libraries(${name} INTERFACE dialtone_options ${arg_LINKS})
    endif()
endfunction()

# dialtone_test(NAME LABEL unit|story|golden SOURCES … LINKS …): one Catch2 program per area; every test case is a
# ctest test of its own, so that the suite counts what it ran.
function(dialtone_test name)
    if(DIALTONE_FUZZ OR NOT BUILD_TESTING)
        return()
    endif()
    cmake_parse_arguments(arg "" "LABEL" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE dialtone_options ${arg_LINKS} Catch2::Catch2WithMain)
    catch_discover_tests(
        ${name}
        DISCOVERY_MODE PRE_TEST
        TEST_PREFIX "${name}: "
        PROPERTIES LABELS ${arg_LABEL} TIMEOUT 120
    )
endfunction()

# dialtone_fuzz(NAME SOURCES x_fuzz.cpp LINKS … CORPUS dir): with the fuzz preset a libFuzzer program; otherwise the
# same file with a small main that replays its corpus, as an ordinary test with the label corpus.
function(dialtone_fuzz name)
    if(NOT BUILD_TESTING)
        return()
    endif()
    cmake_parse_arguments(arg "" "CORPUS" "SOURCES;LINKS" ${ARGN})
    if(DIALTONE_FUZZ)
        add_executable(${name} ${arg_SOURCES})
        target_link_options(${name} PRIVATE -fsanitize=fuzzer)
    else()
        add_executable(${name} ${arg_SOURCES} ${PROJECT_SOURCE_DIR}/tests/support/replay_corpus.cpp)
        add_test(NAME "corpus: ${name}" COMMAND ${name} ${arg_CORPUS})
        set_tests_properties("corpus: ${name}" PROPERTIES LABELS corpus TIMEOUT 120)
    endif()
    target_link_libraries(${name} PRIVATE dialtone_options ${arg_LINKS})
endfunction()

# dialtone_bench(NAME SOURCES … LINKS …): a Google Benchmark program; figures are read by people, never asserted.
function(dialtone_bench name)
    if(DIALTONE_FUZZ OR NOT BUILD_TESTING OR DIALTONE_SANITIZE)
        return()
    endif()
    cmake_parse_arguments(arg "" "" "SOURCES;LINKS" ${ARGN})
    add_executable(${name} ${arg_SOURCES})
    target_link_libraries(${name} PRIVATE dialtone_options ${arg_LINKS} benchmark::benchmark_main)
endfunction()
