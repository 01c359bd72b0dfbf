#pragma once
#include <string>

namespace onedial::viewer {

/// Why a window cannot be opened here, in one line; empty if it can, as far as can be told.
std::string why_no_display();

}  // namespace onedial::viewer
