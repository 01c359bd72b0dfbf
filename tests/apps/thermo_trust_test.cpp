#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

// What onedial thermo says of numbers that are less than they seem, and how it ends before its time.

using Json = nlohmann::json;

namespace {

const std::string square = "configs/ising_square_16.toml";
const std::string glass = "configs/sk_16.toml";

/// Runs `onedial thermo` with these settings, to a directory that is thrown away.
CommandResult thermo(const std::string& config, const std::vector<std::string>& settings,
                     const std::vector<std::string>& options = {}) {
  const ScratchDirectory scratch;
  std::vector<std::string> arguments{"thermo", config, "--out", (scratch / "run").string()};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  arguments.insert(arguments.end(), options.begin(), options.end());
  return run_onedial(arguments, "LC_ALL=C");
}

/// The one line that a config is refused with.
std::string refusal(const std::string& config, const std::vector<std::string>& settings) {
  const CommandResult result = thermo(config, settings);
  CHECK(result.exit_code == 2);
  CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
  return result.err;
}

struct Interrupted {
  CommandResult result;
  Json json;  ///< result.json
};

/// The same interrupted after so many seconds.
Interrupted interrupted(const std::string& seconds, const std::string& arguments) {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  CommandResult result = run_shell("LC_ALL=C timeout --foreground --preserve-status -k 20 -s INT " + seconds +
                                   " onedial thermo --out '" + out + "' " + arguments);
  INFO(result.out << result.err);
  REQUIRE(result.exit_code == 130);
  Json json = Json::parse(read_bytes(out + "/result.json"));
  CHECK(json["stop_reason"] == "interrupted");
  return {std::move(result), std::move(json)};
}

}  // namespace

TEST_CASE("a flat histogram refuses bins too wide for the energies") {
  for (const std::string width : {"2", "1e9"}) {
    CHECK_THAT(refusal(glass, {"measurement.method=flat_histogram", "measurement.bin_width=" + width}),
               ContainsSubstring("[measurement] bin_width: is") && ContainsSubstring("quarter"));
  }
}

TEST_CASE("a flat histogram says where its bins are too wide, and is right where it does not") {
  const CommandResult result = thermo(glass,
                                      {"measurement.method=flat_histogram", "measurement.bin_width=0.2",
                                       "measurement.sweeps=20000", "hysteresis.sweeps=0"},
                                      {"--json"});
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.err, ContainsSubstring("bins of 0.2: nothing is known there"));
  CHECK_THAT(result.err, !ContainsSubstring("contradicts"));
  const Json points = Json::parse(result.out)["points"];
  CHECK(points.front()["is_supported"] == false);
  CHECK(points.back()["is_supported"] == true);
  for (const Json& point : points) {
    if (point["is_supported"] == true) {
      INFO(point["temperature"]);
      for (const char* field : {"mean_energy", "heat_capacity", "entropy", "free_energy"}) {
        CHECK(std::abs(point[field].get<double>() - point["exact"][field].get<double>()) <
              6 * point[std::string(field) + "_error"].get<double>());
      }
    }
  }
}

TEST_CASE("a flat histogram is held against the exact answer, column by column") {
  const CommandResult result =
      thermo(square, {"measurement.method=flat_histogram", "problem.size=4", "measurement.sweeps=5000"});
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.out, ContainsSubstring("z(E)") && ContainsSubstring("z(C)"));
}

TEST_CASE("thermo reaches far into the cold without losing itself") {
  const CommandResult result = thermo(glass,
                                      {"temperatures.coldest=1e-5", "temperatures.spacing=geometric",
                                       "measurement.sweeps=500", "hysteresis.sweeps=0"},
                                      {"--json"});
  REQUIRE(result.exit_code == 0);
  const Json json = Json::parse(result.out);
  CHECK(json["points"][0].contains("reweighted"));
  CHECK_FALSE(json["exact_heat_capacity_peaks"].empty());
}

TEST_CASE("temperatures beyond all measure are refused at their key") {
  CHECK_THAT(refusal(square, {"temperatures.hottest=1e300"}), ContainsSubstring("[temperatures] hottest"));
  CHECK_THAT(refusal(square, {"temperatures.coldest=1e-300"}), ContainsSubstring("[temperatures] "));
  CHECK_THAT(refusal(square, {"problem.field=1e308"}), ContainsSubstring("[problem] field"));
}

