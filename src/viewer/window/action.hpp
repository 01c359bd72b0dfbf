#pragma once
#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <variant>
#include <vector>

#include "onedial/viewer/simulation.hpp"

namespace onedial::viewer {

struct Pause {
  bool paused;
};
struct Step {
  Index sweeps;
};
struct ChangeSpeed {
  Speed speed;
};
struct Rewind {};
struct OpenScene {
  std::string name;
};
enum class Wish : std::uint8_t {
  new_seed,      ///< start again with a seed drawn by whoever owns the window
  picture,       ///< a PNG of the window
  record,        ///< start or end a film of the window
  record_state,  ///< the same of the state alone
  report,        ///< curves as CSV, SVG, PDF and HTML
  save_session,  ///< the log, to replay, and the dial's course as a schedule
  copy_command,  ///< the command line that shows the same, to the clipboard
  full_screen,
  quit,
};

/// Sweeps a second that the keys + and − and the list of speeds go through.
inline constexpr std::array<double, 7> speeds = {
    1, 10, 60, 600, 6'000, 60'000, std::numeric_limits<double>::infinity()};

/// What a person asked for in one frame of the window, to be done by whoever owns it.
using Action = std::variant<Command, Pause, Step, ChangeSpeed, Rewind, OpenScene, Wish>;
using Actions = std::vector<Action>;

}  // namespace onedial::viewer
