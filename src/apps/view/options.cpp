#include "options.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iterator>

#include "onedial/core/error.hpp"
#include "onedial/core/nearest.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/viewer/config_scene.hpp"
#include "widgets.hpp"

namespace onedial::viewer {
namespace {

template <class Number>
std::optional<Number> parse_number(std::string_view text) {
  Number value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

std::uint64_t seed_of(const Options& options) {
  if (!options.seed) {
    return 1;
  }
  if (const auto seed = parse_number<std::uint64_t>(*options.seed)) {
    return *seed;
  }
  throw InputError(fmt::format("--seed {}: must be a whole number from 0 to 2^64 - 1", *options.seed));
}

Temperature temperature_of(const std::string& text) {
  if (const auto t = parse_temperature(text)) {
    return *t;
  }
  throw InputError(fmt::format("--temperature {}: must be a number of 0 or more, or inf", text));
}

bool names_a_file(const std::string& scene) {
  return scene.ends_with(".toml") || scene.find('/') != std::string::npos || std::filesystem::exists(scene);
}

/// A word for a shell.
std::string shell_word(const std::string& word) {
  const bool is_plain = !word.empty() && word.find_first_not_of(
                                             "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                             "0123456789_-./=,:+") == std::string::npos;
  if (is_plain) {
    return word;
  }
  std::string quoted = "'";
  for (const char c : word) {
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return quoted + "'";
}

void apply_settings(Session& session, const Options& options) {
  for (const std::string& assignment : options.settings) {
    const std::size_t equals = assignment.find('=');
    try {
      // A key alone presses a button.
      session.apply(ChangeSetting{assignment.substr(0, equals), equals == std::string::npos
                                                                    ? std::string()
                                                                    : assignment.substr(equals + 1)});
    } catch (const std::invalid_argument& error) {
      throw InputError(fmt::format("--set {}: {}", assignment, error.what()));
    }
  }
}

Session replayed(Options& options) {
  const SessionRecord record =
      parse_session(read_text_file(*options.replay, "a session of the viewer"), options.replay->string());
  options.scene = record.scene;
  Session session = Session::replay(scene_factory(record.scene), record.seed, record.log, record.sweeps);
  const std::uint64_t again = record_of(session, record.scene).fingerprint;
  if (again != record.fingerprint) {
    throw InputError(
        fmt::format("{}: the session ended with the fingerprint {:016x}, but the replay with {:016x}; it "
                    "was made by another version",
                    options.replay->string(), record.fingerprint, again));
  }
  return session;
}

}  // namespace

void Options::add_to(CLI::App& parser) {
  constexpr Index most_sweeps = 1'000'000'000'000;
  constexpr Index most_frames = 100'000;
  auto* named = parser.add_option("scene", scene, "A scene (see --list) or a config of 'onedial anneal'")
                    ->type_name("SCENE");
  parser.add_flag("--list", list, "Print the scenes with their settings");
  auto* set =
      parser.add_option("--set", settings, "Change a setting of the scene; may be given more than once")
          ->type_name("KEY=VALUE");
  auto* seeded = parser.add_option("--seed", seed, "Seed (default: 1)")->type_name("N");
  auto* at = parser.add_option("--temperature", temperature, "Where the dial stands at first; 0 and inf too")
                 ->type_name("T");
  auto* annealed =
      parser.add_flag("--anneal", anneal, "Play the scene's course of the dial from the first sweep on");
  auto* held = parser.add_flag("--paused", paused, "Start paused");
  auto* fast = parser.add_option("--speed", speed, "Sweeps a second, or max (default: 60)")->type_name("N");
  auto* rendered =
      parser
          .add_option("--render", render, "Draw into a PNG, GIF or MP4 instead of a window; needs no display")
          ->type_name("FILE");
  parser
      .add_option("--sweeps", sweeps,
                  "How many sweeps to make before the picture, or during a film (--render)")
      ->type_name("N")
      ->check(CLI::Range(Index{0}, most_sweeps));
  parser.add_option("--frames", frames, "How many pictures a film has (--render; default: 60)")
      ->type_name("N")
      ->check(CLI::Range(Index{1}, most_frames));
  parser.add_flag("--state", state, "Draw the state alone (--render)");
  parser.add_option("--size", size, "Size in pixels (default: 1280x800)")->type_name("WxH");
  parser.add_option("--scale", scale, "Pixels per unit of length (default: by the screen)")
      ->type_name("X")
      ->check(CLI::Range(0.5, 4.0));
  parser.add_option("--theme", theme, "light, dark or projector")->type_name("NAME");
  parser.add_option("--palette", palette, "Colours of cells: cividis, contrast or grey")->type_name("NAME");
  auto* logged =
      parser.add_option("--log", log, "Write the session there when the window closes")->type_name("FILE");
  auto* replayed_from =
      parser.add_option("--replay", replay, "Live a session again that was written by --log or Ctrl+S")
          ->type_name("FILE");
  for (auto* of_a_window : {held, fast, logged}) {
    of_a_window->excludes(rendered);
  }
  for (auto* of_a_start : {named, set, seeded, at, annealed}) {
    of_a_start->excludes(replayed_from);
  }
}

PixelSize parse_size(const std::string& text, double scale) {
  const std::size_t x = text.find('x');
  const std::string_view words = text;
  const auto least_width = static_cast<int>(std::ceil(MainWindow::least_width * scale));
  const auto least_height = static_cast<int>(std::ceil(MainWindow::least_height * scale));
  constexpr int most = 8192;
  if (x != std::string::npos) {
    const auto width = parse_number<int>(words.substr(0, x));
    const auto height = parse_number<int>(words.substr(x + 1));
    if (width && height && *width >= least_width && *height >= least_height && *width <= most &&
        *height <= most) {
      return {*width, *height};
    }
  }
  throw InputError(fmt::format("--size {}: must be WIDTHxHEIGHT, from {}x{} at this scale to {}x{}", text,
                               least_width, least_height, most, most));
}

Speed parse_speed(const std::string& text) {
  if (text == "max") {
    return Speed::unlimited();
  }
  const auto value = parse_number<double>(text);
  if (!value || !(*value > 0)) {
    throw InputError(fmt::format("--speed {}: must be a number above 0, or max", text));
  }
  return {*value};
}

ThemeKind parse_theme(const std::string& text) {
  for (const ThemeKind theme : all_themes) {
    if (text == theme_name(theme)) {
      return theme;
    }
  }
  throw InputError(fmt::format("--theme {}: must be light, dark or projector", text));
}

GridPalette parse_palette(const std::string& text) {
  for (const GridPalette palette : all_grid_palettes) {
    if (text == palette_name(palette)) {
      return palette;
    }
  }
  throw InputError(fmt::format("--palette {}: must be cividis, contrast or grey", text));
}

SceneFactory scene_factory(const std::string& scene) {
  if (names_a_file(scene)) {
    return [scene] {
      Config config = Config::load(scene);
      return make_config_scene(config);
    };
  }
  const auto names = scene_names();
  if (std::find(names.begin(), names.end(), scene) == names.end()) {
    const auto meant = nearest(scene, names);
    throw InputError(fmt::format("there is no scene '{}'; {}", scene,
                                 meant ? fmt::format("did you mean '{}'?", *meant)
                                       : fmt::format("there are {}", fmt::join(names, ", "))));
  }
  return named_scene(scene);
}

Session make_session(Options& options) {
  if (options.replay) {
    return replayed(options);
  }
  Session session(scene_factory(options.scene), seed_of(options));
  apply_settings(session, options);
  if (options.temperature) {
    session.apply(SetTemperature{temperature_of(*options.temperature)});
  }
  if (options.anneal) {
    const SceneInfo& info = session.scene().info();
    session.apply(PlaySchedule{
        session.scene().schedule().value_or(cooling(info.hottest, info.coldest, default_course_sweeps))});
  }
  return session;
}

std::string command_line(const std::string& scene, const Snapshot& snapshot, const MainWindow& window) {
  std::string line = "onedial view " + shell_word(scene);
  for (const Setting& setting : snapshot.frame.settings) {
    const std::string value = value_text(setting);
    if (!value.empty()) {
      line += " --set " + shell_word(setting.key + "=" + value);
    }
  }
  const Temperature t = snapshot.dial;
  line += fmt::format(" --seed {} --temperature {}", snapshot.frame.seed,
                      t.is_infinite() ? std::string("inf") : fmt::format("{}", t.value()));
  if (window.theme().kind != ThemeKind::light) {
    line += fmt::format(" --theme {}", theme_name(window.theme().kind));
  }
  if (window.palette() != GridPalette::cividis) {
    line += fmt::format(" --palette {}", palette_name(window.palette()));
  }
  return line;
}

}  // namespace onedial::viewer
