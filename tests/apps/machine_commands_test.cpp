#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "onedial/learn/model_file.hpp"
#include "onedial/learn/partition_function.hpp"
#include "scratch_directory.hpp"

using namespace onedial;
using Json = nlohmann::json;

// Commands on a machine that has been trained: logz, dream, and thermo.
namespace {

/// A small machine of digits, trained once.
class TrainedMachine {
 public:
  TrainedMachine() {
    const CommandResult result =
        run_onedial({"train", "configs/train_digits.toml", "--set", "data.count=500", "--set",
                     "machine.hidden=16", "--set", "learning.epochs=20", "--set", "likelihood.every=0",
                     "--out", (scratch_ / "run").string(), "--json"});
    INFO(result.err);
    REQUIRE(result.exit_code == 0);
    document_ = Json::parse(result.out);
  }
  [[nodiscard]] std::string path() const { return (scratch_ / "run" / "model.npz").string(); }
  [[nodiscard]] const Json& document() const { return document_; }
  [[nodiscard]] const ScratchDirectory& scratch() const { return scratch_; }

 private:
  ScratchDirectory scratch_;
  Json document_;
};

Json json_of(std::vector<std::string> arguments) {
  arguments.emplace_back("--json");
  const CommandResult result = run_onedial(arguments);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

std::string refusal(const std::vector<std::string>& arguments) {
  return refused(run_onedial(arguments));
}

const std::string digits = "configs/instances/digits/test-images-idx3-ubyte.gz";

}  // namespace

TEST_CASE("logz agrees with itself by all of its methods") {
  const TrainedMachine trained;
  const Json exact = json_of({"logz", trained.path(), "--data", digits});
  CHECK(exact["method"] == "exact");
  CHECK(exact["log_z_error"] == 0);
  const double log_z = exact["log_z"];
  CHECK(log_z == trained.document()["log_z"].get<double>());
  CHECK(exact["mean_log_likelihood"] == trained.document()["held_out_mean_log_likelihood"]);

  const std::string out = (trained.scratch() / "logz").string();
  const Json annealed =
      json_of({"logz", trained.path(), "--method", "annealed", "--temperatures", "2000", "--out", out});
  CHECK(std::abs(annealed["log_z"].get<double>() - log_z) < 5 * annealed["log_z_error"].get<double>());
  CHECK(annealed["lower"] < log_z);
  CHECK(annealed["upper"] > log_z);
  CHECK(annealed["has_exact_starts"] == true);
  CHECK(names_in(out) == std::vector<std::string>{"report.png", "report.svg", "result.json"});

  const Json integrated = json_of({"logz", trained.path(), "--method", "integration", "--sweeps", "4000"});
  CHECK(std::abs(integrated["log_z"].get<double>() - log_z) <
        5 * integrated["log_z_error"].get<double>() + 0.01);
  CHECK(std::abs(integrated["reweighted_log_z"].get<double>() - log_z) <
        5 * integrated["reweighted_log_z_error"].get<double>());
  CHECK(integrated["upper"].is_null());
}

TEST_CASE("a machine dreams along a schedule and in equilibrium and fills in halves") {
  const TrainedMachine trained;
  const std::string out = (trained.scratch() / "dream").string();
  const Json cooled = json_of({"dream", trained.path(), "--from", "5", "--to", "0.5", "--sweeps", "200",
                               "--chains", "20", "--frames", "8", "--out", out});
  CHECK(names_in(out) == std::vector<std::string>{"frames.csv", "means.npy", "report.png", "report.svg",
                                                  "result.json", "values.npy"});
  REQUIRE(cooled["frames"].size() == 8);
  CHECK(cooled["frames"][7]["temperature"] == Approx(0.5));
  CHECK(cooled["frames"][7]["mean_energy"] < cooled["frames"][0]["mean_energy"]);
  const std::string frames = read_bytes(out + "/frames.csv");
  CHECK(std::count(frames.begin(), frames.end(), '\n') == 9);

  // Equilibrium at T = 1: both ways have the mean energy that the law has.
  const auto at_one = [&](std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"dream", trained.path(), "--temperature", "1", "--chains", "64"});
    arguments.insert(arguments.end(), {"--out", out});
    const Json json = json_of(arguments);
    const Json last = json["frames"].back();
    return std::pair(last["mean_energy"].get<double>(),
                     last["energy_deviation"].get<double>() / std::sqrt(64.0));
  };
  const auto [exchanged, exchanged_error] = at_one({"--exchange", "--sweeps", "400"});
  const auto [sampled, sampled_error] = at_one({"--sweeps", "2000"});
  CHECK(std::abs(exchanged - sampled) < 5 * std::hypot(exchanged_error, sampled_error));

  const Json filled = json_of(
      {"dream", trained.path(), "--inpaint", digits, "--hide", "left", "--chains", "50", "--out", out});
  CHECK(filled["examples"] == 50);
  CHECK(filled["mean_squared_error"] < 0.2);
  CHECK(filled["mean_squared_error"] > 0);
}

