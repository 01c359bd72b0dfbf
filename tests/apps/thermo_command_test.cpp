#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

const std::string square = "configs/ising_square_16.toml";

Json json_of(const CommandResult& result) {
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

std::vector<std::string> thermo(const std::string& config, const std::string& out,
                                const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{"thermo", config, "--out", out, "--json"};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

/// The one line that a config is refused with.
std::string refusal(const std::string& config, const std::vector<std::string>& settings) {
  const ScratchDirectory scratch;
  return refused(run_onedial(thermo(config, (scratch / "run").string(), settings)));
}

}  // namespace

TEST_CASE("thermo finds the peak of 16 x 16 spins, and everything else, within its errors") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = json_of(run_onedial(thermo(square, out, {"measurement.sweeps=8000"})));
  CHECK(names_in(out) == std::vector<std::string>{"config.toml", "curve.csv", "points.csv", "report.png",
                                                  "report.svg", "result.json"});
  CHECK(Json::parse(read_bytes(out + "/result.json")) == result);
  CHECK(result["command"] == "thermo");
  CHECK(result["per_unit"] == false);
  CHECK(result["exact"] == false);
  CHECK(result["exact_method"] == "Kaufman 1949");
  CHECK(result["absolute_entropy"] == true);
  CHECK(result["warnings"].empty());
  REQUIRE(result["heat_capacity_peaks"].size() == 1);
  const Json& peak = result["heat_capacity_peaks"][0];
  CHECK(std::abs(peak["temperature"].get<double>() - 2.317507) < 4 * peak["temperature_error"].get<double>());
  CHECK(peak["temperature_error"] < 0.003);
  CHECK(std::abs(peak["value"].get<double>() - 397.364) < 4 * peak["value_error"].get<double>());
  CHECK(result["exact_heat_capacity_peaks"][0]["temperature"].get<double>() ==
        Approx(2.317507).epsilon(1e-6));
  REQUIRE(result["entropy_slope_peaks"].size() == 1);
  REQUIRE(result["points"].size() >= 16);
  for (const Json& point : result["points"]) {
    INFO(point["temperature"]);
    for (const char* field : {"mean_energy", "heat_capacity", "entropy", "free_energy"}) {
      const double error = point[std::string(field) + "_error"];
      CHECK(std::abs(point[field].get<double>() - point["exact"][field].get<double>()) < 5 * error);
    }
    CHECK(std::abs(point["entropy_by_integration"].get<double>() - point["exact"]["entropy"].get<double>()) <
          5 * point["entropy_by_integration_error"].get<double>() + 0.05);
    CHECK(point["effective_samples"] > 1000);
    CHECK(point["tau_int"] > 0.3);
    CHECK(point["in_equilibrium"] == true);
  }
  // Its own config gives the same bits, on any number of threads.
  const std::string again = (scratch / "again").string();
  REQUIRE(
      run_onedial({"thermo", out + "/config.toml", "--out", again, "--quiet", "--threads", "1"}).exit_code ==
      0);
  CHECK(read_bytes(again + "/points.csv") == read_bytes(out + "/points.csv"));
  CHECK(read_bytes(again + "/curve.csv") == read_bytes(out + "/curve.csv"));
}

TEST_CASE("thermo prints a table, the peaks and a plot for a reader") {
  const ScratchDirectory scratch;
  const CommandResult result = run_onedial(
      {"thermo", square, "--out", (scratch / "run").string(), "--set", "measurement.sweeps=500"}, "LC_ALL=C");
  CHECK(result.exit_code == 0);
  for (const char* words : {"<E>", "d<E>/dT", "z(C)", "T* =", "exact T* = 2.31751", "by Kaufman 1949",
                            "round trips", "heat capacity C"}) {
    CHECK_THAT(result.out, ContainsSubstring(words));
  }
  CHECK(std::all_of(result.out.begin(), result.out.end(),
                    [](char c) { return static_cast<unsigned char>(c) < 128; }));
}

TEST_CASE("thermo --exact counts the states of a glass of 27 spins, with both of its peaks") {
  const ScratchDirectory scratch;
  auto arguments =
      thermo("configs/spin_glass_cube.toml", (scratch / "run").string(), {"temperatures.count=5"});
  arguments.emplace_back("--exact");
  const Json result = json_of(run_onedial(arguments));
  CHECK(result["exact"] == true);
  CHECK(result["points"].size() == 5);
  REQUIRE(result["exact_heat_capacity_peaks"].size() == 2);
  CHECK(result["exact_heat_capacity_peaks"][0]["temperature"].get<double>() == Approx(1.0032555619162324));
  CHECK(result["exact_heat_capacity_peaks"][1]["temperature"].get<double>() == Approx(2.4095305906433815));
}

