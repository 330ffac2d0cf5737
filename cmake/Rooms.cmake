# A room is a folder that is one static library. What it may include is what it links: the rooms
# without Clang are compiled without clang/ or llvm/ on the include path, so that a wrong include
# does not compile.

add_library(memlint_options INTERFACE)
target_include_directories(memlint_options INTERFACE ${PROJECT_SOURCE_DIR})
target_compile_options(memlint_options INTERFACE -Wall -Wextra -Wshadow=local -Werror=return-type)
if(CMAKE_CXX_COMPILER_ID STREQUAL Clang)
  target_compile_options(memlint_options INTERFACE -Wno-unknown-warning-option)
endif()
if(MEMLINT_SANITIZE)
  # Clang's documentation: -O1 for speed, frame pointers and line tables for the reports.
  target_compile_options(memlint_options INTERFACE -fsanitize=${MEMLINT_SANITIZE} -O1
                                                   -gline-tables-only -fno-omit-frame-pointer)
  target_link_options(memlint_options INTERFACE -fsanitize=${MEMLINT_SANITIZE})
endif()

# Shared clang-cpp and LLVM, never their static twins beside them: two copies of LLVM in one
# process have two option registries and two error categories.
add_library(memlint_clang INTERFACE)
# Behind the compiler's own: Debian's libc++abi puts a cxxabi.h for libc++ beside LLVM's headers.
set(MEMLINT_LLVM_INCLUDES ${LLVM_INCLUDE_DIRS} ${CLANG_INCLUDE_DIRS})
list(REMOVE_DUPLICATES MEMLINT_LLVM_INCLUDES)
foreach(FOLDER IN LISTS MEMLINT_LLVM_INCLUDES)
  target_compile_options(memlint_clang INTERFACE "SHELL:-idirafter ${FOLDER}")
endforeach()
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(memlint_clang INTERFACE -fno-rtti)
endif()

# memlint_room(NAME [DEPENDS rooms...] [LLVM] [PRECOMPILE header] [FOLDERS folders...]): every .cpp of
# the folder, and of the named folders in it, one library. LLVM lets it see clang/ and llvm/.
function(memlint_room NAME)
  cmake_parse_arguments(ROOM "LLVM" "PRECOMPILE" "DEPENDS;FOLDERS" ${ARGN})
  list(TRANSFORM ROOM_DEPENDS PREPEND memlint_)
  set(PATTERNS *.cpp)
  foreach(FOLDER ${ROOM_FOLDERS})
    list(APPEND PATTERNS ${FOLDER}/*.cpp)
  endforeach()
  file(GLOB SOURCES CONFIGURE_DEPENDS ${PATTERNS})
  if(NOT SOURCES) # headers only
    add_library(memlint_${NAME} INTERFACE)
    target_link_libraries(memlint_${NAME} INTERFACE memlint_options ${ROOM_DEPENDS})
    return()
  endif()
  add_library(memlint_${NAME} STATIC ${SOURCES})
  target_link_libraries(memlint_${NAME} PUBLIC memlint_options ${ROOM_DEPENDS})
  if(ROOM_LLVM)
    target_link_libraries(memlint_${NAME} PRIVATE memlint_clang)
  endif()
  if(ROOM_PRECOMPILE)
    target_precompile_headers(memlint_${NAME} PRIVATE <${PROJECT_SOURCE_DIR}/cmake/${ROOM_PRECOMPILE}>)
  endif()
endfunction()
