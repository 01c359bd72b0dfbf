#include <algorithm>
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

/// A config of the small QUBO with these lines in [schedule] and [run].
std::string config(const ScratchDirectory& scratch, const std::string& name, const std::string& schedule,
                   const std::string& run) {
  return scratch
      .write(name, "[problem]\nkind = \"qubo\"\nfile = \"" ONEDIAL_SOURCE_DIR
                   "/configs/instances/bqp50-1.sparse\"\n[schedule]\n" +
                       schedule + "\n[run]\nseed = 5\n" + run + "\n")
      .string();
}

const Json& quantity(const Json& differences, const std::string& name) {
  const auto found = std::find_if(differences.begin(), differences.end(),
                                  [&](const Json& one) { return one["quantity"] == name; });
  REQUIRE(found != differences.end());
  return *found;
}

}  // namespace

TEST_CASE("compare runs configs at equal cost and tells which differences are beyond error") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "out").string();
  const std::string good = config(scratch, "good.toml", "sweeps = 40", "replicas = 256\ntarget = -2098");
  const std::string hot =
      config(scratch, "hot.toml", "kind = \"constant\"\nstart = 2000\nsweeps = 1", "replicas = 256");
  const Json result = json_of(run_onedial({"compare", good, hot, "--out", out, "--json"}));
  CHECK(names_in(out) == std::vector<std::string>{"compare.csv", "config-1.toml", "config-2.toml",
                                                  "report.png", "report.svg", "result.json"});
  CHECK(Json::parse(read_bytes(out + "/result.json")) == result);
  CHECK(result["command"] == "compare");
  CHECK(result["target"] == -2098);
  CHECK(result["ground_energy"] == -2098);
  const Json& first = result["configs"][0];
  const Json& second = result["configs"][1];
  CHECK(first["config"] == "good.toml");
  CHECK(first["best"] == -2098);
  CHECK(first["trials"] == 256);
  CHECK(second["sweeps"] == 40);
  CHECK(second["updates"] == first["updates"]);
  CHECK(second["first_seed"] == 6);
  const Json& p = first["success_probability"];
  CHECK(p["value"].get<double>() == first["hits"].get<double>() / 256);
  CHECK(p["lower"] < p["value"]);
  CHECK(p["value"] < p["upper"]);
  CHECK(first["sweeps_to_target"]["lower"] < first["sweeps_to_target"]["value"]);
  CHECK(second["hits"] == 0);
  CHECK(second["sweeps_to_target"]["value"].is_null());
  CHECK(second["sweeps_to_target"]["lower"] > 0);
  CHECK(quantity(result["differences"], "success probability")["beyond_error"] == true);
  CHECK(quantity(result["differences"], "residual energy")["beyond_error"] == true);
  CHECK(quantity(result["differences"], "updates to target")["value"]["lower"] > 1);
}

TEST_CASE("the configs that compare stores give its runs again") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "out").string();
  const std::string few = config(scratch, "few.toml", "sweeps = 30\nkind = \"linear\"", "replicas = 10");
  const Json result =
      json_of(run_onedial({"compare", qubo, few, "--set", "schedule.start=300", "--out", out, "--json"}));
  const Json& second = result["configs"][1];
  CHECK(second["sweeps"] == 500 * 32 / 10);
  const Json again = json_of(
      run_onedial({"anneal", out + "/config-2.toml", "--out", (scratch / "again").string(), "--json"}));
  CHECK(again["sweeps"] == second["sweeps"]);
  CHECK(again["seed"] == second["first_seed"]);
  CHECK(again["target"]["hits"] == second["hits"]);
  CHECK(again["schedule"]["start"] == 300);
}

