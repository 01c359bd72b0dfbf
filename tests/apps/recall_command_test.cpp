#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

std::vector<std::string> recall(const std::string& config, const std::string& out,
                                const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{"recall", config, "--out", out, "--json"};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

Json result_of(const std::string& config, const std::vector<std::string>& settings, const std::string& out) {
  const CommandResult result = run_onedial(recall(config, out, settings));
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const Json json = Json::parse(result.out);
  CHECK(Json::parse(read_bytes(out + "/result.json")) == json);
  return json;
}

/// The one line that a config is refused with.
std::string refusal(const std::string& text, const std::vector<std::string>& settings = {}) {
  const ScratchDirectory scratch;
  const std::string config = scratch.write("bad.toml", text).string();
  return refused(run_onedial(recall(config, (scratch / "run").string(), settings)));
}

const std::string of_random = "[patterns]\nunits = 100\ncount = 5\n[run]\nseed = 1\n";

}  // namespace

TEST_CASE("a hundred digits are recalled from 30 % noise") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of("configs/recall_digits.toml", {}, out);
  CHECK(names_in(out) == std::vector<std::string>{"config.toml", "overlaps.csv", "report.png", "report.svg",
                                                  "result.json", "trials.csv"});
  CHECK(result["trials"] == 1000);
  CHECK(result["recalled_fraction"] >= 0.99);
  CHECK(result["recalled_fraction_error"] > 0);
  CHECK(result["mean_overlap"] > 0.999);
  CHECK(result["verdicts"]["recalled"].get<double>() == 1000 * result["recalled_fraction"].get<double>());
  CHECK(result["load"].get<double>() == Approx(100.0 / 784));
  CHECK(result["warnings"].empty());
  const std::string trials = read_bytes(out + "/trials.csv");
  CHECK(std::count(trials.begin(), trials.end(), '\n') == 1001);
  // The config that was stored gives the same again, on any number of threads.
  const std::string again = (scratch / "again").string();
  result_of(out + "/config.toml", {"run.threads=3"}, again);
  CHECK(read_bytes(again + "/trials.csv") == trials);
  CHECK(read_bytes(again + "/overlaps.csv") == read_bytes(out + "/overlaps.csv"));
}

TEST_CASE("letters freeze into memories while they are cooled") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of("configs/recall_letters.toml", {}, out);
  CHECK(result["recalled_fraction"] > 0.9);
  const std::string course = read_bytes(out + "/overlaps.csv");
  CHECK(std::count(course.begin(), course.end(), '\n') == 62);  // names, the start, 60 sweeps
}

TEST_CASE("the dense memory of power 3 recalls twice as many patterns as it has units") {
  const ScratchDirectory scratch;
  const Json result =
      result_of("configs/dense_memory.toml", {"recall.trials=400"}, (scratch / "run").string());
  CHECK(result["load"] == 2);
  CHECK(result["recalled_fraction"] > 0.97);
  const Json hebb = result_of("configs/dense_memory.toml", {"recall.trials=100", "memory.power=2"},
                              (scratch / "hebb").string());
  CHECK(hebb["recalled_fraction"] < 0.1);
  CHECK_THAT(hebb["warnings"][0].get<std::string>(), ContainsSubstring("a load of 2, above the"));
}

TEST_CASE("the modern memory averages more patterns as T rises") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of("configs/modern_memory.toml",
                                {"recall.trials=50", "recall.temperatures=[0, 0.01, 0.05, 1, inf]"}, out);
  const Json& points = result["points"];
  REQUIRE(points.size() == 5);
  CHECK(points[0]["recalled_fraction"] == 1);
  CHECK(points[0]["mean_perplexity"] == 1);
  CHECK(points[4]["temperature"] == "inf");
  CHECK(points[4]["mean_perplexity"].get<double>() == Approx(50));
  for (std::size_t k = 1; k < 5; ++k) {
    CHECK(points[k]["mean_perplexity"] >= points[k - 1]["mean_perplexity"]);
  }
}

TEST_CASE("a capacity scan finds the half load of each size and its limit") {
  const ScratchDirectory scratch;
  const Json result =
      result_of("configs/hopfield_capacity.toml",
                {"scan.units=[200,400]", "scan.loads=[0.15,0.17,0.19,0.21,0.23,0.25]", "scan.sets=12"},
                (scratch / "run").string());
  CHECK(result["points"].size() == 12);
  REQUIRE(result["half_loads"].size() == 2);
  const double small = result["half_loads"][0]["load"];
  const double large = result["half_loads"][1]["load"];
  CHECK(large < small);
  CHECK(result["capacity"] < large);
  CHECK(std::abs(result["capacity"].get<double>() - 0.138) <
        5 * result["capacity_error"].get<double>() + 0.01);
}

TEST_CASE("basins shrink with the load") {
  const ScratchDirectory scratch;
  const std::string config =
      scratch
          .write("basins.toml",
                 "[memory]\nrule = \"pseudo_inverse\"\n[scan]\nkind = \"basins\"\nunits = 100\n"
                 "loads = [0.1, 0.6]\nnoises = [0, 0.4]\nsets = 4\n[run]\nseed = 1\n")
          .string();
  const Json points = result_of(config, {}, (scratch / "run").string())["points"];
  REQUIRE(points.size() == 4);
  CHECK(points[0]["recalled_fraction"] == 1);
  CHECK(points[1]["recalled_fraction"] > 0.9);
  CHECK(points[2]["recalled_fraction"] == 1);
  CHECK(points[3]["recalled_fraction"] < 0.3);
}

