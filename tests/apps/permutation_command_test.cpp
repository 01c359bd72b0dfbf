#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

/// Anneals a shipped config with changes, and verifies what it found by another run of the command.
Json annealed_and_verified(const std::string& config, const std::string& instance,
                           const std::vector<std::string>& changes) {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  std::vector<std::string> arguments = {"anneal", config, "--out", out, "--json"};
  for (const std::string& change : changes) {
    arguments.emplace_back("--set");
    arguments.push_back(change);
  }
  const CommandResult run = run_onedial(arguments);
  INFO(run.err);
  REQUIRE(run.exit_code == 0);
  const Json result = Json::parse(run.out);
  std::vector<std::string> verification = {"verify", instance, out + "/solution.txt", "--json"};
  if (instance.ends_with(".dat")) {
    verification.emplace_back("--kind");
    verification.emplace_back("qap");
  }
  const CommandResult verified = run_onedial(verification);
  const Json document = Json::parse(verified.out);
  CHECK(verified.exit_code == (result["best"]["feasible"] == true ? 0 : 1));
  CHECK(document["objective"] == result["best"]["objective"]);
  CHECK(document["feasible"] == result["best"]["feasible"]);
  return result;
}

}  // namespace

TEST_CASE("anneal finds the shortest tours that are known, and verify agrees") {
  struct Known {
    std::string name;
    double length;
  };
  for (const Known& known : {Known{"berlin52", 7542}, Known{"att48", 10628}}) {
    const Json result = annealed_and_verified("configs/tsp_" + known.name + ".toml",
                                              "configs/instances/" + known.name + ".tsp", {});
    CHECK(result["best"]["objective"] == known.length);
    CHECK(result["best"]["feasible"] == true);
    CHECK(result["target"]["hits"] > 0);
    CHECK(result["sampler"]["kernel"] == "metropolis");
    CHECK(result["sampler"]["engine"] == "reference");
  }
}

TEST_CASE("a run of tours is the same on two threads") {
  const std::vector<std::string> changes = {"schedule.sweeps=300", "run.replicas=48"};
  const auto with = [&](const std::string& threads) {
    auto all = changes;
    all.push_back("run.threads=" + threads);
    return annealed_and_verified("configs/tsp_berlin52.toml", "configs/instances/berlin52.tsp", all);
  };
  const Json one = with("1");
  const Json two = with("2");
  CHECK(one["replica_best_energies"] == two["replica_best_energies"]);
  CHECK(one["best"] == two["best"]);
}

TEST_CASE("tours as bits: penalties too small give answers that are not feasible, unless they are repaired") {
  const std::vector<std::string> changes = {"problem.encoding=qubo", "schedule.sweeps=60", "run.replicas=2"};
  const auto with = [&](const std::vector<std::string>& more) {
    auto all = changes;
    all.insert(all.end(), more.begin(), more.end());
    return annealed_and_verified("configs/tsp_berlin52.toml", "configs/instances/berlin52.tsp", all);
  };
  const Json cheap = with({"problem.penalty=1.0"});
  CHECK(cheap["best"]["feasible"] == false);
  CHECK(cheap["best"].contains("violation"));
  const Json repaired = with({"problem.penalty=1.0", "problem.repair=true"});
  CHECK(repaired["best"]["feasible"] == true);
  CHECK(repaired["best"]["repaired"] == true);
}

TEST_CASE("facilities and queens go from file to checked answer") {
  const Json assigned = annealed_and_verified("configs/qap_nug12.toml", "configs/instances/nug12.dat", {});
  CHECK(assigned["best"]["objective"] == 578);
  const Json queens = annealed_and_verified("configs/queens_1000.toml", "configs/queens_1000.toml", {});
  CHECK(queens["best"]["objective"] == 0);
  CHECK(queens["best"]["feasible"] == true);
  CHECK(queens["stop_reason"] == "target_reached");
}

TEST_CASE("configs of permutations that make no sense are refused in one line") {
  const ScratchDirectory scratch;
  const auto refusal = [&](const std::vector<std::string>& settings) {
    std::vector<std::string> arguments = {"anneal", "configs/tsp_berlin52.toml", "--out",
                                          (scratch / "run").string()};
    for (const std::string& setting : settings) {
      arguments.emplace_back("--set");
      arguments.push_back(setting);
    }
    return refused(run_onedial(arguments));
  };
  CHECK_THAT(refusal({"problem.encoding=spins"}), ContainsSubstring("encoding"));
  CHECK_THAT(refusal({"problem.penalty=5"}), ContainsSubstring("has no penalties"));
  CHECK_THAT(refusal({"problem.encoding=qubo", "problem.penalty=0"}), ContainsSubstring("above 0"));
  CHECK_THAT(refusal({"sampler.engine=chain"}), ContainsSubstring("engine"));
  CHECK_THAT(refusal({"problem.size=5"}), ContainsSubstring("size"));
  CHECK_THAT(refusal({"problem.file=configs/instances/G1.txt"}),
             ContainsSubstring("G1.txt:1: '800' is no key"));
  CHECK_THAT(refusal({"problem.file=configs/instances/a280.tsp", "problem.encoding=qubo"}),
             ContainsSubstring("279 places to fill; the encoding \"qubo\" takes 150 at most"));
  const auto huge = scratch.write("huge.tsp", "TYPE: TSP\nDIMENSION: 2147483648\n").string();
  CHECK_THAT(refusal({"problem.file=" + huge}), ContainsSubstring("huge.tsp:2: DIMENSION 2147483648"));
}
