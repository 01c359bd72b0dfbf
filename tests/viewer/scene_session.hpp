#pragma once
#include <algorithm>
#include <stdexcept>
#include <string>
#include <string_view>

#include "onedial/viewer/scene.hpp"
#include "onedial/viewer/session.hpp"

// What the tests of scenes share: a session of a scene by name, and looking things up in its frames.
namespace onedial::viewer {

inline Session session_of(const std::string& scene, std::uint64_t seed) {
  return {named_scene(scene), seed};
}

inline void sweep_times(Session& session, int sweeps) {
  for (int k = 0; k < sweeps; ++k) {
    session.sweep();
  }
}

inline Frame frame_of(const Session& session) {
  Frame frame;
  session.show(frame);
  return frame;
}

inline const Fact& fact(const Frame& frame, std::string_view symbol) {
  const auto found =
      std::find_if(frame.facts.begin(), frame.facts.end(), [&](const Fact& f) { return f.symbol == symbol; });
  if (found == frame.facts.end()) {
    throw std::logic_error("no fact " + std::string(symbol));
  }
  return *found;
}

inline const Panel& panel(const Frame& frame, std::string_view title) {
  const auto found = std::find_if(frame.panels.begin(), frame.panels.end(),
                                  [&](const Panel& p) { return p.title == title; });
  if (found == frame.panels.end()) {
    throw std::logic_error("no panel " + std::string(title));
  }
  return *found;
}

/// The levels of a pane that is a grid.
inline std::vector<std::int32_t> levels_of(const Pane& pane) {
  const auto& values = std::get<Grid>(pane).values;
  return {values.begin(), values.end()};
}

/// Does the same as another session did, from the same seed.
inline void repeat(Session& session, const Session& other) {
  session = Session::replay(session.factory(), session.first_seed(), other.log(), other.sweeps());
}

}  // namespace onedial::viewer
