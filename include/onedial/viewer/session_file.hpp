#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "onedial/viewer/session.hpp"

namespace onedial::viewer {

/// What a session was: enough to live it again.
struct SessionRecord {
  std::string scene;  ///< its name, or the path of an annealing config
  std::uint64_t seed = 0;
  Index sweeps = 0;
  std::vector<LoggedCommand> log = {};
  std::uint64_t fingerprint = 0;  ///< of the last frame
};

/// The record of a session now.
SessionRecord record_of(const Session& session, const std::string& scene);

/// The record as a JSON document.
std::string session_json(const SessionRecord& record);

/// Reads it back. Throws InputError that names `source` and what is wrong.
SessionRecord parse_session(const std::string& json, const std::string& source);

/// The temperatures that a session went through, as the section [schedule] of an annealing config: a table of
/// at most `most` levels at equal steps. `start` is where the dial stood at first. T = ∞ is written as ten
/// times the hottest other temperature, which a table can hold. Scenes that turn the dial by themselves are
/// not in it.
std::string schedule_toml(const SessionRecord& record, Temperature start, Index most = 1000);

}  // namespace onedial::viewer
