# Settings and helpers shared by every folder of the house. One folder = one library = one call.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_SCAN_FOR_MODULES OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC OFF)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/bin")
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY "${CMAKE_BINARY_DIR}/lib")

option(WARNINGS_AS_ERRORS "Treat compiler warnings as errors (continuous integration)" OFF)
option(SIGNALBOX_PRECOMPILE "Precompile the headers that nearly every source reads" ON)
set(SIGNALBOX_SANITIZE "" CACHE STRING "Sanitizers, as for -fsanitize= (address,undefined or thread)")

find_program(SIGNALBOX_CCACHE ccache)
if(SIGNALBOX_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${SIGNALBOX_CCACHE}")
endif()

# Half of a test build is linking; mold does it in a tenth of the time.
find_program(SIGNALBOX_MOLD mold)
if(SIGNALBOX_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

find_package(Qt6 6.8 REQUIRED COMPONENTS Core Network Sql Gui Widgets Svg Charts Test LinguistTools)
find_package(KF6SyntaxHighlighting 6.0 REQUIRED)
find_package(OpenSSL 3.0 REQUIRED)
find_package(ZLIB 1.2 REQUIRED)
find_package(Boost 1.83 REQUIRED COMPONENTS json)
find_package(yaml-cpp 0.8 REQUIRED)
find_package(PkgConfig REQUIRED)
find_package(Threads REQUIRED)
pkg_check_modules(libgit2 REQUIRED IMPORTED_TARGET libgit2>=1.7)
pkg_check_modules(libzstd REQUIRED IMPORTED_TARGET libzstd>=1.5)
pkg_check_modules(jemalloc REQUIRED IMPORTED_TARGET jemalloc>=5.3)
find_package(Qt6Keychain REQUIRED)

# Compile flags of our own code.
add_library(signalbox_flags INTERFACE)
target_compile_options(signalbox_flags INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-maybe-uninitialized
  $<$<BOOL:${WARNINGS_AS_ERRORS}>:-Werror> -fstack-protector-strong
  $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>) # lets ccache see what a precompiled header holds
target_compile_definitions(signalbox_flags INTERFACE QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII
  QT_NO_CONTEXTLESS_CONNECT QT_NO_FOREACH QT_USE_QSTRINGBUILDER $<$<CONFIG:Release>:_FORTIFY_SOURCE=2>
  SIGNALBOX_VERSION="${PROJECT_VERSION}")
target_include_directories(signalbox_flags INTERFACE "${PROJECT_SOURCE_DIR}")
if(SIGNALBOX_SANITIZE)
  target_compile_options(signalbox_flags INTERFACE -fsanitize=${SIGNALBOX_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(signalbox_flags INTERFACE -fsanitize=${SIGNALBOX_SANITIZE})
endif()

# For programs that serve; see core/base/heap.cpp.
add_library(signalbox_heap INTERFACE)
if(NOT SIGNALBOX_SANITIZE)
  target_sources(signalbox_heap INTERFACE "${PROJECT_SOURCE_DIR}/core/base/heap.cpp")
  target_link_libraries(signalbox_heap INTERFACE PkgConfig::jemalloc)
endif()

# How many sources of a room the compiler reads as one. 0: each alone, so that a change of one compiles one.
set(SIGNALBOX_UNITY 0 CACHE STRING "Sources of a room that are compiled as one unit; 0 compiles each alone")
function(signalbox_unify target)
  if(SIGNALBOX_UNITY GREATER 0)
    set_target_properties(${target} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE ${SIGNALBOX_UNITY})
    # A file-local type as a member is a mistake in a header, which the compiler takes a unit's sources for.
    target_compile_options(${target} PRIVATE -Wno-subobject-linkage)
  endif()
endfunction()

# The first library of core and of ui makes the precompiled headers of its half; everybody else uses them again.
function(signalbox_precompile target half)
  if(NOT SIGNALBOX_PRECOMPILE)
    return()
  endif()
  if(target STREQUAL "${half}_base")
    target_precompile_headers(${target} PRIVATE "<packaging/cmake/${half}.pch.h>")
  else()
    target_precompile_headers(${target} REUSE_FROM ${half}_base)
  endif()
endfunction()

# signalbox_library(core/base SOURCES a.cpp … [MOC a.h …] [PUBLIC lib …] [PRIVATE lib …])
# Makes the library core_base from the current folder. PUBLIC: what its headers need.
function(signalbox_library room)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;MOC;PUBLIC;PRIVATE;RESOURCES")
  string(REPLACE "/" "_" target "${room}")
  if(arg_MOC)
    qt_wrap_cpp(moc_sources ${arg_MOC} TARGET ${target})
  endif()
  add_library(${target} STATIC ${arg_SOURCES} ${arg_MOC} ${moc_sources} ${arg_RESOURCES})
  target_link_libraries(${target} PUBLIC signalbox_flags ${arg_PUBLIC} PRIVATE ${arg_PRIVATE})
  signalbox_unify(${target})
  if(room MATCHES "^ui/")
    signalbox_precompile(${target} ui)
  else()
    signalbox_precompile(${target} core)
  endif()
endfunction()

# signalbox_program(name SOURCES … LIBS …)
function(signalbox_program name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;MOC;LIBS")
  if(arg_MOC)
    qt_wrap_cpp(moc_sources ${arg_MOC} TARGET ${name})
  endif()
  add_executable(${name} ${arg_SOURCES} ${moc_sources})
  target_link_libraries(${name} PRIVATE signalbox_flags ${arg_LIBS})
  signalbox_unify(${name})
  signalbox_precompile(${name} core)
  install(TARGETS ${name} RUNTIME)
endfunction()

# What every test of a half stands on, and the precompiled headers that they share: these need the same definitions
# everywhere, so the kit names all of Qt that any test of its half links.
function(signalbox_test_kit half)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "LIBS")
  add_library(${half}_tests_kit STATIC kit.cpp)
  target_link_libraries(${half}_tests_kit PUBLIC signalbox_flags Qt6::Test ${arg_LIBS})
  if(SIGNALBOX_PRECOMPILE)
    target_precompile_headers(${half}_tests_kit PRIVATE "<packaging/cmake/${half}_tests.pch.h>")
  endif()
endfunction()
# Qt tells every test the folders it was built in; no test here asks, and such a word in each command keeps the
# compiler's cache from serving another checkout.
set_property(TARGET Qt6::Test PROPERTY INTERFACE_COMPILE_DEFINITIONS QT_TESTLIB_LIB)

# Makes tst_x.moc for each source that includes one: one step, where AUTOMOC takes three and compiles an empty unit.
function(signalbox_moc_inside target)
  set(folder "${CMAKE_CURRENT_BINARY_DIR}/${target}_moc")
  foreach(source ${ARGN})
    file(STRINGS "${source}" included REGEX "^#include \"[a-z_0-9]+\\.moc\"$")
    if(included)
      cmake_path(GET source STEM stem)
      qt_generate_moc("${source}" "${folder}/${stem}.moc" TARGET ${target})
      set_property(SOURCE "${source}" APPEND PROPERTY OBJECT_DEPENDS "${folder}/${stem}.moc")
      target_include_directories(${target} PRIVATE "${folder}")
    endif()
  endforeach()
endfunction()

# The tests with the label TSAN.
add_custom_target(core_tests)

# signalbox_test(tst_name SOURCES … LIBS … [TIMEOUT seconds] [LABELS …] [GUI])
# A Qt Test program; "#include "tst_name.moc"" at the end of its .cpp. GUI: runs on the offscreen platform.
# Tests of core's rooms get the label TSAN besides; benchmarks do not, their bounds mean nothing under a sanitizer.
function(signalbox_test name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "GUI" "TIMEOUT" "SOURCES;LIBS;LABELS;MOC")
  if(NOT arg_SOURCES)
    set(arg_SOURCES ${name}.cpp)
  endif()
  add_executable(${name} ${arg_SOURCES})
  signalbox_moc_inside(${name} ${arg_SOURCES})
  if(arg_GUI)
    set(kit ui_tests_kit)
  else()
    set(kit core_tests_kit)
  endif()
  target_link_libraries(${name} PRIVATE signalbox_flags ${kit} ${arg_LIBS})
  if(SIGNALBOX_PRECOMPILE)
    target_precompile_headers(${name} REUSE_FROM ${kit})
  endif()
  # Qt 6.8's QTRY_* macros narrow inside themselves. Options of a source come last, behind those of the linked targets.
  set_source_files_properties(${arg_SOURCES} PROPERTIES COMPILE_OPTIONS -Wno-conversion)
  add_test(NAME ${name} COMMAND ${name})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 120)
  endif()
  file(RELATIVE_PATH room "${PROJECT_SOURCE_DIR}/tests" "${CMAKE_CURRENT_SOURCE_DIR}")
  if(EXISTS "${PROJECT_SOURCE_DIR}/core/${room}" AND NOT "BENCH" IN_LIST arg_LABELS)
    list(APPEND arg_LABELS TSAN)
    add_dependencies(core_tests ${name})
  endif()
  set_tests_properties(${name} PROPERTIES TIMEOUT ${arg_TIMEOUT} LABELS "${arg_LABELS}")
  if(arg_GUI)
    set_tests_properties(${name} PROPERTIES ENVIRONMENT "QT_QPA_PLATFORM=offscreen;LC_ALL=C.UTF-8")
  endif()
endfunction()
