#pragma once
#include "options.hpp"

namespace onedial::viewer {

/// Opens the window and keeps it until it is closed. Throws InputError where there is no display.
int watch(Options options);

}  // namespace onedial::viewer
