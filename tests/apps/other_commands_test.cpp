#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

TEST_CASE("verify takes an instance or a config, and says what is wrong with a solution") {
  const ScratchDirectory scratch;
  const std::string graph = scratch.write("graph", "3 3\n1 2 1\n2 3 1\n1 3 1\n").string();
  const std::string good = scratch.write("good", "1 1\n2 -1\n3 1\n").string();
  CHECK(run_onedial({"verify", graph, good}).out ==
        "cut 2, feasible (max_cut of 3 vertices, 3 edges, evaluated without the model)\n");
  CHECK(Json::parse(run_onedial({"verify", graph, good, "--kind", "ising", "--json"}).out)["objective"] == 1);
  const std::string config =
      scratch.write("c.toml", "[problem]\nkind = \"max_cut\"\nfile = \"graph\"\n[run]\nseed = 1\n").string();
  CHECK(Json::parse(run_onedial({"verify", config, good, "--json"}).out)["objective"] == 2);

  const auto refusal = [](const std::vector<std::string>& arguments) {
    const CommandResult result = run_onedial(arguments);
    CHECK(result.exit_code == 2);
    CHECK(std::count(result.err.begin(), result.err.end(), '\n') == 1);
    return result.err;
  };
  CHECK_THAT(refusal({"verify", graph, scratch.write("s", "1 1\n").string()}),
             ContainsSubstring("gives 1 of 3 units"));
  CHECK_THAT(refusal({"verify", graph, (scratch / "none").string()}), ContainsSubstring("cannot read"));
  CHECK_THAT(refusal({"verify", config, good, "--kind", "ising"}), ContainsSubstring("leave out --kind"));
  CHECK_THAT(refusal({"verify", graph, good, "--kind", "chess"}), ContainsSubstring("--kind"));
  const std::string matrix = scratch.write("matrix", "0 1 0 0\n1 0 0 0\n0 0 0 0\n0 0 0 0\n").string();
  CHECK_THAT(refusal({"verify", matrix, good}), ContainsSubstring("give --kind"));
}

TEST_CASE("check explains every key, and exports the model") {
  const ScratchDirectory scratch;
  const CommandResult text = run_onedial({"check", "configs/qubo_small.toml", "--set", "run.replicas=5"});
  CHECK(text.exit_code == 0);
  for (const char* expected :
       {"problem.kind", "run.replicas", "--set", "default", "\"auto\" temperatures run from"}) {
    CHECK_THAT(text.out, ContainsSubstring(expected));
  }
  const std::string model = (scratch / "model.json").string();
  const Json json =
      Json::parse(run_onedial({"check", "configs/qubo_small.toml", "--json", "--export", model}).out);
  CHECK(json["problem"]["units"] == 50);
  CHECK(json["auto_temperatures"]["start"] > json["auto_temperatures"]["end"]);
  CHECK(json["keys"].size() > 10);

  // The exported model is the same problem.
  const std::string out = (scratch / "run").string();
  REQUIRE(run_onedial({"anneal", "configs/qubo_small.toml", "--out", out, "--quiet"}).exit_code == 0);
  CHECK(Json::parse(read_bytes(model))["num_variables"] == 50);
  std::string zero_based;
  std::istringstream solution(read_bytes(out + "/solution.txt"));
  for (long unit = 0, value = 0; solution >> unit >> value;) {
    zero_based += std::to_string(unit - 1) + ' ' + std::to_string(value) + '\n';
  }
  const auto verified =
      run_onedial({"verify", model, scratch.write("zero_based", zero_based).string(), "--json"});
  CHECK(Json::parse(verified.out)["objective"] == -2098);
}

TEST_CASE("info names version, libraries and instruction set") {
  const Json info = Json::parse(run_onedial({"info", "--json"}).out);
  CHECK(info["onedial"] == Json::parse(run_onedial({"info", "--json"}).out)["onedial"]);
  CHECK(info["libraries"].contains("Eigen"));
  CHECK(info["isa"].is_string());
  CHECK_THAT(run_onedial({"info"}).out, ContainsSubstring("OneDial "));
  CHECK_THAT(run_onedial({"--version"}).out, ContainsSubstring(info["onedial"].get<std::string>()));
  CHECK(run_onedial({"--help"}).exit_code == 0);
  CHECK(run_onedial({"anneal", "--help"}).exit_code == 0);
}
