#include <cmath>
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

TEST_CASE("anneal leaves a complete run directory, and --json is its result") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = json_of(run_onedial({"anneal", qubo, "--out", out, "--json"}));
  CHECK(names_in(out) == std::vector<std::string>{"config.toml", "report.png", "report.svg", "result.json",
                                                  "solution.txt", "trace.csv"});
  CHECK(Json::parse(read_bytes(out + "/result.json")) == result);
  CHECK(result["command"] == "anneal");
  CHECK(result["problem"]["kind"] == "qubo");
  CHECK(result["problem"]["units"] == 50);
  CHECK(result["problem"]["couplings"] == 108);
  CHECK(result["best"]["objective"] == -2098);
  CHECK(result["best"]["energy"] == -2098);
  CHECK(result["best"]["feasible"] == true);
  CHECK(result["replica_best_energies"].size() == 32);
  CHECK(result["target"]["hits"] > 0);
  CHECK(result["target"]["seconds_to_target_99"] > 0);
  CHECK(result["target"]["sweeps_to_target_99_interval"][0] <= result["target"]["sweeps_to_target_99"]);
  CHECK(result["target"]["sweeps_to_target_99_interval"][1] > result["target"]["sweeps_to_target_99"]);
  CHECK(result["stop_reason"] == "schedule_finished");
  CHECK(result["updates"] == 50 * 500 * 32);
  CHECK(read_bytes(out + "/report.svg").substr(0, 5) == "<?xml");
  CHECK(read_bytes(out + "/report.png").substr(1, 3) == "PNG");
}

TEST_CASE("anneal finds the optima that are known of the shipped instances") {
  const ScratchDirectory scratch;
  struct Known {
    std::string kind;
    std::string file;
    double optimum;
  };
  for (const Known& known : {Known{"qubo", "bqp50-1.sparse", -2098}, Known{"qubo", "bqp250-1.sparse", -45607},
                             Known{"qubo", "gka1a.sparse", -3414}, Known{"max_cut", "t3g5_5555", 10933215}}) {
    const std::string out = (scratch / known.file).string();
    const std::string instance = "configs/instances/" + known.file;
    const Json result = json_of(
        run_onedial({"anneal", qubo, "--out", out, "--json", "--set", "problem.file=" + instance, "--set",
                     "problem.kind=" + known.kind, "--set", "run.target=" + std::to_string(known.optimum)}));
    CHECK(result["best"]["objective"] == known.optimum);
    const Json verified =
        json_of(run_onedial({"verify", instance, out + "/solution.txt", "--kind", known.kind, "--json"}));
    CHECK(verified["objective"] == known.optimum);
    CHECK(verified["feasible"] == true);
  }
}

TEST_CASE("the same seed gives the same bytes for any number of threads, and from its own config") {
  const ScratchDirectory scratch;
  const auto run = [&](const std::string& config, const std::string& name, const std::string& threads,
                       const std::string& seed) {
    const std::string out = (scratch / name).string();
    REQUIRE(run_onedial({"anneal", config, "--set", "schedule.sweeps=60", "--set", "run.replicas=32",
                         "--threads", threads, "--seed", seed, "--out", out, "--quiet"})
                .exit_code == 0);
    return read_bytes(out + "/trace.csv") + read_bytes(out + "/solution.txt");
  };
  const std::string g1 = "configs/maxcut_g1.toml";  // large enough for threads to be used
  const std::string once = run(g1, "once", "1", "7");
  CHECK(run(g1, "again", "1", "7") == once);
  CHECK(run(g1, "two", "2", "7") == once);
  CHECK(run(g1, "five", "5", "7") == once);
  CHECK(run((scratch / "once/config.toml").string(), "replayed", "2", "7") == once);
  CHECK(run(g1, "other", "1", "8") != once);
}

TEST_CASE("a run whose config names a target may stop there") {
  const ScratchDirectory scratch;
  const Json result =
      json_of(run_onedial({"anneal", qubo, "--out", (scratch / "run").string(), "--json", "--set",
                           "run.stop_at_target=true", "--set", "schedule.sweeps=20000"}));
  CHECK(result["stop_reason"] == "target_reached");
  CHECK(result["best"]["objective"] == -2098);
  CHECK(result["sweeps"] < 20000);
  CHECK(result["target"]["hits"] >= 1);
  CHECK(result["target"]["sweeps_to_target_99"].is_null());
  CHECK(result["target"]["sweeps_to_target_99_interval"].is_null());
}

TEST_CASE("a time limit ends a run") {
  const ScratchDirectory scratch;
  const Json result =
      json_of(run_onedial({"anneal", qubo, "--out", (scratch / "run").string(), "--json", "--set",
                           "run.time_limit=0.05", "--set", "schedule.sweeps=1000000000"}));
  CHECK(result["stop_reason"] == "time_limit");
}

TEST_CASE("an interrupted run stores and prints what it found") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  // In the background a shell would make its children deaf to SIGINT; SIGTERM is treated alike.
  const CommandResult result =
      run_shell("onedial anneal " + qubo + " --set schedule.sweeps=1000000000 --json --out '" + out +
                "' & pid=$!; sleep 1; kill -TERM $pid; wait $pid");
  CHECK(result.exit_code == 130);
  const Json document = Json::parse(result.out);
  CHECK(document["stop_reason"] == "interrupted");
  CHECK(document["sweeps"] > 0);
  CHECK(names_in(out) == std::vector<std::string>{"checkpoint.npz", "config.toml", "report.png", "report.svg",
                                                  "result.json", "solution.txt", "trace.csv"});
}

