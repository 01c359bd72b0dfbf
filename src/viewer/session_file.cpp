#include "onedial/viewer/session_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "onedial/run/error.hpp"

namespace onedial::viewer {
namespace {

using Json = nlohmann::ordered_json;

/// JSON has no ∞.
Json to_json(Temperature t) {
  return t.is_infinite() ? Json("inf") : Json(t.value());
}

Temperature temperature_from(const Json& json) {
  if (json.is_string()) {
    if (json.get<std::string>() != "inf") {
      throw std::invalid_argument("a temperature must be a number or \"inf\"");
    }
    return Temperature::infinite();
  }
  return Temperature(json.get<double>());
}

struct ToJson {
  Json operator()(const SetTemperature& c) const { return {{"set_temperature", to_json(c.temperature)}}; }
  Json operator()(const ResetScene& c) const { return {{"reset", c.seed}}; }
  Json operator()(const ChangeSetting& c) const { return {{"set", {{"key", c.key}, {"value", c.value}}}}; }
  Json operator()(const TouchPane& c) const {
    const Touch& t = c.touch;
    return {{"touch", {{"pane", t.pane}, {"x", t.x}, {"y", t.y}, {"erase", t.erase}}}};
  }
  Json operator()(const PlaySchedule& c) const {
    Json nodes = Json::array();
    for (const DialSchedule::Node& node : c.schedule.nodes) {
      nodes.push_back({{"time", node.time}, {"temperature", to_json(node.temperature)}});
    }
    return {{"play", {{"sweeps", c.schedule.sweeps}, {"nodes", nodes}}}};
  }
};

Command command_from(const Json& json) {
  if (json.contains("set_temperature")) {
    return SetTemperature{temperature_from(json.at("set_temperature"))};
  }
  if (json.contains("reset")) {
    return ResetScene{json.at("reset").get<std::uint64_t>()};
  }
  if (json.contains("set")) {
    return ChangeSetting{json.at("set").at("key"), json.at("set").at("value")};
  }
  if (json.contains("touch")) {
    const Json& t = json.at("touch");
    return TouchPane{{t.at("pane"), t.at("x"), t.at("y"), t.at("erase")}};
  }
  if (json.contains("play")) {
    DialSchedule schedule{.nodes = {}, .sweeps = json.at("play").at("sweeps")};
    for (const Json& node : json.at("play").at("nodes")) {
      schedule.nodes.push_back({node.at("time"), temperature_from(node.at("temperature"))});
    }
    validate(schedule);
    return PlaySchedule{schedule};
  }
  throw std::invalid_argument("a logged command must be one of set_temperature, reset, set, touch and play");
}

std::uint64_t parse_hex(const std::string& text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (error != std::errc{} || end != text.data() + text.size()) {
    throw std::invalid_argument("the fingerprint must be a hexadecimal number");
  }
  return value;
}

/// Follows the dial of a session without its scene.
class DialTrack {
 public:
  DialTrack(const SessionRecord& record, Temperature start) : record_(record), dial_(start) {}

  /// The temperature of the next sweep.
  Temperature next() {
    for (; next_ < record_.log.size() && record_.log[next_].sweep == sweep_; ++next_) {
      apply(record_.log[next_].command);
    }
    if (schedule_ != nullptr) {
      dial_ = schedule_->at(schedule_sweep_);
      if (++schedule_sweep_ == schedule_->sweeps) {
        schedule_ = nullptr;
      }
    }
    ++sweep_;
    return dial_;
  }

 private:
  void apply(const Command& command) {
    if (const auto* set = std::get_if<SetTemperature>(&command)) {
      dial_ = set->temperature;
      schedule_ = nullptr;
    } else if (const auto* play = std::get_if<PlaySchedule>(&command)) {
      schedule_ = &play->schedule;
      schedule_sweep_ = 0;
    } else if (std::holds_alternative<ResetScene>(command)) {
      schedule_ = nullptr;
    }
  }

  const SessionRecord& record_;
  Temperature dial_;
  std::size_t next_ = 0;
  Index sweep_ = 0;
  const DialSchedule* schedule_ = nullptr;
  Index schedule_sweep_ = 0;
};

}  // namespace

SessionRecord record_of(const Session& session, const std::string& scene) {
  Frame frame;
  session.show(frame);
  return {.scene = scene,
          .seed = session.first_seed(),
          .sweeps = session.sweeps(),
          .log = session.log(),
          .fingerprint = fingerprint(frame)};
}

std::string session_json(const SessionRecord& record) {
  Json log = Json::array();
  for (const LoggedCommand& entry : record.log) {
    Json line = {{"sweep", entry.sweep}};
    line.update(std::visit(ToJson{}, entry.command));
    log.push_back(line);
  }
  const Json document = {{"scene", record.scene},
                         {"seed", record.seed},
                         {"sweeps", record.sweeps},
                         {"log", log},
                         {"fingerprint", fmt::format("{:016x}", record.fingerprint)}};
  return document.dump(2) + '\n';
}

SessionRecord parse_session(const std::string& json, const std::string& source) {
  try {
    const Json document = Json::parse(json);
    SessionRecord record{.scene = document.at("scene"),
                         .seed = document.at("seed"),
                         .sweeps = document.at("sweeps"),
                         .fingerprint = parse_hex(document.at("fingerprint"))};
    Index last = 0;
    for (const Json& entry : document.at("log")) {
      record.log.push_back({entry.at("sweep"), command_from(entry)});
      if (record.log.back().sweep < last) {
        throw std::invalid_argument("the sweeps of the log must not fall");
      }
      last = record.log.back().sweep;
    }
    return record;
  } catch (const Json::parse_error& /*error*/) {
    throw InputError(fmt::format("{}: not a session of the viewer: it is not JSON", source));
  } catch (const std::exception& error) {
    throw InputError(fmt::format("{}: not a session of the viewer: {}", source, error.what()));
  }
}

std::string schedule_toml(const SessionRecord& record, Temperature start, Index most) {
  DialTrack track(record, start);
  std::vector<Temperature> all;
  all.reserve(static_cast<std::size_t>(record.sweeps));
  for (Index k = 0; k < record.sweeps; ++k) {
    all.push_back(track.next());
  }
  if (all.empty()) {
    all.push_back(start);
  }
  double hottest = 0;
  for (const Temperature t : all) {
    hottest = t.is_infinite() ? hottest : std::max(hottest, t.value());
  }
  const double instead_of_infinity = hottest > 0 ? 10 * hottest : 1e6;
  const Index count = std::min(most, static_cast<Index>(all.size()));
  std::string levels;
  for (Index k = 0; k < count; ++k) {
    const double at = count > 1 ? static_cast<double>(k) * static_cast<double>(all.size() - 1) /
                                      static_cast<double>(count - 1)
                                : 0.0;
    const Temperature t = all[static_cast<std::size_t>(std::lround(at))];
    levels += fmt::format("{}{}", k > 0 ? ", " : "", t.is_infinite() ? instead_of_infinity : t.value());
  }
  return fmt::format("[schedule]\nkind = \"table\"\nsweeps = {}\ntemperatures = [{}]\n",
                     std::max<Index>(1, record.sweeps), levels);
}

}  // namespace onedial::viewer
