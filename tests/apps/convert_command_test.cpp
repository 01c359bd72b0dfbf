#include <iterator>
#include <nlohmann/json.hpp>
#include <set>
#include <sstream>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

const std::string triangle = "3 3\n1 2 1\n2 3 1\n1 3 -2\n";

}  // namespace

TEST_CASE("convert takes graphs of DIMACS and refuses what is no table of pairs in one line") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "graph.txt").string();
  REQUIRE(run_onedial({"convert", "configs/instances/myciel5.col", out, "--to", "gset"}).exit_code == 0);
  CHECK(read_bytes(out).substr(0, 7) == "47 236\n");
  CHECK_THAT(refused(run_onedial({"convert", "configs/instances/berlin52.tsp", out, "--to", "gset"})),
             ContainsSubstring("is no table of pairs"));
}

TEST_CASE("convert changes the format and the kind of an instance, and says what is lost") {
  const ScratchDirectory scratch;
  const std::string graph = scratch.write("graph", triangle).string();
  const auto out = [&](const char* name) { return (scratch / name).string(); };

  const CommandResult market = run_onedial({"convert", graph, out("graph.mtx")});
  CHECK(market.exit_code == 0);
  CHECK(market.err.empty());
  CHECK(market.out == "max_cut of 3 vertices, 3 edges -> max_cut of 3 vertices, 3 edges, " +
                          out("graph.mtx") + " in the format matrix_market\n");
  CHECK(read_bytes(out("graph.mtx")) ==
        "%%MatrixMarket matrix coordinate real symmetric\n3 3 3\n2 1 1\n3 1 -2\n3 2 1\n");

  CHECK(run_onedial({"convert", graph, out("model.json"), "--as", "qubo"}).err.empty());
  CHECK(Json::parse(read_bytes(out("model.json")))["variable_type"] == "BINARY");
  const std::string bits = scratch.write("bits", "0 1\n1 0\n2 1\n").string();
  CHECK(Json::parse(run_onedial({"verify", out("model.json"), bits, "--json"}).out)["objective"] == -2);

  const std::string edge = scratch.write("edge", "2 1\n1 2 3\n").string();
  const CommandResult lost = run_onedial({"convert", edge, out("model.coo"), "--as", "ising"});
  CHECK(lost.err == "onedial: note: the constant -1.5 is lost: energies in " + out("model.coo") +
                        " are less by it than in " + edge + "\n");
  CHECK(read_bytes(out("model.coo")) ==
        "# vartype=SPIN\n0 1 1.5\n# the constant -1.5 is not part of this format and is left out\n");
  const CommandResult qubo = run_onedial({"convert", "configs/instances/bqp50-1.sparse", out("back"),
                                          "--kind", "qubo", "--as", "max_cut", "--to", "gset"});
  CHECK(qubo.exit_code == 0);
  CHECK_THAT(qubo.err, ContainsSubstring("note: fields became edges to vertex 51, whose side counts as 1") &&
                           ContainsSubstring("is lost: energies in "));
  CHECK(read_bytes(out("back")).substr(0, 3) == "51 ");

  // And back: the same file as at first, but for the order of its entries.
  REQUIRE(run_onedial({"convert", "configs/instances/bqp50-1.sparse", out("b.bqm"), "--kind", "qubo"})
              .exit_code == 0);
  REQUIRE(run_onedial({"convert", out("b.bqm"), out("or"), "--to", "or_library"}).exit_code == 0);
  REQUIRE(run_onedial({"convert", out("or"), out("sparse"), "--to", "gset", "--number", "1"}).exit_code == 0);
  const std::string original = read_bytes(ONEDIAL_SOURCE_DIR "/configs/instances/bqp50-1.sparse");
  std::istringstream first(original);
  std::istringstream last(read_bytes(out("sparse")));
  using Words = std::multiset<std::string>;
  const auto words = [](std::istringstream& text) {
    return Words(std::istream_iterator<std::string>(text), std::istream_iterator<std::string>());
  };
  CHECK(words(first) == words(last));
}

