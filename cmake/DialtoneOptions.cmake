# One INTERFACE target carries the language, the warnings, the hardening and the sanitizers of every target.
find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(fmt REQUIRED)

find_program(CCACHE ccache)
if(CCACHE AND NOT CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CCACHE})
endif()

add_library(dialtone_options INTERFACE)
target_compile_features(dialtone_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
target_include_directories(dialtone_options INTERFACE ${PROJECT_SOURCE_DIR})
target_link_libraries(dialtone_options INTERFACE Boost::headers fmt::fmt)
target_compile_definitions(dialtone_options INTERFACE _GLIBCXX_ASSERTIONS BOOST_ASIO_NO_DEPRECATED)
target_compile_options(
    dialtone_options
    INTERFACE -Wall
              -Wextra
              -Wpedantic
              -Wconversion
              -Wsign-conversion
              -Wshadow
              -Wold-style-cast
              -Wnon-virtual-dtor
              -Woverloaded-virtual
              -Wextra-semi
              -Wimplicit-fallthrough
              -Wno-missing-field-initializers
              -Werror=return-type
              -Werror=unused-result
)
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 reports false positives for string concatenation and for optional/variant under optimisation.
    target_compile_options(dialtone_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized)
endif()
if(DIALTONE_WERROR)
    target_compile_options(dialtone_options INTERFACE -Werror)
endif()

if(DIALTONE_SANITIZE)
    list(JOIN DIALTONE_SANITIZE "," sanitizers)
    target_compile_options(
        dialtone_options INTERFACE -fsanitize=${sanitizers} -fno-sanitize-recover=all -fno-omit-frame-pointer -g1
    )
    target_link_options(dialtone_options INTERFACE -fsanitize=${sanitizers})
    if("thread" IN_LIST DIALTONE_SANITIZE)
        target_compile_options(dialtone_options INTERFACE -Wno-tsan)
    endif()
else()
    target_compile_options(
        dialtone_options INTERFACE $<$<CONFIG:RelWithDebInfo>:-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
                                   -fstack-protector-strong>
    )
    target_link_options(dialtone_options INTERFACE -Wl,-z,relro,-z,now)
endif()
if(DIALTONE_FUZZ)
    target_compile_options(dialtone_options INTERFACE -fsanitize=fuzzer-no-link)
endif()
