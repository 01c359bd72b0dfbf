#pragma once
#include <CLI/CLI.hpp>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "main_window.hpp"
#include "onedial/viewer/session.hpp"
#include "onedial/viewer/session_file.hpp"

namespace onedial::viewer {

/// What the command line says.
struct Options {
  std::string scene;  ///< a name, or the path of an annealing config
  std::vector<std::string> settings;
  std::optional<std::string> seed;
  std::optional<std::string> temperature;
  std::optional<std::filesystem::path> replay;
  std::optional<std::filesystem::path> log;
  std::optional<std::filesystem::path> render;
  Index sweeps = 0;
  Index frames = 60;
  std::string size = "1280x800";
  std::optional<double> scale;
  std::string theme = "light";
  std::string palette = "cividis";
  std::optional<std::string> speed;
  bool state = false;
  bool anneal = false;
  bool paused = false;
  bool list = false;

  void add_to(CLI::App& parser);
};

struct PixelSize {
  int width;
  int height;
};

/// "1280x800", of a window with so many pixels per unit of length. Throws InputError that names the option.
PixelSize parse_size(const std::string& text, double scale);
/// 60, or "max". Throws InputError.
Speed parse_speed(const std::string& text);
/// Throws InputError.
ThemeKind parse_theme(const std::string& text);
GridPalette parse_palette(const std::string& text);

/// The factory of the scene that is named, by name or by config. Throws InputError.
SceneFactory scene_factory(const std::string& scene);

/// The session that the options ask for, with --set, --temperature and --anneal as its first commands, or the
/// one of --replay at its end, whose scene then becomes that of the options. Throws InputError.
Session make_session(Options& options);

/// The command line that leads to the state of the dial, the settings and the looks of now; not what was done
/// on the way there, which a session keeps.
std::string command_line(const std::string& scene, const Snapshot& snapshot, const MainWindow& window);

}  // namespace onedial::viewer
