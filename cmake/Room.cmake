# Flags for OneDial's own code. Contraction is off because a fused multiply-add would change bits from
# one instruction set to another.
add_library(onedial_flags INTERFACE)
target_compile_features(onedial_flags INTERFACE cxx_std_20)
target_compile_options(onedial_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -ffp-contract=off
  $<$<BOOL:${ONEDIAL_WARNINGS_AS_ERRORS}>:-Werror>)

# For vectorised code. Vectors whose size only the processor knows cannot be members of a struct, and processors
# with SSSE3 but no SSE4 are not worth a copy of every loop; the scalar path is a witness for the others. A file
# is included once more for each instruction set, by a path from src.
add_library(onedial_vectors INTERFACE)
target_compile_definitions(onedial_vectors INTERFACE
  HWY_COMPILE_ALL_ATTAINABLE
  "HWY_DISABLED_TARGETS=(HWY_SSSE3|HWY_SVE|HWY_SVE2|HWY_SVE_256|HWY_SVE2_128|HWY_RVV)")
target_include_directories(onedial_vectors INTERFACE ${PROJECT_SOURCE_DIR}/src)

# onedial_room(NAME [SOURCES a.cpp ...] [LINK public-target ...] [PRIVATE_LINK target ...] [VECTORISED])
# makes the library onedial::NAME from include/onedial/NAME and src/NAME. A room links only the rooms it may
# include, so that the layering of docs/architecture.md also holds at link time.
function(onedial_room name)
  cmake_parse_arguments(ROOM "VECTORISED" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
  add_library(onedial_${name} STATIC ${ROOM_SOURCES})
  add_library(onedial::${name} ALIAS onedial_${name})
  set_target_properties(onedial_${name} PROPERTIES
    EXPORT_NAME ${name} POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF VERIFY_INTERFACE_HEADER_SETS ON)
  target_compile_features(onedial_${name} PUBLIC cxx_std_20)
  file(GLOB headers CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/include/onedial/${name}/*.hpp)
  target_sources(onedial_${name} PUBLIC
    FILE_SET HEADERS BASE_DIRS ${PROJECT_SOURCE_DIR}/include FILES ${headers})
  target_link_libraries(onedial_${name} PUBLIC ${ROOM_LINK} PRIVATE
    $<BUILD_INTERFACE:onedial_flags> ${ROOM_PRIVATE_LINK})
  if(ROOM_VECTORISED)
    target_link_libraries(onedial_${name} PRIVATE PkgConfig::hwy $<BUILD_INTERFACE:onedial_vectors>)
  endif()
  set_property(GLOBAL APPEND PROPERTY ONEDIAL_ROOMS onedial_${name})
endfunction()
