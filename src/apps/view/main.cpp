#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <new>
#include <string>

#include "live.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/version.hpp"
#include "onedial/run/error.hpp"
#include "options.hpp"
#include "render.hpp"

namespace {

int report(const std::string& message, int exit_code) {
  fmt::print(stderr, "onedial: {}\n", onedial::on_one_line(message));
  return exit_code;
}

void print_scenes() {
  using namespace onedial::viewer;
  for (const std::string& name : scene_names()) {
    const auto scene = make_scene(name);
    fmt::print("{:<18}{}\n", name, scene->info().title);
    for (const Setting& setting : scene->settings().all()) {
      const std::string value = value_text(setting);
      const std::string shown = value.size() > 22 ? value.substr(0, 21) + "~" : value;
      fmt::print("    {:<20}{:<22}  {}\n", setting.key, shown, setting.help);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  using namespace onedial;
  constexpr int failed = 1;
  constexpr int bad_input = 2;
  try {
    CLI::App parser("Watch a scene in a window, or draw it into a file.", "onedial view");
    parser.set_version_flag("--version", std::string(version()));
    viewer::Options options;
    options.add_to(parser);
    parser.failure_message([](const CLI::App*, const CLI::Error& error) {
      return fmt::format("onedial: {}; see 'onedial view --help'\n", on_one_line(error.what()));
    });
    try {
      parser.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
      return parser.exit(error) == 0 ? 0 : bad_input;
    }
    if (options.list) {
      print_scenes();
      return 0;
    }
    if (parser.count("scene") == 0) {
      options.scene = "ising";
    }
    return options.render ? viewer::render(options) : viewer::watch(options);
  } catch (const InputError& error) {
    return report(error.what(), bad_input);
  } catch (const OutputError& error) {
    return report(error.what(), bad_input);
  } catch (const std::bad_alloc&) {
    return report("out of memory", failed);
  } catch (const std::exception& error) {
    return report(error.what(), failed);
  }
}
