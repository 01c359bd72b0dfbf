#include "display.hpp"

// A file of its own: X11 has macros for names that others use.
#ifdef ONEDIAL_HAS_X11
#include <X11/Xlib.h>

#include <cstdlib>
#endif

namespace onedial::viewer {

std::string why_no_display() {
#ifdef ONEDIAL_HAS_X11
  // SFML itself would abort. The connection stays open: some servers start anew when the last one is closed.
  static Display* const display = XOpenDisplay(nullptr);
  if (display == nullptr) {
    const char* name = std::getenv("DISPLAY");
    return name == nullptr || *name == '\0' ? std::string("there is no display (DISPLAY is not set)")
                                            : "the display '" + std::string(name) + "' cannot be opened";
  }
#endif
  return {};
}

}  // namespace onedial::viewer
