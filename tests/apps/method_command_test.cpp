#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "reference_data.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

const std::string instances = ONEDIAL_SOURCE_DIR "/configs/instances/";

std::string config(const ScratchDirectory& scratch, const std::string& problem, const std::string& rest) {
  return scratch.write("method.toml", "[problem]\n" + problem + "\n" + rest + "[run]\nseed = 3\n").string();
}

Json anneal(const std::string& path, const ScratchDirectory& scratch,
            const std::vector<std::string>& settings = {}) {
  std::vector<std::string> arguments = {"anneal", path, "--json", "--out", (scratch / "out").string()};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  const CommandResult result = run_onedial(arguments);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

/// ln Z and <E> of the 16 spins of sk_16.txt at T, by the reference data.
Json exact_sk16(double temperature) {
  const Json data = onedial::reference::load("sk16.json")["instances"][0];
  const auto model = onedial::reference::sk16(onedial::reference::load("sk16.json"));
  double ground = 0;
  std::vector<double> energies;
  onedial::State state(16);
  for (unsigned k = 0; k < 1U << 16U; ++k) {
    for (unsigned i = 0; i < 16; ++i) {
      state[i] = static_cast<onedial::Level>(k >> i & 1U);
    }
    energies.push_back(model->energy(state));
    ground = std::min(ground, energies.back());
  }
  double z = 0;
  double mean = 0;
  for (const double energy : energies) {
    const double weight = std::exp((ground - energy) / temperature);
    z += weight;
    mean += weight * energy;
  }
  return {{"log_z", std::log(z) - ground / temperature}, {"mean_energy", mean / z}};
}

}  // namespace

TEST_CASE("replica exchange finds the optimum of a QUBO and tells of its ladders") {
  const ScratchDirectory scratch;
  const std::string path =
      config(scratch, "kind = \"qubo\"\nfile = \"" + instances + "bqp50-1.sparse\"",
             "[method]\nkind = \"replica_exchange\"\nlevels = 12\nladders = 2\n[schedule]\nsweeps = 400\n");
  const Json result = anneal(path, scratch, {"run.target=-2098"});
  CHECK(result["best"]["objective"] == -2098);
  CHECK(result["replicas"] == 24);
  CHECK(result["target"]["ladders"] == 2);
  CHECK(result["target"]["hits"] == 2);
  const Json& method = result["method"];
  CHECK(method["kind"] == "replica_exchange");
  REQUIRE(method["temperatures"].size() == 12);
  CHECK(method["temperatures"].front() < method["temperatures"].back());
  CHECK(result["schedule"]["start"] == method["temperatures"].back());
  REQUIRE(method["swap_rates"].size() == 11);
  for (const Json& rate : method["swap_rates"]) {
    CHECK((rate > 0.02 && rate <= 1));
  }
  CHECK(method["round_trips"] > 0);

  Json again = anneal(path, scratch, {"run.target=-2098", "run.threads=2"});
  CHECK(again["method"] == method);
  CHECK(again["replica_best_energies"] == result["replica_best_energies"]);
}

TEST_CASE("population annealing knows ln Z and the energies of the 16 spins") {
  const ScratchDirectory scratch;
  const std::string path =
      config(scratch, "kind = \"ising\"\nfile = \"" + instances + "sk_16.txt\"",
             "[method]\nkind = \"population_annealing\"\npopulations = 16\n[schedule]\nend = 0.2\n");
  const Json result = anneal(path, scratch, {"run.replicas=4096"});
  CHECK(result["best"]["objective"] == Approx(-10.295196));
  const Json& readings = result["method"]["readings"];
  REQUIRE(readings.size() > 5);
  CHECK(readings.back()["temperature"] == 0.2);
  for (const Json& reading : readings) {
    const double t = reading["temperature"];
    const Json exact = exact_sk16(t);
    INFO("T = " << t);
    for (const char* quantity : {"log_z", "mean_energy"}) {
      const double error = reading[std::string(quantity) + "_error"];
      CHECK(error > 0);
      CHECK(std::abs(reading[quantity].get<double>() - exact[quantity].get<double>()) < 5 * error + 1e-9);
    }
  }
  Json again = anneal(path, scratch, {"run.replicas=4096", "run.threads=1"});
  CHECK(again["method"] == result["method"]);
}

TEST_CASE("populations of queens know how many boards there are and ladders of them find one") {
  const ScratchDirectory scratch;
  const std::string populations =
      config(scratch, "kind = \"n_queens\"\nsize = 6",
             "[method]\nkind = \"population_annealing\"\n[schedule]\nend = 0.1\n");
  const Json last = anneal(populations, scratch)["method"]["readings"].back();
  // 6 queens have 4 boards without attacks, of 720 permutations.
  CHECK(std::abs(last["log_z"].get<double>() - std::log(4.0)) < 5 * last["log_z_error"].get<double>() + 1e-3);
  const std::string ladders =
      config(scratch, "kind = \"n_queens\"\nsize = 6",
             "[method]\nkind = \"replica_exchange\"\nlevels = 4\n[schedule]\nsweeps = 50\n");
  CHECK(anneal(ladders, scratch)["best"]["feasible"] == true);
}

TEST_CASE("wrong auxiliary bits of a small penalty do not count as answers") {
  const ScratchDirectory scratch;
  const auto cubic = scratch.write(
      "cubic.json",
      R"({"type": "BinaryPolynomial", "vartype": "BINARY", "terms": [[0, 1, 2], [0], [1], [2]], "coefficients": [-5, 1, 1, 1]})");
  const std::string path =
      config(scratch, "kind = \"hubo\"\nfile = \"" + cubic.string() + "\"\npenalty = 0.5",
             "[schedule]\nsweeps = 50\n");
  const Json result = anneal(path, scratch, {"run.target=-2"});
  CHECK(result["best"]["objective"] == -2);
  CHECK(result["best"]["energy"] == -2);
}

TEST_CASE("a ladder counts the run that places its levels") {
  const ScratchDirectory scratch;
  const std::string problem = "kind = \"ising_lattice\"\nsize = 16";
  const auto updates = [&](const std::string& placement) {
    const std::string path =
        config(scratch, problem,
               "[method]\nkind = \"replica_exchange\"\nlevels = 4\nladders = 1\nplacement = \"" + placement +
                   "\"\n[schedule]\nsweeps = 10\n");
    return anneal(path, scratch)["updates"].get<std::int64_t>();
  };
  CHECK(updates("geometric") == 256 * 4 * 10);
  CHECK(updates("equal_acceptance") > 100 * 256 * 4 * 10);
}

TEST_CASE("cluster moves are for pairs and only annealing can be gone on with") {
  const ScratchDirectory scratch;
  const std::string colouring =
      config(scratch, "kind = \"coloring\"\ncolours = 6\nfile = \"" + instances + "myciel5.col\"",
             "[method]\nkind = \"replica_exchange\"\ncluster_moves = true\n");
  CHECK_THAT(refused(run_onedial({"anneal", colouring})), ContainsSubstring("[method] cluster_moves"));

  const std::string qubo = config(scratch, "kind = \"qubo\"\nfile = \"" + instances + "bqp50-1.sparse\"",
                                  "[method]\nkind = \"replica_exchange\"\n[schedule]\nsweeps = 10\n");
  anneal(qubo, scratch);
  CHECK_THAT(refused(run_onedial({"anneal", "--resume", (scratch / "out").string()})),
             ContainsSubstring("cannot be gone on with"));
}