TEST_CASE("without --json anneal prints a summary, and a plot in ASCII where the terminal is no terminal") {
  const ScratchDirectory scratch;
  const CommandResult result = run_onedial({"anneal", qubo, "--out", (scratch / "run").string()});
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.out, ContainsSubstring("best     objective -2098"));
  CHECK_THAT(result.out, ContainsSubstring("target   -2098: reached by"));
  CHECK_THAT(result.out, ContainsSubstring("temperature T"));
  CHECK(std::all_of(result.out.begin(), result.out.end(),
                    [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  const CommandResult quiet = run_onedial({"anneal", qubo, "--out", (scratch / "quiet").string(), "--quiet"});
  CHECK(quiet.out.empty());
  CHECK(quiet.err.empty());
}

TEST_CASE("the result names the engine, its order and whether replicas share random numbers") {
  const ScratchDirectory scratch;
  const auto sampler = [&](std::vector<std::string> settings) {
    std::vector<std::string> arguments = {
        "anneal", "configs/maxcut_g1.toml", "--json", "--out", (scratch / "run").string(),
        "--set",  "schedule.sweeps=20"};
    for (std::string& setting : settings) {
      arguments.insert(arguments.end(), {"--set", std::move(setting)});
    }
    const CommandResult result = run_onedial(arguments);
    REQUIRE(result.exit_code == 0);
    return nlohmann::json::parse(result.out)["sampler"];
  };
  CHECK(sampler({}) == nlohmann::json{{"kernel", "heat_bath"}, {"engine", "bits"}, {"order", "sequential"}});
  CHECK(sampler({"run.replicas=4", "sampler.order=\"coloured\""}) ==
        nlohmann::json{{"kernel", "heat_bath"}, {"engine", "chain"}, {"order", "coloured"}});
  CHECK(sampler({"run.replicas=64", "sampler.kernel=metropolis", "sampler.order=random"}) ==
        nlohmann::json{{"kernel", "metropolis"}, {"engine", "lanes"}, {"order", "random"}});
  CHECK_THAT(sampler({"sampler.shared_random=true"})["warning"].get<std::string>(),
             ContainsSubstring("not independent"));
}

TEST_CASE("every shipped config is sound") {
  for (const auto& entry : std::filesystem::directory_iterator(ONEDIAL_SOURCE_DIR "/configs")) {
    if (entry.path().extension() == ".toml") {
      const CommandResult result = run_onedial({"check", entry.path().string()});
      INFO(entry.path() << result.err);
      CHECK(result.exit_code == 0);
    }
  }
}

TEST_CASE("energies that cancel to nothing are no error, and targets are met exactly") {
  const ScratchDirectory scratch;
  // Splitting numbers into two halves: (Σ aᵢ sᵢ)², whose terms are a million times larger than its minimum.
  std::string entries = "# vartype=SPIN\n";
  std::vector<double> numbers;
  for (int i = 0; i < 30; ++i) {
    numbers.push_back(100 + 900 * std::fmod(0.754877666 * (i + 1), 1.0));
    for (int j = 0; j < i; ++j) {
      entries +=
          std::to_string(j) + ' ' + std::to_string(i) + ' ' +
          std::to_string(2 * numbers[static_cast<std::size_t>(i)] * numbers[static_cast<std::size_t>(j)]) +
          '\n';
    }
  }
  const std::string partition = scratch.write("partition", entries).string();
  CHECK(json_of(run_onedial({"anneal", qubo, "--out", (scratch / "a").string(), "--json", "--set",
                             "problem.file=" + partition, "--set",
                             "problem.kind=ising"}))["best"]["feasible"] == true);

  const std::string heavy = scratch.write("heavy", "3 2\n1 2 20000000000\n2 3 20000000000\n").string();
  const auto hits = [&](const std::string& target) {
    return json_of(run_onedial({"anneal", qubo, "--out", (scratch / target).string(), "--json", "--set",
                                "problem.file=" + heavy, "--set", "problem.kind=max_cut", "--set",
                                "run.target=" + target}))["target"]["hits"]
        .get<int>();
  };
  CHECK(hits("40000000000") == 32);
  CHECK(hits("40000000001") == 0);
}

TEST_CASE("a run that never hits its target bounds the time to it from below") {
  const ScratchDirectory scratch;
  const CommandResult result = run_onedial({"anneal", qubo, "--out", (scratch / "run").string(), "--set",
                                            "run.target=-3000", "--set", "schedule.sweeps=20"});
  CHECK_THAT(result.out,
             ContainsSubstring("not reached, hit by 0 of 32 replicas; 99 % sure after more than"));
  const Json target = Json::parse(read_bytes((scratch / "run/result.json").string()))["target"];
  CHECK(target["sweeps_to_target_99"].is_null());
  CHECK(target["sweeps_to_target_99_interval"][0] > 20);
  CHECK(target["sweeps_to_target_99_interval"][1].is_null());
}

TEST_CASE("an extreme schedule costs neither the answer nor the files") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = json_of(run_onedial({"anneal", qubo, "--out", out, "--json", "--set",
                                           "schedule.start=1e-150", "--set", "schedule.end=1e-200"}));
  CHECK(result["best"]["objective"].is_number());
  CHECK(names_in(out).size() == 6);
  CHECK(read_bytes(out + "/trace.csv").find("inf") == std::string::npos);
}
