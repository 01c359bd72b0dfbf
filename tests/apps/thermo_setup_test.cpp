#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

// What onedial thermo makes of its config before it measures, and what it can know of the outcome.

using Json = nlohmann::json;

namespace {

std::vector<std::string> arguments_of(const std::string& config, const std::string& out,
                                      const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{"thermo", config, "--out", out, "--json"};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

Json thermo(const std::string& config, const std::string& out, const std::vector<std::string>& settings,
            bool exact = false) {
  auto arguments = arguments_of(config, out, settings);
  if (exact) {
    arguments.emplace_back("--exact");
  }
  const CommandResult result = run_onedial(arguments);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

const std::string square = "configs/ising_square_16.toml";

}  // namespace

TEST_CASE("a kernel that the model cannot have is refused by its key, before there is a directory") {
  const ScratchDirectory scratch;
  const auto out = scratch / "run";
  const CommandResult result = run_onedial(
      arguments_of("configs/potts_square_16.toml", out.string(), {"problem.couplings=antiferro"}));
  CHECK(result.exit_code == 2);
  CHECK_THAT(result.err, ContainsSubstring("[sampler] kernel"));
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  CHECK_FALSE(std::filesystem::exists(out));
}

TEST_CASE("spins and bits of one model have the same automatic range of temperatures") {
  const ScratchDirectory scratch;
  // A ring of six, E = −Σ s s' + const, with s = 2x − 1: −s s' = −4x x' + 2x + 2x' − 1.
  std::string spins = "# vartype=SPIN\n";
  std::string bits = "# vartype=BINARY\n";
  for (int i = 0; i < 6; ++i) {
    const std::string pair = std::to_string(i) + ' ' + std::to_string((i + 1) % 6);
    spins += pair + " -1\n";
    bits += pair + " -4\n" + std::to_string(i) + ' ' + std::to_string(i) + " 4\n";
  }
  scratch.write("spins.coo", spins);
  scratch.write("bits.coo", bits);
  const auto exact = [&](const std::string& kind, const std::string& file) {
    const auto config = scratch.write(
        kind + ".toml", "[problem]\nkind = \"" + kind + "\"\nfile = \"" + file + "\"\n[run]\nseed = 1\n");
    return thermo(config.string(), (scratch / kind).string(), {}, true)["points"];
  };
  const Json of_spins = exact("ising", "spins.coo");
  const Json of_bits = exact("qubo", "bits.coo");
  REQUIRE(of_spins.size() == of_bits.size());
  for (std::size_t k = 0; k < of_spins.size(); ++k) {
    for (const char* field : {"temperature", "heat_capacity", "entropy"}) {
      CHECK(of_bits[k][field].get<double>() == Approx(of_spins[k][field].get<double>()).epsilon(1e-9));
    }
  }
}

TEST_CASE("long chains in a field are exact at once") {
  const ScratchDirectory scratch;
  const Json result = thermo(square, (scratch / "run").string(),
                             {"problem.lattice=chain", "problem.size=100000", "problem.field=0.3",
                              "temperatures.coldest=0.3", "temperatures.hottest=4", "temperatures.count=5"},
                             true);
  CHECK(result["exact_method"] == "transfer matrix");
  CHECK(result["points"].size() == 5);
  CHECK(result["exact_heat_capacity_peaks"].size() == 1);
}

TEST_CASE("what nothing moved for is left open: C, its error, equilibrium and Binder's cumulant") {
  const ScratchDirectory scratch;
  const auto out = scratch / "run";
  const Json result =
      thermo(square, out.string(),
             {"problem.size=4", "problem.couplings=antiferro", "temperatures.list=[0.05, 0.06, 0.065]",
              "temperatures.absolute_entropy=false", "measurement.order_parameter=true",
              "measurement.sweeps=500", "measurement.ladders=4"});
  for (const Json& point : result["points"]) {
    CHECK(point["has_events"] == false);
    CHECK(point["heat_capacity"].is_null());
    CHECK(point["in_equilibrium"].is_null());
    CHECK(point["order_parameter"]["binder_cumulant"].is_null());
    CHECK(point["order_parameter"]["mean_square"]["value"] == 0);
  }
  CHECK_THAT(read_bytes((out / "points.csv").string()), ContainsSubstring(",,,,,,,,0,0,,0\n"));
  // Some of the ladders are in stripes: their spread is no heat capacity of a curve either.
  CHECK(result["points"][0]["mean_energy"] != result["points"][2]["mean_energy"]);
  CHECK_FALSE(result["points"][2].contains("reweighted"));
  CHECK_THAT(result["warnings"].dump(), ContainsSubstring("stuck in different states at T = 0.065"));
}

TEST_CASE("two temperatures far apart leave equilibrium open, and give the right curve between them") {
  const ScratchDirectory scratch;
  const Json result = thermo(square, (scratch / "run").string(),
                             {"problem.size=4", "temperatures.list=[0.1, 3.0]", "measurement.sweeps=20000"});
  for (const Json& point : result["points"]) {
    CHECK(point["in_equilibrium"] != false);
    CHECK(std::abs(point["entropy"].get<double>() - point["exact"]["entropy"].get<double>()) <
          5 * point["entropy_error"].get<double>());
    CHECK(std::abs(point["reweighted"]["mean_energy"].get<double>() -
                   point["exact"]["mean_energy"].get<double>()) <
          5 * point["reweighted"]["mean_energy_error"].get<double>() + 1e-9);
  }
  for (const Json& warning : result["warnings"]) {
    CHECK_THAT(warning.get<std::string>(), !ContainsSubstring("out of equilibrium"));
  }
}