TEST_CASE("an exact answer can be interrupted, and keeps the temperatures that it has") {
  const auto [result, json] = interrupted("2", square + " --exact --set problem.size=400");
  CHECK_THAT(result.out, ContainsSubstring("stopped  interrupted before"));
  CHECK(!json["points"].empty());
  CHECK(json["exact_heat_capacity_peaks"].empty());
}

TEST_CASE("an interrupted run says so, and shows what is known") {
  const auto [scan, of_scan] = interrupted(
      "4",
      square +
          " --set problem.size=8 --set measurement.equilibration=10 --set measurement.sweeps=1000000000");
  CHECK_THAT(scan.out, ContainsSubstring("stopped  interrupted after"));
  CHECK_THAT(scan.err, ContainsSubstring("warning: interrupted after"));
  CHECK(of_scan["points"][0].contains("reweighted"));
  const auto [loop, of_loop] = interrupted("3", glass +
                                                    " --threads 1 --set measurement.equilibration=10 --set "
                                                    "measurement.sweeps=200 --set hysteresis.sweeps=32768");
  CHECK_THAT(loop.out, ContainsSubstring("stopped  interrupted in the loop"));
  CHECK_THAT(loop.out, ContainsSubstring("came to T") || ContainsSubstring("did not begin"));
  CHECK_THAT(loop.out, !ContainsSubstring("nan"));
  CHECK(of_loop["hysteresis"]["largest_gap_temperature"].is_null());
}

TEST_CASE("an interrupted validation gives no verdict") {
  const CommandResult result =
      run_shell("timeout --foreground --preserve-status -s INT 0.3 onedial validate --quiet");
  CHECK(result.exit_code == 130);
  CHECK_THAT(result.out, ContainsSubstring("interrupted after"));
  CHECK_THAT(result.out, !ContainsSubstring("FAILED"));
}

TEST_CASE("systems without memory have settled, however short the run") {
  const ScratchDirectory scratch;
  const std::string two =
      scratch
          .write("two.toml",
                 "[problem]\nkind = \"curie_weiss\"\nsize = 2\n[measurement]\nsweeps = 1000\n"
                 "[temperatures]\ncoldest = 0.2\nhottest = 3\n[run]\nseed = 1\n")
          .string();
  for (const std::string seed : {"1", "2", "3", "4", "5"}) {
    CHECK_THAT(thermo(two, {"run.seed=" + seed}).err, !ContainsSubstring("settled"));
    CHECK_THAT(
        thermo("configs/softmax_thermometer.toml", {"run.seed=" + seed, "measurement.sweeps=1000"}).err,
        !ContainsSubstring("settled"));
  }
}

TEST_CASE("numbers with tiny errors keep their columns") {
  const CommandResult result =
      thermo(square, {"problem.size=8", "temperatures.coldest=0.3", "temperatures.hottest=1",
                      "measurement.method=flat_histogram", "measurement.sweeps=5000"});
  REQUIRE(result.exit_code == 0);
  std::size_t width = 0;
  for (std::size_t at = result.out.find("<E>"); result.out.substr(at, 2) != "\n\n";) {
    const std::size_t end = result.out.find('\n', at);
    width = std::max(width, end - at);
    at = result.out.substr(end, 2) == "\n\n" ? end : end + 1;
  }
  CHECK(width < 110);
}

TEST_CASE("an exact answer marks its peaks, and units are counted in English") {
  const CommandResult result = thermo(square, {"problem.size=4"}, {"--exact"});
  CHECK_THAT(result.out, ContainsSubstring("^ its peaks") && ContainsSubstring("-^-"));
  const ScratchDirectory scratch;
  const std::string logits = scratch.write("one.tsv", "only\t1.5\n").string();
  const std::string config =
      scratch
          .write(
              "one.toml",
              "[problem]\nkind = \"softmax\"\nfile = \"one.tsv\"\n[temperatures]\ncoldest = 1\nhottest = 2\n"
              "[run]\nseed = 1\n")
          .string();
  const CommandResult one = thermo(config, {});
  INFO(one.out << one.err);
  CHECK_THAT(one.out, ContainsSubstring("1 unit,"));
  CHECK_THAT(one.out, !ContainsSubstring("e-1"));
}