TEST_CASE("thermo measures both peaks of a glass of 27 spins") {
  const ScratchDirectory scratch;
  const Json result = json_of(run_onedial(
      thermo("configs/spin_glass_cube.toml", (scratch / "run").string(), {"measurement.sweeps=20000"})));
  const Json& peaks = result["heat_capacity_peaks"];
  REQUIRE(peaks.size() == 2);
  for (const auto& [peak, exact] : {std::pair(peaks[0], 1.0032555619), std::pair(peaks[1], 2.4095305906)}) {
    CHECK(std::abs(peak["temperature"].get<double>() - exact) < 4 * peak["temperature_error"].get<double>());
  }
}

TEST_CASE("thermo takes a loop of cooling and heating, with the exact one beside it") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = json_of(
      run_onedial(thermo("configs/sk_16.toml", out, {"measurement.sweeps=2000", "hysteresis.sweeps=20"})));
  const Json& loop = result["hysteresis"];
  CHECK(loop["exact_area"] > 0.3);
  CHECK(std::abs(loop["area"].get<double>() - loop["exact_area"].get<double>()) <
        5 * loop["area_error"].get<double>());
  CHECK_THAT(read_bytes(out + "/hysteresis.csv"), ContainsSubstring("heating,0.08,"));
}

TEST_CASE("thermo walks through all energies alike, by a flat histogram") {
  const ScratchDirectory scratch;
  const Json result = json_of(run_onedial(
      thermo(square, (scratch / "run").string(),
             {"measurement.method=flat_histogram", "problem.size=8", "measurement.sweeps=10000"})));
  CHECK(result["density_of_states"]["energies"].size() == 63);
  for (const Json& point : result["points"]) {
    for (const char* field : {"mean_energy", "heat_capacity", "entropy"}) {
      CHECK(std::abs(point[field].get<double>() - point["exact"][field].get<double>()) <
            6 * point[std::string(field) + "_error"].get<double>());
    }
  }
}

TEST_CASE("thermo measures softmax and Potts models, by clusters too") {
  const ScratchDirectory scratch;
  const Json tokens = json_of(run_onedial(
      thermo("configs/softmax_thermometer.toml", (scratch / "a").string(), {"measurement.sweeps=5000"})));
  REQUIRE(tokens["heat_capacity_peaks"].size() == 1);
  const Json& peak = tokens["heat_capacity_peaks"][0];
  CHECK(std::abs(peak["temperature"].get<double>() -
                 tokens["exact_heat_capacity_peaks"][0]["temperature"].get<double>()) <
        4 * peak["temperature_error"].get<double>());
  for (const std::string kernel : {"heat_bath", "metropolis", "swendsen_wang", "wolff"}) {
    INFO(kernel);
    const Json potts = json_of(
        run_onedial(thermo("configs/potts_square_16.toml", (scratch / kernel).string(),
                           {"problem.size=3", "measurement.sweeps=3000", "sampler.kernel=" + kernel})));
    CHECK(potts["exact_method"] == "enumeration");
    REQUIRE(potts["points"].size() >= 16);
    for (const Json& point : potts["points"]) {
      CHECK(point["order_parameter"]["mean_absolute"]["value"] > 0.2);
      if (point["is_long_enough"] == true) {
        CHECK(std::abs(point["mean_energy"].get<double>() - point["exact"]["mean_energy"].get<double>()) <
              5.5 * point["mean_energy_error"].get<double>());
      }
    }
  }
}

TEST_CASE("thermo warns where its numbers are less than they seem") {
  const ScratchDirectory scratch;
  const auto warnings = [&](const std::vector<std::string>& settings) {
    const CommandResult result = run_onedial(thermo(square, (scratch / "run").string(), settings));
    CHECK(result.exit_code == 0);
    return result.err;
  };
  CHECK_THAT(warnings({"problem.size=2", "measurement.sweeps=500"}), ContainsSubstring("two bonds"));
  const std::string hasty = warnings({"problem.size=32", "measurement.sweeps=64", "measurement.ladders=1",
                                      "temperatures.count=4", "temperatures.absolute_entropy=false"});
  CHECK_THAT(hasty, ContainsSubstring("sweeps are needed"));
  const auto config =
      scratch.write("apart.toml",
                    "[problem]\nkind = \"ising_lattice\"\nsize = 16\n[temperatures]\nlist = [0.3, 50.0]\n"
                    "absolute_entropy = false\n[measurement]\nsweeps = 200\n[run]\nseed = 1\n");
  const CommandResult apart =
      run_onedial({"thermo", config.string(), "--out", (scratch / "apart").string(), "--json"});
  CHECK(apart.exit_code == 0);
  CHECK_THAT(apart.err, ContainsSubstring("do not overlap"));
  const Json separate = Json::parse(apart.out);
  CHECK(separate["points"][1]["mean_energy_error"] > 0);
  CHECK(separate["points"][1]["entropy"].is_null());
  CHECK(separate["absolute_entropy"] == false);
  CHECK(separate["heat_capacity_peaks"].empty());
}

