#pragma once
#include <string_view>

namespace onedial::viewer {

/// configs/instances/letters.txt: the letters A to Z, drawn in text.
std::string_view letters();

}  // namespace onedial::viewer
