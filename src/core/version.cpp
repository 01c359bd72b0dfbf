#include "onedial/core/version.hpp"

namespace onedial {

std::string_view version() {
  return ONEDIAL_VERSION;
}

}  // namespace onedial