TEST_CASE("a machine has a heat capacity") {
  const TrainedMachine trained;
  const std::string config = trained.scratch()
                                 .write("thermo.toml",
                                        "[problem]\nkind = \"restricted_machine\"\nfile = \"run/model.npz\"\n"
                                        "[measurement]\nsweeps = 500\nladders = 2\n[run]\nseed = 1\n")
                                 .string();
  const Json curve = json_of({"thermo", config, "--out", (trained.scratch() / "thermo").string()});
  REQUIRE(curve["points"].size() > 5);
  CHECK_FALSE(curve["heat_capacity_peaks"].empty());
  const RestrictedMachine machine = machine_of(read_array_file(trained.path()), trained.path());
  Index compared = 0;
  for (const Json& point : curve["points"]) {
    CHECK(point["heat_capacity"] > 0);
    CHECK(point["entropy"] < 800 * std::log(2) + 1e-9);
    const double t = point["temperature"];
    if (point["free_energy"].is_number() && t > 0.8 && compared < 8) {
      // F = −T ln Z, by a sum.
      const double exact = -t * log_partition_function(machine, Temperature(t));
      CAPTURE(t, exact, point["free_energy"].get<double>(), point["free_energy_error"].get<double>());
      CHECK(std::abs(point["free_energy"].get<double>() - exact) <
            5 * point["free_energy_error"].get<double>() + 1e-6 * std::abs(exact));
      CHECK(point["free_energy_error"].get<double>() < 0.01 * std::abs(exact));
      ++compared;
    }
  }
  CHECK(compared > 3);
}

TEST_CASE("filling in can be interrupted and says what it has no use for") {
  const TrainedMachine trained;
  const CommandResult result =
      run_shell("onedial dream '" + trained.path() + "' --inpaint " + digits + " --sweeps 100000000 --out '" +
                (trained.scratch() / "dream").string() + "' & pid=$!; sleep 2; kill -TERM $pid; wait $pid");
  CHECK(result.exit_code == 130);
  for (const std::string option : {"--from", "--to", "--temperature", "--frames"}) {
    CHECK_THAT(refusal({"dream", trained.path(), "--inpaint", digits, option, "2"}),
               ContainsSubstring("--inpaint"));
  }
  ArrayFile file = read_array_file(trained.path());
  file.arrays["image"].values = std::vector<std::int64_t>{784, 1};
  write_array_file(trained.scratch() / "column.npz", file);
  const auto pixels = trained.scratch().write("pixels.csv", [] {
    std::string row = "0";
    for (int k = 1; k < 784; ++k) {
      row += ",1";
    }
    return row + "\n" + row + "\n";
  }());
  CHECK_THAT(refusal({"dream", (trained.scratch() / "column.npz").string(), "--inpaint", pixels.string(),
                      "--hide", "right"}),
             ContainsSubstring("--hide right: hides nothing of images of 784 x 1"));
}

TEST_CASE("logz refuses options of other methods and reads examples before it estimates") {
  const TrainedMachine trained;
  CHECK_THAT(refusal({"logz", trained.path(), "--method", "exact", "--chains", "9"}),
             ContainsSubstring("--chains: is of --method annealed alone"));
  CHECK_THAT(refusal({"logz", trained.path(), "--ladders", "9"}),
             ContainsSubstring("--ladders: is of --method integration alone"));
  CHECK_THAT(refusal({"logz", trained.path(), "--method", "integration", "--temperatures", "9"}),
             ContainsSubstring("--temperatures: is of --method annealed alone"));
  CHECK_THAT(refusal({"logz", trained.path(), "--method", "annealed", "--temperatures", "1000000000",
                      "--data", "none.csv"}),
             ContainsSubstring("none.csv"));
}

TEST_CASE("bad models are refused in one line that names the file") {
  const TrainedMachine trained;
  const ScratchDirectory& scratch = trained.scratch();
  const auto bytes = read_bytes(trained.path());
  const auto cut = scratch.write("cut.npz", bytes.substr(0, bytes.size() / 2)).string();
  for (const std::string command : {"logz", "dream"}) {
    CHECK_THAT(refusal({command, cut}), ContainsSubstring("cut.npz"));
    CHECK_THAT(refusal({command, (scratch / "none.npz").string()}), ContainsSubstring("No such file"));
    CHECK_THAT(refusal({command, "configs/bars_and_stripes.toml"}), ContainsSubstring("zip"));
  }
  ArrayFile file = read_array_file(trained.path());
  std::get<std::vector<float>>(file.arrays["weights"].values)[5] = std::nanf("");
  write_array_file(scratch / "nan.npz", file);
  CHECK_THAT(refusal({"logz", (scratch / "nan.npz").string()}),
             ContainsSubstring("nan.npz: weights[0, 5] is nan; must be finite"));
  file = read_array_file(trained.path());
  file.arrays["hidden_biases"].shape = {15};
  std::get<std::vector<float>>(file.arrays["hidden_biases"].values).resize(15);
  write_array_file(scratch / "shape.npz", file);
  CHECK_THAT(refusal({"logz", (scratch / "shape.npz").string()}),
             ContainsSubstring("hidden_biases has shape"));
  CHECK_THAT(refusal({"dream", trained.path(), "--temperature", "0"}), ContainsSubstring("--temperature"));
  CHECK_THAT(refusal({"logz", trained.path(), "--data", "configs/instances/digits8x8.csv"}),
             ContainsSubstring("digits8x8.csv"));
  CHECK_THAT(refusal({"logz", trained.path(), "--threads", "-1"}), ContainsSubstring("--threads"));
}

TEST_CASE("an exact sum over too many units is refused") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result = run_onedial({"train", "configs/train_digits.toml", "--set", "data.count=100",
                                            "--set", "machine.hidden=30", "--set", "learning.epochs=1",
                                            "--set", "likelihood.method=none", "--out", out, "--quiet"});
  REQUIRE(result.exit_code == 0);
  CHECK_THAT(refusal({"logz", out + "/model.npz", "--method", "exact"}),
             ContainsSubstring("784 x 30 units are too many to sum over"));
}
