# Flags for OneDial's own code. Contraction is off because a fused multiply-add would change bits from
# one instruction set to another.
add_library(onedial_flags INTERFACE)
target_compile_features(onedial_flags INTERFACE cxx_std_20)
target_compile_options(onedial_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wconversion -Wshadow -ffp-contract=off
  $<$<BOOL:${ONEDIAL_WARNINGS_AS_ERRORS}>:-Werror>)

# onedial_room(NAME [SOURCES a.cpp ...] [LINK public-target ...] [PRIVATE_LINK target ...])
# makes the library onedial::NAME from include/onedial/NAME and src/NAME. A room links only the rooms it may
# include, so that the layering of docs/architecture.md also holds at link time.
function(onedial_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK;PRIVATE_LINK" ${ARGN})
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
  set_property(GLOBAL APPEND PROPERTY ONEDIAL_ROOMS onedial_${name})
endfunction()
