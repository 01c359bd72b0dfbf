#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

// Problems over graphs and constraints, from their files to checked answers.
namespace {

using Json = nlohmann::json;

Json json_of(const CommandResult& result) {
  INFO(result.err);
  REQUIRE(!result.out.empty());
  return Json::parse(result.out);
}

/// The refusal of `anneal` of a config with an instance of that text.
std::string refusal(const std::string& keys, const std::string& instance) {
  const ScratchDirectory scratch;
  scratch.write("instance", instance);
  const auto config =
      scratch.write("c.toml", "[problem]\nfile = \"instance\"\n" + keys + "\n[run]\nseed = 1\n");
  const std::string out = (scratch / "run").string();
  std::string line = refused(run_onedial({"anneal", config.string(), "--out", out}));
  CHECK(!std::filesystem::exists(out));
  return line;
}

}  // namespace

TEST_CASE("shipped problems over graphs are solved, and verified from their answers") {
  struct Shipped {
    std::string config;
    double best;
    std::vector<std::string> settings;
  };
  for (const Shipped& shipped :
       {Shipped{"coloring_myciel5", 0, {}},
        Shipped{
            "coloring_myciel5", 0, {"problem.encoding=qubo", "problem.penalty=1", "schedule.sweeps=2000"}},
        Shipped{"independent_set_queen8_8", 8, {}}, Shipped{"vertex_cover_myciel5", 24, {}}}) {
    const ScratchDirectory scratch;
    const std::string config = "configs/" + shipped.config + ".toml";
    const std::string out = (scratch / "run").string();
    std::vector<std::string> arguments = {"anneal", config, "--json", "--out", out};
    for (const std::string& setting : shipped.settings) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    const Json result = json_of(run_onedial(arguments));
    INFO(config);
    CHECK(result["best"]["objective"] == shipped.best);
    CHECK(result["best"]["feasible"] == true);
    CHECK(result["target"]["hits"] > 0);
    const Json verified = json_of(run_onedial({"verify", config, out + "/solution.txt", "--json"}));
    CHECK(verified["objective"] == shipped.best);
    CHECK(verified["feasible"] == true);
  }
}

TEST_CASE("a colouring is verified from the bare graph, and conflicts are named") {
  const ScratchDirectory scratch;
  std::string colours;
  for (int v = 1; v <= 47; ++v) {
    colours += std::to_string(v) + " " + (v < 3 ? "7\n" : std::to_string(v) + "\n");
  }
  const std::string graph = "configs/instances/myciel5.col";
  const CommandResult bad = run_onedial({"verify", graph, scratch.write("s.txt", colours).string()});
  CHECK(bad.exit_code == 1);
  CHECK_THAT(bad.out, ContainsSubstring("not feasible: edge 1-2 has colour 7 at both ends"));
  CHECK_THAT(bad.out, ContainsSubstring("coloring of 47 vertices, 236 edges"));
  colours.replace(0, 3, "1 1");
  const CommandResult good = run_onedial({"verify", graph, scratch.write("s.txt", colours).string()});
  CHECK(good.exit_code == 0);
  CHECK_THAT(good.out, ContainsSubstring("conflicts 0, feasible"));
}

TEST_CASE("answers that are not feasible are reported, and mended only when that is asked for") {
  const ScratchDirectory scratch;
  const auto run = [&](const std::string& repair) {
    return json_of(run_onedial({"anneal", "configs/independent_set_queen8_8.toml", "--json", "--out",
                                (scratch / "run").string(), "--set", "problem.penalty=0.01", "--set",
                                "problem.repair=" + repair, "--set", "schedule.sweeps=50"}))["best"];
  };
  const Json broken = run("false");
  CHECK(broken["feasible"] == false);
  CHECK_THAT(broken["violation"].get<std::string>(), ContainsSubstring("has both ends in the set, and"));
  CHECK(!broken.contains("repaired"));
  const Json mended = run("true");
  CHECK(mended["feasible"] == true);
  CHECK(mended["repaired"] == true);
}

