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
  CHECK(result["beside"]["end"] == "finished");
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
  CHECK_THAT(other.err, ContainsSubstring("was trained with examples = 30 x 16"));
  const std::string stored = read_bytes(parts + "/config.toml");
  for (const std::string setting :
       {"machine.hidden=20", "run.seed=9", "learning.epochs=39", "learning.batch=7", "learning.centred=false",
        "learning.sweeps=3", "learning.monitored=9", "learning.optimiser=adam",
        "learning.negative_phase=persistent"}) {
    const CommandResult refused = run_onedial({"train", "--resume", parts, "--set", setting});
    CAPTURE(refused.err);
    CHECK(refused.exit_code == 2);
    CHECK_THAT(refused.err, ContainsSubstring("model.npz"));
  }
  CHECK(read_bytes(parts + "/config.toml") == stored);
  const Json changed = result_of({"train", "--resume", parts, "--set", "learning.epochs=42", "--set",
                                  "learning.rate=0.01", "--set", "learning.l2=0.001", "--json"},
                                 parts);
  CHECK(changed["epochs"] == 42);
}

TEST_CASE("a training that goes on has the likelihood of the epoch that it had stopped after") {
  const ScratchDirectory scratch;
  const std::string whole = (scratch / "whole").string();
  const std::string parts = (scratch / "parts").string();
  for (const std::string method : {"exact", "annealed"}) {
    const auto run = [&](const std::string& out, const std::string& epochs) {
      result_of(train(bars, out,
                      {"learning.epochs=" + epochs, "learning.rate_schedule=constant", "likelihood.every=10",
                       "likelihood.method=" + method, "likelihood.chains=4", "likelihood.temperatures=10"}),
                out);
    };
    run(whole, "30");
    run(parts, "20");
    result_of({"train", "--resume", parts, "--set", "learning.epochs=30", "--json"}, parts);
    CHECK(read_bytes(whole + "/training.csv") == read_bytes(parts + "/training.csv"));
    CHECK(read_bytes(whole + "/model.npz") == read_bytes(parts + "/model.npz"));
  }
}

TEST_CASE("a training that has ended early does not go on, nor with other examples held out") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const auto learned = scratch.write("learned.csv", "0,1,1\n1,1,1\n0,1,1\n").string();
  const auto held_out = scratch.write("held_out.csv", "1,0,0\n0,0,0\n").string();
  const auto config =
      scratch.write("early.toml", "[data]\nfile = \"" + learned + "\"\nheld_out_file = \"" + held_out +
                                      "\"\n[learning]\nepochs = 500\nlargest_free_energy_gap = 3\n"
                                      "beside = \"contrastive_divergence\"\n" +
                                      small);
  const Json early = result_of(train(config.string(), out, {}), out);
  CHECK(early["end"] == "early_stop");
  CHECK(early["beside"]["end"] == "early_stop");
  REQUIRE(early["warnings"].size() == 1);
  CHECK_THAT(early["warnings"][0].get<std::string>(),
             ContainsSubstring("the machine beside, by contrastive_divergence: the free-energy gap is"));
  const Json again = result_of({"train", "--resume", out, "--json"}, out);
  CHECK(again["end"] == "early_stop");
  CHECK(again["epochs"] == early["epochs"]);
  const auto others = scratch.write("others.csv", "1,0,0\n1,0,0\n").string();
  CHECK_THAT(refused(run_onedial({"train", "--resume", out, "--set", "data.held_out_file=" + others})),
             ContainsSubstring("was trained with held_out = 2 x 3"));
}

TEST_CASE("a document has bounds of ln Z and of likelihoods and counts samples") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of(train(bars, out,
                                      {"learning.epochs=20", "learning.batch=7", "likelihood.method=annealed",
                                       "likelihood.chains=16", "likelihood.temperatures=50"}),
                                out);
  CHECK(result["log_z_lower"] < result["log_z"]);
  CHECK(result["log_z"] < result["log_z_upper"]);
  const double log_likelihood = result["mean_log_likelihood"];
  CHECK(result["mean_log_likelihood_lower"].get<double>() ==
        Approx(log_likelihood + result["log_z"].get<double>() - result["log_z_upper"].get<double>()));
  CHECK(result["mean_log_likelihood_upper"].get<double>() ==
        Approx(log_likelihood + result["log_z"].get<double>() - result["log_z_lower"].get<double>()));
  CHECK(result["held_out_mean_log_likelihood_lower"].is_null());
  CHECK(result["beside"]["log_z_upper"].is_number());
  CHECK(result["samples_per_second"].get<double>() * result["seconds"].get<double>() == Approx(20 * 30));
}

TEST_CASE("the memory of a machine beside is counted") {
  const auto bytes = [](const std::vector<std::string>& more) {
    std::vector<std::string> arguments = {"check", bars, "--json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    const CommandResult result = run_onedial(arguments);
    REQUIRE(result.exit_code == 0);
    return Json::parse(result.out)["machine"]["bytes"].get<double>();
  };
  // By replica exchange it has chains of its own, by contrastive divergence those of a batch.
  CHECK(bytes({"--set", "learning.beside=replica_exchange"}) > 1.1 * bytes({}));
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
  CHECK(names_in(out) == std::vector<std::string>{"config.toml", "model.npz", "result.json", "training.csv"});
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
  CHECK_THAT(refusal("[data]\nfile = \"" + table + "\"\nheld_out = 1\n" + small,
                     {"learning.patience=3", "machine.visible=gaussian"}),
             ContainsSubstring("[learning] patience: needs a pseudo-likelihood"));
  CHECK_THAT(refusal("[data]\nfile = \"" + table + "\"\nheld_out = 1\n" + small,
                     {"learning.largest_free_energy_gap=3"}),
             ContainsSubstring("2 examples are learned and 1 held out; must be at least 2 each"));
  CHECK_THAT(refusal("[data]\nkind = \"bars_and_stripes\"\n" + small, {"learning.levels=10001"}),
             ContainsSubstring("[learning] levels"));
  CHECK_THAT(refusal("[data]\nfile = \"" + table + "\"\nheld_out = 3\n" + small),
             ContainsSubstring("leaves none to learn from"));
}
