#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "onedial/learn/model_file.hpp"
#include "scratch_directory.hpp"

using namespace onedial;
using Json = nlohmann::json;

namespace {

const std::string bars = "configs/bars_and_stripes.toml";

std::vector<std::string> train(const std::string& config, const std::string& out,
                               const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{"train", config, "--out", out, "--json"};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

Json result_of(const std::vector<std::string>& arguments, const std::string& out) {
  const CommandResult result = run_onedial(arguments);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const Json json = Json::parse(result.out);
  CHECK(Json::parse(read_bytes(out + "/result.json")) == json);
  return json;
}

RestrictedMachine machine_in(const std::string& out) {
  const std::filesystem::path path = out + "/model.npz";
  return machine_of(read_array_file(path), path);
}

/// The one line that a config is refused with.
std::string refusal(const std::string& text, const std::vector<std::string>& settings = {}) {
  const ScratchDirectory scratch;
  std::string error = refused(
      run_onedial(train(scratch.write("bad.toml", text).string(), (scratch / "run").string(), settings)));
  CHECK_FALSE(std::filesystem::exists(scratch / "run"));
  return error;
}

const std::string small = "[machine]\nhidden = 4\n[run]\nseed = 1\n";

}  // namespace

TEST_CASE("bars and stripes are learned to 97 % of the bound and CD-1 falls short") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of(train(bars, out, {}), out);
  CHECK(names_in(out) == std::vector<std::string>{"beside.csv", "config.toml", "model.npz", "report.png",
                                                  "report.svg", "result.json", "training.csv"});
  const double bound = result["upper_bound"];
  CHECK(bound == Approx(-std::log(30.0)));
  CHECK(result["log_z_method"] == "exact");
  CHECK(result["mean_log_likelihood"] < bound);
  CHECK(bound / result["mean_log_likelihood"].get<double>() >= 0.97);
  CHECK(result["beside"]["negative_phase"] == "contrastive_divergence");
  CHECK(bound / result["beside"]["mean_log_likelihood"].get<double>() < 0.97);
  CHECK(result["epochs"] == 5000);
  CHECK(result["samples_per_second"] > 0);
  const std::string table = read_bytes(out + "/training.csv");
  CHECK(std::count(table.begin(), table.end(), '\n') == 5001);
}

TEST_CASE("a training goes on to the same bits") {
  const ScratchDirectory scratch;
  const std::string whole = (scratch / "whole").string();
  const std::string parts = (scratch / "parts").string();
  result_of(train(bars, whole, {"learning.epochs=40", "learning.rate_schedule=constant"}), whole);
  result_of(train(bars, parts, {"learning.epochs=15", "learning.rate_schedule=constant"}), parts);
  result_of({"train", "--resume", parts, "--set", "learning.epochs=40", "--threads", "3", "--json"}, parts);
  CHECK(machine_in(whole).weights == machine_in(parts).weights);
  CHECK(read_bytes(whole + "/model.npz") == read_bytes(parts + "/model.npz"));
  CHECK(read_bytes(whole + "/training.csv") == read_bytes(parts + "/training.csv"));
  const CommandResult other = run_onedial({"train", "--resume", parts, "--set", "data.size=3"});
  CHECK(other.exit_code == 2);
  CHECK_THAT(other.err, ContainsSubstring("was trained on other examples"));
  const std::string stored = read_bytes(parts + "/config.toml");
  for (const std::string setting : {"machine.hidden=20", "run.seed=9", "learning.epochs=39"}) {
    const CommandResult refused = run_onedial({"train", "--resume", parts, "--set", setting});
    CAPTURE(refused.err);
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, ContainsSubstring("model.npz"));
  }
  CHECK(read_bytes(parts + "/config.toml") == stored);
  const CommandResult settings =
      run_onedial({"train", "--resume", parts, "--set", "learning.optimiser=adam"});
  CHECK(settings.exit_code == 2);
  CHECK_THAT(settings.err, ContainsSubstring("model.npz"));
}

TEST_CASE("machines of each kind of visible units learn") {
  const ScratchDirectory scratch;
  for (const std::string units : {"spin", "gaussian", "softmax"}) {
    const std::string out = (scratch / units).string();
    std::vector<std::string> settings = {"machine.visible=" + units, "learning.epochs=1000",
                                         "learning.rate=0.05"};
    if (units == "softmax") {
      settings.emplace_back("machine.levels=2");
    }
    const Json result = result_of(train(bars, out, settings), out);
    CAPTURE(units, result["mean_log_likelihood"].get<double>());
    CHECK(result["machine"]["visible_units"] == units);
    // Coins have −16 ln 2 = −11.1; densities of real units are another matter.
    CHECK(result["mean_log_likelihood"] > (units == "gaussian" ? -25 : -10));
    CHECK(result["log_z_method"] == "exact");
  }
}