TEST_CASE("convert refuses what it cannot do, and leaves no file") {
  const ScratchDirectory scratch;
  const std::string graph = scratch.write("graph.coo", "0 1 1\n1 2 1\n2 3 1\n0 3 5\n").string();
  const std::string output = (scratch / "out").string();
  const auto refusal = [&](const std::vector<std::string>& arguments) {
    return refused(run_onedial(arguments));
  };
  CHECK_THAT(refusal({"convert", graph, graph}), ContainsSubstring("is the input, which is not overwritten"));
  CHECK_THAT(refusal({"convert", graph, scratch.path().string() + "/./graph.coo"}),
             ContainsSubstring("is the input, which is not overwritten"));
  CHECK_THAT(refusal({"convert", graph, output}), ContainsSubstring("does not tell a format"));
  CHECK_THAT(refusal({"convert", graph, output, "--to", "xml"}), ContainsSubstring("--to"));
  CHECK_THAT(refusal({"convert", graph, output, "--to", "gset", "--as", "tsp"}), ContainsSubstring("--as"));
  CHECK_THAT(refusal({"convert", graph, output, "--to", "dimod_bqm", "--kind", "max_cut"}),
             ContainsSubstring("the format dimod_bqm holds no max_cut"));
  CHECK_THAT(refusal({"convert", graph, output, "--to", "or_library", "--as", "ising"}),
             ContainsSubstring("the format or_library holds no ising"));
  CHECK_THAT(refusal({"convert", graph, output, "--to", "gset", "--from", "gset"}),
             ContainsSubstring("graph.coo:1: "));
  CHECK_THAT(refusal({"convert", graph, output, "--to", "gset", "--number", "2"}),
             ContainsSubstring("holds one instance"));
  CHECK_THAT(refusal({"convert", output, graph, "--to", "gset"}), ContainsSubstring("cannot read"));
  CHECK_THAT(refusal({"convert", graph, output + "/none/at/all", "--to", "gset"}),
             ContainsSubstring("cannot write"));
  CHECK(names_in(scratch.path()) == std::vector<std::string>{"graph.coo"});
}

TEST_CASE("the shipped knapsack and numbers are solved, and polynomials too") {
  const ScratchDirectory scratch;
  const auto run = [&](const std::string& config, const std::string& name) {
    const std::string out = (scratch / name).string();
    const CommandResult result = run_onedial({"anneal", config, "--out", out, "--json"});
    CHECK(result.exit_code == 0);
    CHECK(run_onedial({"verify", config, out + "/solution.txt"}).exit_code == 0);
    return Json::parse(result.out);
  };
  const Json knapsack = run("configs/knapsack_small.toml", "knapsack");
  CHECK(knapsack["best"]["objective"] == 309);
  CHECK(knapsack["best"]["feasible"] == true);
  CHECK(knapsack["target"]["hits"] > 0);
  CHECK(run("configs/number_partition.toml", "numbers")["best"]["objective"] == 0);
  const std::string poly =
      R"({"type": "BinaryPolynomial", "vartype": "SPIN", "terms": [[0, 1, 2], [2, 3, 4], [0, 4]], "coefficients": [1, -1, 1]})";
  scratch.write("poly.json", poly);
  const std::string config =
      scratch.write("c.toml", "[problem]\nkind = \"hubo\"\nfile = \"poly.json\"\n[run]\nseed = 1\n").string();
  CHECK(run(config, "hubo")["best"]["objective"] == -3);
}

TEST_CASE("keys that belong to other kinds are refused") {
  const auto refusal = [](const std::vector<std::string>& settings) {
    std::vector<std::string> arguments = {"check", "configs/knapsack_small.toml"};
    for (const std::string& setting : settings) {
      arguments.insert(arguments.end(), {"--set", setting});
    }
    return refused(run_onedial(arguments));
  };
  CHECK_THAT(refusal({"problem.format=gset"}), ContainsSubstring("[problem] format"));
  CHECK_THAT(refusal({"problem.penalty=0"}), ContainsSubstring("[problem] penalty: "));
  CHECK_THAT(refusal({"problem.kind=number_partition", "problem.repair=true"}), ContainsSubstring("repair"));
  CHECK_THAT(refused(run_onedial({"check", "configs/qubo_small.toml", "--set", "problem.number=2"})),
             ContainsSubstring("holds one instance; leave out the number"));
}
