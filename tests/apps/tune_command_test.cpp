#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

const std::string qubo = "configs/qubo_small.toml";

Json json_of(const CommandResult& result) {
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

}  // namespace

TEST_CASE("tune finds a better schedule than a bad one and proves it on fresh seeds") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "out").string();
  // Far too hot at its end: it hardly ever stays where the target is.
  const std::vector<std::string> bad = {
      "tune",  qubo, "--set", "schedule.end=100", "--set", "schedule.sweeps=100", "--set", "run.replicas=64",
      "--json"};
  std::vector<std::string> arguments = bad;
  arguments.insert(arguments.end(), {"--out", out});
  const Json result = json_of(run_onedial(arguments));
  CHECK(names_in(out) == std::vector<std::string>{"compare.csv", "report.png", "report.svg", "result.json",
                                                  "trials.csv", "tuned.toml"});
  REQUIRE(result["rungs"].size() == 4);
  CHECK(result["rungs"][0]["candidates"].size() == 16);
  CHECK(result["rungs"][3]["candidates"].size() == 2);
  CHECK(result["best"]["as_given"] == false);
  CHECK(result["verdict"] == "on fresh seeds better than the config, beyond error");
  REQUIRE(result["configs"].size() == 2);
  CHECK(result["configs"][1]["config"] == "tuned.toml");
  // The final comparison has seeds that no candidate had.
  CHECK(result["configs"][0]["first_seed"] > 16);
  CHECK(result["configs"][1]["first_seed"] > result["configs"][0]["first_seed"]);

  const Json tuned =
      json_of(run_onedial({"anneal", out + "/tuned.toml", "--out", (scratch / "run").string(), "--json"}));
  CHECK(tuned["sweeps"] == result["best"]["sweeps"]);
  CHECK(tuned["schedule"]["kind"] == result["best"]["kind"]);
  CHECK(tuned["target"]["objective"] == -2098);
  CHECK(tuned["updates"].get<double>() <= 50 * 100 * 64);
  CHECK(tuned["updates"].get<double>() > 25 * 100 * 64);

  arguments = bad;
  arguments.insert(arguments.end(), {"--threads", "2", "--out", (scratch / "again").string()});
  const Json again = json_of(run_onedial(arguments));
  CHECK(again["rungs"] == result["rungs"]);
  CHECK(again["best"] == result["best"]);
  CHECK(again["configs"][1]["hits"] == result["configs"][1]["hits"]);
}

TEST_CASE("tune without a target looks for the least residual energy in the same sweeps") {
  const ScratchDirectory scratch;
  const std::string config =
      scratch
          .write("c.toml",
                 "[problem]\nkind = \"qubo\"\nfile = \"" ONEDIAL_SOURCE_DIR
                 "/configs/instances/bqp50-1.sparse\"\n[schedule]\nkind = \"constant\"\nstart = 500\n"
                 "sweeps = 20\n[run]\nseed = 2\nreplicas = 64\n")
          .string();
  const CommandResult told = run_onedial(
      {"tune", config, "--candidates", "5", "--budget", "500000", "--out", (scratch / "out").string()});
  INFO(told.err);
  CHECK(told.exit_code == 0);
  CHECK_THAT(told.out, ContainsSubstring("rung 3"));
  CHECK_THAT(told.out, ContainsSubstring("20 sweeps"));
  CHECK_THAT(told.out, ContainsSubstring("better than the config, beyond error"));
  const std::string tuned = read_bytes((scratch / "out" / "tuned.toml").string());
  CHECK_THAT(tuned, ContainsSubstring("sweeps = 20"));
  CHECK_THAT(tuned, !ContainsSubstring("kind = \"constant\""));
}

TEST_CASE("a budget may be counted in seconds") {
  const ScratchDirectory scratch;
  const Json result =
      json_of(run_onedial({"tune", qubo, "--cost", "seconds", "--budget", "0.5", "--candidates", "4",
                           "--seeds", "1", "--out", (scratch / "out").string(), "--json"}));
  CHECK(result["rungs"].size() == 2);
  for (const Json& difference : result["differences"]) {
    CHECK(difference["quantity"] != "updates to target");
  }
}

TEST_CASE("what cannot be tuned is refused in one line") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "out").string();
  CHECK_THAT(refused(run_onedial({"tune", qubo, "--budget", "1000", "--out", out})),
             ContainsSubstring("a larger budget or fewer candidates are expected"));
  CHECK_THAT(refused(run_onedial({"tune", qubo, "--candidates", "1", "--out", out})),
             ContainsSubstring("--candidates"));
  CHECK_THAT(refused(run_onedial(
                 {"tune", "configs/maxcut_g1.toml", "--set", "sampler.shared_random=true", "--out", out})),
             ContainsSubstring("not independent"));
  CHECK_THAT(refused(run_onedial({"tune", "none.toml", "--out", out})), ContainsSubstring("cannot read"));
  CHECK(!std::filesystem::exists(out));
}

TEST_CASE("an interrupted race leaves nothing behind") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result = run_shell("onedial tune " + qubo + " --budget 1e15 --json --out '" + out +
                                         "' & pid=$!; sleep 1; kill -TERM $pid; wait $pid");
  CHECK(result.exit_code == 130);
  CHECK_THAT(result.err, ContainsSubstring("interrupted before anything was measured"));
  CHECK(!std::filesystem::exists(out));
}
