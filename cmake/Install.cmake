# onedial::onedial stands for all rooms together. After installation find_package(OneDial) offers the same
# targets as the source tree; cmake/OneDialConfig.cmake.in finds again what they link.
include(CMakePackageConfigHelpers)
get_property(rooms GLOBAL PROPERTY ONEDIAL_ROOMS)

add_library(onedial_all INTERFACE)
add_library(onedial::onedial ALIAS onedial_all)
set_target_properties(onedial_all PROPERTIES EXPORT_NAME onedial)
target_link_libraries(onedial_all INTERFACE ${rooms})

install(TARGETS ${rooms} onedial_all EXPORT OneDialTargets FILE_SET HEADERS)
if(TARGET onedial)
  install(TARGETS onedial)
endif()
if(TARGET onedial-view)
  install(TARGETS onedial-view)
endif()

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/OneDial)
install(EXPORT OneDialTargets NAMESPACE onedial:: DESTINATION ${package_dir})
configure_package_config_file(cmake/OneDialConfig.cmake.in ${PROJECT_BINARY_DIR}/OneDialConfig.cmake
  INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/OneDialConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/OneDialConfig.cmake ${PROJECT_BINARY_DIR}/OneDialConfigVersion.cmake
  DESTINATION ${package_dir})
