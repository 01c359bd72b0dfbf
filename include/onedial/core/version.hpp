#pragma once
#include <string_view>

namespace onedial {

/// OneDial's version, "major.minor.patch".
std::string_view version();

}  // namespace onedial