TEST_CASE("a training that diverges ends with exit code 1 and the machine of the epoch before") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result =
      run_onedial(train(bars, out, {"machine.visible=gaussian", "learning.rate=50", "learning.epochs=100"}));
  CHECK(result.exit_code == 1);
  CHECK_THAT(result.err, ContainsSubstring("learning has diverged in epoch"));
  CHECK(Json::parse(result.out)["end"] == "diverged");
  CHECK(machine_in(out).weights.allFinite());
}

TEST_CASE("digits are learned with others held out") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of(train("configs/train_digits.toml", out,
                                      {"data.count=500", "machine.hidden=20", "learning.epochs=10",
                                       "learning.rate_schedule=constant", "likelihood.every=0"}),
                                out);
  CHECK(result["examples"]["learned"] == 500);
  CHECK(result["examples"]["held_out"] == 1000);
  CHECK(result["log_z_method"] == "exact");
  CHECK(result["held_out_mean_log_likelihood"] > -206);  // of independent pixels
  CHECK(result["held_out_mean_log_likelihood_error"] > 0);
  CHECK(result["held_out_pseudo_likelihood"] < 0);
  CHECK(result["free_energy_gap"].is_number());
}

TEST_CASE("an interrupted training can be gone on with") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result =
      run_shell("onedial train " + bars +
                " --set learning.epochs=100000000 --set likelihood.method=none --json --out '" + out +
                "' & pid=$!; sleep 2; kill -TERM $pid; wait $pid");
  CHECK(result.exit_code == 130);
  const Json json = Json::parse(result.out);
  CHECK(json["end"] == "interrupted");
  const Index epochs = json["epochs"];
  CHECK(epochs > 0);
  const Json more = result_of(
      {"train", "--resume", out, "--set", "learning.epochs=" + std::to_string(epochs + 5), "--json"}, out);
  CHECK(more["epochs"] == epochs + 5);
}

TEST_CASE("bad configs of train are refused in one line") {
  CHECK_THAT(refusal("[data]\nfile = \"none.csv\"\n" + small), ContainsSubstring("none.csv"));
  CHECK_THAT(refusal(small), ContainsSubstring("[data] file: is missing"));
  CHECK_THAT(refusal("[data]\nkind = \"bars_and_stripes\"\n[run]\nseed = 1\n"),
             ContainsSubstring("[machine] hidden: is missing"));
  CHECK_THAT(refusal("[data]\nkind = \"bars_and_stripes\"\n[learning]\nratee = 1\n" + small),
             ContainsSubstring("did you mean"));
  CHECK_THAT(refusal("[data]\nkind = \"bars_and_stripes\"\n[learning]\nrate = -1\n" + small),
             ContainsSubstring("[learning] rate"));
  CHECK_THAT(refusal("[data]\nkind = \"shifter\"\nsize = 5\n[likelihood]\nmethod = \"exact\"\n" + small,
                     {"machine.hidden=30", "data.kind=bars_and_stripes", "data.size=8"}),
             ContainsSubstring("too many to sum over"));
  CHECK_THAT(refusal("[data]\nkind = \"bars_and_stripes\"\n" + small, {"machine.hidden=1000000000"}),
             ContainsSubstring("memory"));
  CHECK_THAT(refusal("[data]\nkind = \"bars_and_stripes\"\n" + small, {"machine.visible=softmax"}),
             ContainsSubstring("[machine] levels"));
  const ScratchDirectory scratch;
  const auto table = scratch.write("t.csv", "0,1,1\n1,0,2\n0,0,1\n").string();
  CHECK_THAT(refusal("[data]\nfile = \"" + table +
                     "\"\n[machine]\nvisible = \"softmax\"\nlevels = 2\nhidden = "
                     "2\n[run]\nseed = 1\n"),
             ContainsSubstring("example 2, value 3 is 2; must be an integer from 0 to 1"));
  CHECK_THAT(refusal("[data]\nfile = \"" + table + "\"\nheld_out = 3\n" + small),
             ContainsSubstring("leaves none to learn from"));
}
