#include <cairo.h>
#include <fmt/format.h>
#include <hwy/targets.h>

#include <toml++/toml.h>
#include <Eigen/Core>
#include <boost/version.hpp>
#include <nlohmann/json.hpp>
#include <thread>

#include "commands.hpp"
#include "onedial/core/instruction_set.hpp"
#include "onedial/core/version.hpp"
#include "onedial/engine/make_system.hpp"

namespace onedial::cli {
namespace {

/// The best instruction set that Highway would pick on this machine.
std::string machine_isa() {
  const auto targets = static_cast<std::uint64_t>(hwy::SupportedTargets());
  return hwy::TargetName(static_cast<decltype(hwy::SupportedTargets())>(targets & (~targets + 1)));
}

nlohmann::ordered_json engine_names() {
  nlohmann::ordered_json names;
  for (const Engine engine : all_engines) {
    names.push_back(engine_name(engine));
  }
  return names;
}

nlohmann::ordered_json information() {
  return {
      {"onedial", version()},
      {"compiler", __VERSION__},
      {"libraries",
       {{"Boost",
         fmt::format("{}.{}.{}", BOOST_VERSION / 100000, BOOST_VERSION / 100 % 1000, BOOST_VERSION % 100)},
        {"Cairo", cairo_version_string()},
        {"CLI11", CLI11_VERSION},
        {"Eigen", fmt::format("{}.{}.{}", EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION)},
        {"fmt", fmt::format("{}.{}.{}", FMT_VERSION / 10000, FMT_VERSION / 100 % 100, FMT_VERSION % 100)},
        {"nlohmann/json", fmt::format("{}.{}.{}", NLOHMANN_JSON_VERSION_MAJOR, NLOHMANN_JSON_VERSION_MINOR,
                                      NLOHMANN_JSON_VERSION_PATCH)},
        {"toml++", fmt::format("{}.{}.{}", TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH)}}},
      {"engines", engine_names()},
      {"isa", instruction_set()},
      {"machine_isa", machine_isa()},
      {"cores", std::thread::hardware_concurrency()},
  };
}

void print_text(const nlohmann::ordered_json& facts) {
  fmt::print("OneDial {}\n", facts["onedial"].get<std::string>());
  fmt::print("compiler         {}\n", facts["compiler"].get<std::string>());
  for (const auto& [name, number] : facts["libraries"].items()) {
    fmt::print("{:<16} {}\n", name, number.get<std::string>());
  }
  fmt::print("instruction set  {} (this machine offers {})\n", facts["isa"].get<std::string>(),
             facts["machine_isa"].get<std::string>());
  fmt::print("cores            {}\n", facts["cores"].get<unsigned>());
}

}  // namespace

void add_info(CLI::App& parser, int& exit_code) {
  auto* command = parser.add_subcommand("info", "Version, libraries and the instruction set in use");
  auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "Print one JSON document");
  command->callback([json, &exit_code] {
    const auto facts = information();
    if (*json) {
      fmt::print("{}\n", facts.dump(2));
    } else {
      print_text(facts);
    }
    exit_code = done;
  });
}

}  // namespace onedial::cli