TEST_CASE("the phase diagram lies beside its theory") {
  const ScratchDirectory scratch;
  const Json result =
      result_of("configs/hopfield_phase_diagram.toml",
                {"scan.units=300", "scan.loads=[0.02,0.1]", "scan.temperatures=[0.2,0.5,1.2]"},
                (scratch / "run").string());
  CHECK(result["critical_load"].get<double>() == Approx(0.137905566).epsilon(1e-7));
  REQUIRE(result["points"].size() == 6);
  for (const Json& point : result["points"]) {
    if (point["theory_overlap"].is_null()) {
      CHECK(point["overlap"] < 0.4);
    } else if (point["load"] < 0.05) {
      CHECK(std::abs(point["overlap"].get<double>() - point["theory_overlap"].get<double>()) < 0.03);
    }
  }
}

TEST_CASE("bad configs of recall are refused in one line") {
  CHECK_THAT(refusal("[patterns]\ncount = 5\n[run]\nseed = 1\n"), ContainsSubstring("[patterns] units"));
  CHECK_THAT(refusal(of_random, {"memory.rule=heb"}),
             ContainsSubstring("rule") && ContainsSubstring("\"hebb\""));
  CHECK_THAT(refusal(of_random, {"patterns.cuont=3"}), ContainsSubstring("did you mean"));
  CHECK_THAT(refusal(of_random, {"memory.kind=modern", "scan.kind=capacity"}),
             ContainsSubstring("[scan] kind"));
  CHECK_THAT(refusal(of_random, {"memory.kind=modern", "recall.temperatures=[1,0.5]"}),
             ContainsSubstring("must rise"));
  CHECK_THAT(refusal(of_random, {"patterns.units=50000"}), ContainsSubstring("at most 20000"));
  CHECK_THAT(refusal(of_random, {"schedule.kind=linear"}), ContainsSubstring("[schedule] start"));
  CHECK_THAT(refusal("[patterns]\nfile = \"nowhere.png\"\n[run]\nseed = 1\n"),
             ContainsSubstring("nowhere.png: cannot read"));
}

TEST_CASE("patterns that cannot be stored are refused in one line") {
  const ScratchDirectory scratch;
  const auto with_file = [&](const std::string& text, const std::string& rule = "hebb") {
    const std::string file = scratch.write("patterns.txt", text).string();
    return refusal("[memory]\nrule = \"" + rule + "\"\n[patterns]\nfile = \"" + file +
                   "\"\n[run]\nseed = 1\n");
  };
  CHECK_THAT(with_file("##.\n#..\n\n#.#\n...\n\n##.\n#..\n", "pseudo_inverse"),
             ContainsSubstring("pattern 3 depends linearly"));
  CHECK_THAT(with_file("##.\n#..\n\n#.#\n"),
             ContainsSubstring("patterns.txt:4") && ContainsSubstring("image 2"));
  CHECK_THAT(with_file("##.\n#.x\n"), ContainsSubstring("patterns.txt:2") && ContainsSubstring("column 3"));
  CHECK_THAT(with_file("1,0,1\n0,1\n"), ContainsSubstring("patterns.txt:2"));
  CHECK_THAT(with_file("\x89PNG\r\n\x1a\nnonsense"),
             ContainsSubstring("patterns.txt: is cut short within the header of its PNG image"));
}

TEST_CASE("more patterns than the rule holds are recalled with a warning") {
  const ScratchDirectory scratch;
  const std::string config = scratch.write("full.toml", of_random).string();
  const Json result = result_of(config, {"patterns.count=30"}, (scratch / "run").string());
  REQUIRE(result["warnings"].size() == 1);
  CHECK_THAT(result["warnings"][0].get<std::string>(),
             ContainsSubstring("a load of 0.3, above the 0.138 that hebb"));
}

TEST_CASE("check explains configs of recall") {
  const CommandResult digits = run_onedial({"check", "configs/recall_digits.toml"});
  CHECK(digits.exit_code == 0);
  CHECK_THAT(digits.out, ContainsSubstring("100 patterns of 784 units, a load of 0.1276"));
  for (const char* config :
       {"recall_letters", "dense_memory", "modern_memory", "hopfield_capacity", "hopfield_phase_diagram"}) {
    const CommandResult result = run_onedial({"check", std::string("configs/") + config + ".toml", "--json"});
    INFO(config);
    CHECK(result.exit_code == 0);
    CHECK(Json::parse(result.out)["keys"].size() > 5);
  }
}

TEST_CASE("thermo and anneal know Hopfield networks") {
  const ScratchDirectory scratch;
  const std::string config = scratch
                                 .write("hopfield.toml",
                                        "[problem]\nkind = \"hopfield\"\nsize = 14\npatterns = 2\n"
                                        "[temperatures]\ncoldest = 0.2\nhottest = 2\n[run]\nseed = 1\n")
                                 .string();
  const CommandResult exact =
      run_onedial({"thermo", config, "--exact", "--json", "--out", (scratch / "exact").string()});
  INFO(exact.err);
  REQUIRE(exact.exit_code == 0);
  CHECK(Json::parse(exact.out)["points"].size() > 3);
  const std::string anneal = scratch
                                 .write("anneal.toml",
                                        "[problem]\nkind = \"hopfield\"\nsize = 100\npatterns = 3\n"
                                        "[schedule]\nsweeps = 100\n[run]\nseed = 1\n")
                                 .string();
  const CommandResult cooled =
      run_onedial({"anneal", anneal, "--json", "--out", (scratch / "anneal").string()});
  INFO(cooled.err);
  REQUIRE(cooled.exit_code == 0);
  // A memory has an energy of about -N/2 (1 - P/N).
  CHECK(Json::parse(cooled.out)["best"]["energy"].get<double>() < -45);
}