TEST_CASE("thermo that is interrupted keeps what it has measured, and ends with 130") {
  const ScratchDirectory scratch;
  const auto interrupted = [&](const std::string& name, const std::string& arguments) {
    const std::string out = (scratch / name).string();
    const CommandResult result =
        run_shell("timeout --foreground --preserve-status -s INT 3 onedial thermo --json --quiet --out '" +
                  out + "' " + arguments);
    CHECK(result.exit_code == 130);
    const Json json = Json::parse(result.out);
    CHECK(Json::parse(read_bytes(out + "/result.json")) == json);
    return json;
  };
  const Json scan = interrupted("scan", square + " --set problem.size=8 --set measurement.sweeps=1000000000");
  CHECK(scan["stop_reason"] == "interrupted");
  CHECK(scan["sweeps"] > 100);
  CHECK(scan["points"][0].contains("reweighted"));
  const Json loop = interrupted("loop",
                                "configs/sk_16.toml --threads 1 --set measurement.equilibration=10 --set "
                                "measurement.sweeps=200 --set hysteresis.sweeps=32768");
  CHECK(loop["stop_reason"] == "interrupted");
  CHECK(loop["hysteresis"]["stop_reason"] == "interrupted");
  CHECK(loop["hysteresis"]["area"].is_null());
  CHECK(loop["hysteresis"]["exact_area"].is_null());
}

TEST_CASE("thermo refuses bad configs with one line that names the key") {
  CHECK_THAT(refusal(square, {"temperatures.coldest=0"}), ContainsSubstring("[temperatures] coldest"));
  CHECK_THAT(refusal(square, {"temperatures.hottest=1"}), ContainsSubstring("above the coldest"));
  CHECK_THAT(refusal(square, {"temperatures.count=1"}), ContainsSubstring("[temperatures] count"));
  CHECK_THAT(refusal(square, {"problem.degree=3"}), ContainsSubstring("unknown key"));
  CHECK_THAT(refusal(square, {"problem.lattice=hexagonal"}), ContainsSubstring("honeycomb"));
  CHECK_THAT(refusal(square, {"problem.size=1"}), ContainsSubstring("[problem] size"));
  CHECK_THAT(refusal("configs/softmax_thermometer.toml", {"sampler.kernel=wolff"}),
             ContainsSubstring("heat_bath"));
  CHECK_THAT(refusal("configs/sk_16.toml", {"measurement.method=flat_histogram"}),
             ContainsSubstring("bin_width"));
  CHECK_THAT(refusal("configs/maxcut_g1.toml", {}), ContainsSubstring("[schedule]"));
}

TEST_CASE("lattices and graphs made of a few numbers can be annealed, checked and verified") {
  const ScratchDirectory scratch;
  const std::string config =
      scratch
          .write(
              "glass.toml",
              "[problem]\nkind = \"ising_lattice\"\nlattice = \"square\"\nsize = 8\ncouplings = \"ferro\"\n"
              "[schedule]\nsweeps = 200\n[run]\nreplicas = 16\nseed = 1\n")
          .string();
  const std::string out = (scratch / "run").string();
  const Json result = json_of(run_onedial({"anneal", config, "--out", out, "--json"}));
  CHECK(result["problem"]["kind"] == "ising_lattice");
  CHECK(result["best"]["energy"] == -128);
  const Json verified = json_of(run_onedial({"verify", config, out + "/solution.txt", "--json"}));
  CHECK(verified["objective"] == -128);
  for (const std::string kind : {"sherrington_kirkpatrick", "random_regular", "curie_weiss"}) {
    scratch.write("glass.toml", "[problem]\nkind = \"" + kind +
                                    "\"\nsize = 12\n[schedule]\nsweeps = 50\n[run]\nseed = 1\n");
    CHECK(json_of(run_onedial(
              {"anneal", config, "--out", (scratch / kind).string(), "--json"}))["best"]["energy"] < 0);
  }
}

TEST_CASE("check explains a config of thermo, and what is known exactly") {
  const CommandResult result = run_onedial({"check", square});
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.out,
             ContainsSubstring("temperatures.spacing") && ContainsSubstring("exact by Kaufman 1949"));
  const Json document = json_of(run_onedial({"check", "configs/softmax_thermometer.toml", "--json"}));
  CHECK(document["exact_method"] == "sum over tokens");
  CHECK(document["temperatures"]["coldest"] == 0.1);
}

TEST_CASE("validate gives a verdict, and every number behind it") {
  const Json result = json_of(run_onedial({"validate", "--effort", "0.02", "--json"}));
  CHECK(result["passed"] == true);
  CHECK(result["groups"].size() == 14);
  CHECK(result["checks"] > 300);
  CHECK(result["largest_z"] < result["threshold"]);
  CHECK(run_onedial({"validate", "--effort", "0"}).exit_code == 2);
}