TEST_CASE("a small Sudoku is solved by both encodings, and one without a solution is said to have none") {
  const ScratchDirectory scratch;
  scratch.write("s.txt", "12..\n3.1.\n.14.\n4...\n");
  const auto solve = [&](const std::string& file, const std::string& encoding) {
    const auto config = scratch.write("c.toml", "[problem]\nkind = \"sudoku\"\nfile = \"" + file +
                                                    "\"\nencoding = \"" + encoding +
                                                    "\"\n[schedule]\nstart = 1\nend = 0.1\nsweeps = "
                                                    "300\n[run]\nseed = 1\nreplicas = 16\n");
    return json_of(run_onedial({"anneal", config.string(), "--json", "--out", (scratch / "run").string()}));
  };
  for (const char* encoding : {"levels", "qubo"}) {
    CHECK(solve("s.txt", encoding)["best"]["feasible"] == true);
    CHECK(read_bytes(scratch / "run/solution.txt") == "1234\n3412\n2143\n4321\n");
  }
  // The 3 of the first row would have to be in a block that has one.
  scratch.write("none.txt", "12..\n..3.\n....\n...3\n");
  const Json none = solve("none.txt", "levels");
  CHECK(none["best"]["feasible"] == false);
  CHECK(none["best"]["objective"] > 0);
  CHECK_THAT(none["best"]["violation"].get<std::string>(), ContainsSubstring("both hold"));
}

TEST_CASE("denoising takes most of the noise away") {
  const ScratchDirectory scratch;
  const Json result = json_of(
      run_onedial({"anneal", "configs/denoise_letters.toml", "--json", "--out", (scratch / "run").string()}));
  const std::string remark = result["best"]["remark"];
  CHECK_THAT(remark, ContainsSubstring(" of 1600 pixels wrong, 152 before"));
  CHECK(std::stoi(remark) < 76);
}

TEST_CASE("instances of graphs and constraints that cannot be used are refused in one line") {
  const std::string colouring = "kind = \"coloring\"\ncolours = 3\n";
  CHECK_THAT(refusal(colouring, "p edge 3 2\ne 1 2\n"),
             ContainsSubstring("instance: announces 2 edges, but gives 1"));
  CHECK_THAT(refusal(colouring, "p edge -3 2\ne 1 2\n"), ContainsSubstring("instance:1: -3 vertices"));
  CHECK_THAT(refusal(colouring, "p edge 3 2147483648\ne 1 2\n"),
             ContainsSubstring("announces 2147483648 edges"));
  CHECK_THAT(refusal(colouring, "3 1\n2 2\n"), ContainsSubstring("from vertex 2 to itself"));
  CHECK_THAT(refusal("kind = \"coloring\"\n", "3 0\n"), ContainsSubstring("[problem] colours: "));
  CHECK_THAT(refusal("kind = \"coloring\"\ncolours = 1\n", "3 0\n"),
             ContainsSubstring("[problem] colours: is 1"));
  CHECK_THAT(refusal(colouring + "penalty = 2\n", "3 0\n"),
             ContainsSubstring("[problem] penalty: the encoding \"levels\" of coloring has no penalties"));
  CHECK_THAT(refusal(colouring + "encoding = \"spins\"\n", "3 0\n"),
             ContainsSubstring("[problem] encoding: "));
  CHECK_THAT(refusal("kind = \"coloring\"\ncolours = 65536\nencoding = \"qubo\"\n", "9999 0\n"),
             ContainsSubstring("make 655294464 bits; at most 16777216 are possible"));
  CHECK_THAT(refusal(colouring + "repair = true\n", "3 0\n"), ContainsSubstring("repair"));
  CHECK_THAT(refusal("kind = \"sudoku\"\n", "11..\n....\n....\n....\n"),
             ContainsSubstring("cannot be solved, as row 1, column 1 and row 1, column 2 both hold 1"));
  CHECK_THAT(refusal("kind = \"sudoku\"\n", "12..\n"), ContainsSubstring("holds 4 cells"));
  CHECK_THAT(refusal("kind = \"independent_set\"\npenalty = -1\n", "3 0\n"),
             ContainsSubstring("[problem] penalty: is -1"));
  const std::string denoising = "kind = \"denoising\"\nflip_probability = ";
  CHECK_THAT(refusal(denoising + "0.7\n", "#.\n.#\n"),
             ContainsSubstring("[problem] flip_probability: is 0.7"));
  CHECK_THAT(refusal(denoising + "0.1\n", "#.\n.#\n\n##\n##\n"), ContainsSubstring("holds 2 images"));
  CHECK_THAT(refusal(denoising + "0.1\ntruth = \"instance\"\nlattice = \"square\"\n", "#.\n.#\n"),
             ContainsSubstring("lattice"));
}