TEST_CASE("one config is told as equal to itself by another seed") {
  const ScratchDirectory scratch;
  const std::string one = config(scratch, "one.toml", "sweeps = 30", "replicas = 64\ntarget = -2098");
  const CommandResult result =
      run_onedial({"compare", one, one, one, "--seeds", "2", "--out", (scratch / "out").string()});
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.out, ContainsSubstring("one.toml (2)"));
  CHECK_THAT(result.out, ContainsSubstring("unsettled"));
  CHECK_THAT(result.out, !ContainsSubstring("differs"));
  CHECK(std::all_of(result.out.begin(), result.out.end(),
                    [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
}

TEST_CASE("lengths give a law of residual energies and an optimal number of sweeps") {
  const ScratchDirectory scratch;
  const std::string g = config(scratch, "g.toml", "sweeps = 64", "replicas = 256\ntarget = -2098");
  const Json result =
      json_of(run_onedial({"compare", g, "--lengths", "6", "--out", (scratch / "out").string(), "--json"}));
  const Json& lengths = result["configs"][0]["lengths"];
  REQUIRE(lengths["points"].size() == 6);
  CHECK(lengths["points"][0]["sweeps"] == 2);
  CHECK(lengths["points"][5]["sweeps"] == 64);
  CHECK(lengths["points"][5]["hits"] == result["configs"][0]["hits"]);
  CHECK(lengths["residual_energy_laws"]["power"]["exponent"]["value"] > 0);
  CHECK(lengths["residual_energy_laws"]["power"]["exponent"]["error"] > 0);
  const Json& optimum = lengths["optimal_sweeps"];
  CHECK(optimum["sweeps_to_target"]["lower"] <= optimum["sweeps_to_target"]["value"]);
  CHECK(optimum["may_be"].size() >= 1);
  CHECK(optimum["bootstrap_shares"].size() == 6);

  const CommandResult grid = run_onedial({"compare", g, "--sweeps-grid", "80,20,40", "--confidence", "0.9",
                                          "--out", (scratch / "grid").string()});
  CHECK(grid.exit_code == 0);
  CHECK_THAT(grid.out, ContainsSubstring("optimum"));
  CHECK_THAT(grid.out, ContainsSubstring("90 %"));
  CHECK(!read_bytes((scratch / "grid" / "compare.csv").string()).empty());
}

TEST_CASE("without a target compare measures from the best that was found and says so") {
  const ScratchDirectory scratch;
  const std::string none = config(scratch, "none.toml", "sweeps = 10", "replicas = 16");
  const CommandResult result =
      run_onedial({"compare", none, "--cost", "seconds", "--out", (scratch / "out").string(), "--json"});
  CHECK_THAT(result.err, ContainsSubstring("may not be the ground state"));
  const Json document = json_of(result);
  CHECK(document["target"].is_null());
  CHECK(document["ground_energy"] == document["configs"][0]["best"]);
  CHECK(!document["configs"][0].contains("hits"));
}

TEST_CASE("costs may be counted in sweeps or seconds") {
  const ScratchDirectory scratch;
  const std::string many = config(scratch, "many.toml", "sweeps = 100", "replicas = 64");
  const std::string few = config(scratch, "few.toml", "sweeps = 7", "replicas = 32");
  const Json sweeps = json_of(
      run_onedial({"compare", many, few, "--cost", "sweeps", "--out", (scratch / "a").string(), "--json"}));
  CHECK(sweeps["configs"][1]["sweeps"] == 200);
  const Json seconds = json_of(
      run_onedial({"compare", many, few, "--cost", "seconds", "--out", (scratch / "b").string(), "--json"}));
  CHECK(seconds["configs"][1]["sweeps"] >= 1);
}

TEST_CASE("what cannot be compared is refused in one line") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "out").string();
  const auto refusal = [&](const std::vector<std::string>& arguments) {
    std::vector<std::string> all = {"compare"};
    all.insert(all.end(), arguments.begin(), arguments.end());
    all.insert(all.end(), {"--out", out});
    std::string text = refused(run_onedial(all));
    CHECK(!std::filesystem::exists(out));
    return text;
  };
  CHECK_THAT(refusal({qubo, "configs/maxcut_g1.toml"}),
             ContainsSubstring(
                 "maxcut_g1.toml: [problem] is max_cut G1.txt, but qubo bqp50-1.sparse in qubo_small.toml"));
  const std::string other = config(scratch, "other.toml", "sweeps = 10", "target = -2000");
  CHECK_THAT(refusal({qubo, other}), ContainsSubstring("[run] target is -2000, but -2098"));
  CHECK_THAT(refusal({qubo, "none.toml"}), ContainsSubstring("none.toml: cannot read"));
  CHECK_THAT(refusal({}), ContainsSubstring("configs"));
  CHECK_THAT(refusal({qubo, "--cost", "money"}), ContainsSubstring("--cost"));
  CHECK_THAT(refusal({qubo, "--sweeps-grid", "10,0"}), ContainsSubstring("--sweeps-grid"));
  CHECK_THAT(refusal({qubo, "--sweeps-grid", "10", "--lengths", "3"}), ContainsSubstring("excludes"));
}

TEST_CASE("an interrupted comparison stores what is finished") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result =
      run_shell("onedial compare " + qubo + " --sweeps-grid 1000000000 --json --out '" + out +
                "' & pid=$!; sleep 1; kill -TERM $pid; wait $pid");
  CHECK(result.exit_code == 130);
  const Json document = Json::parse(result.out);
  CHECK(document["is_interrupted"] == true);
  CHECK(document["configs"].size() == 1);
  CHECK(std::filesystem::exists(out + "/compare.csv"));
}
