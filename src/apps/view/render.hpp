#pragma once
#include "options.hpp"

namespace onedial::viewer {

/// Draws what the options ask for into a file, without a display, and prints one line on it. Throws
/// InputError and OutputError.
int render(Options options);

}  // namespace onedial::viewer
