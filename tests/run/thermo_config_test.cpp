#include "onedial/run/thermo_config.hpp"

#include <string>

#include "catch.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string lattice = "[problem]\nkind = \"ising_lattice\"\nsize = 8\n";
const std::string run = "[run]\nseed = 1\n";

ThermoConfig parse(const std::string& text) {
  const ScratchDirectory scratch;
  Config config = Config::load(scratch.write("c.toml", text));
  return read_thermo_config(config);
}

std::string refusal(const std::string& text) {
  try {
    parse(text);
  } catch (const ConfigError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("a short config of thermo has defaults for the rest") {
  const ThermoConfig config = parse(lattice + run);
  CHECK(config.problem.lattice == Lattice::square);
  CHECK(config.problem.periodic);
  CHECK(config.problem.couplings == CouplingLaw::ferro);
  CHECK_FALSE(config.sampler.clusters.has_value());
  CHECK(config.sampler.units.kernel == KernelKind::heat_bath);
  CHECK_FALSE(config.range.coldest.has_value());
  CHECK_FALSE(config.range.count.has_value());
  CHECK(config.range.placement == LadderPlacement::equal_acceptance);
  CHECK(config.range.reaches_infinity);
  CHECK_FALSE(config.measurement.flat_histogram);
  CHECK_FALSE(config.measurement.equilibration.has_value());
  CHECK(config.measurement.ladders == 8);
  CHECK(config.loop.sweeps == 0);
}

TEST_CASE("every kind of problem is read with keys of its own, and described") {
  const auto description = [](const std::string& problem) {
    return parse("[problem]\nkind = " + problem + "\n[temperatures]\ncoldest = 1\nhottest = 2\n" + run)
        .problem.description();
  };
  CHECK(description("\"ising_lattice\"\nlattice = \"cubic\"\nsize = 4\nboundary = \"open\"\nfield = 0.5") ==
        "cubic lattice, L = 4, open, ferro, field 0.5");
  CHECK(description("\"potts_lattice\"\nsize = 4\nlevels = 5") ==
        "square lattice, L = 4, periodic, q = 5, ferro");
  CHECK(description("\"sherrington_kirkpatrick\"\nsize = 9\ndisorder_seed = 3") ==
        "N = 9, gaussian, disorder 3");
  CHECK(description("\"random_regular\"\nsize = 10\ndegree = 4") ==
        "N = 10, degree 4, plus_minus, disorder 0");
  CHECK(description("\"curie_weiss\"\nsize = 7") == "N = 7");
  CHECK(description("\"softmax\"\nfile = \"dir/l.tsv\"") == "l.tsv");
  CHECK(description("\"qubo\"\nfile = \"q.txt\"") == "q.txt");
}

TEST_CASE("generated models are what they are described as, and impossible ones are refused at their key") {
  const ScratchDirectory scratch;
  const auto model_of = [&](const std::string& problem) {
    Config config = Config::load(scratch.write("c.toml", "[problem]\nkind = " + problem + "\n" + run));
    return generated_ising_model(read_thermo_config(config).problem, config);
  };
  CHECK(model_of("\"ising_lattice\"\nsize = 5\nlattice = \"triangular\"").coupling_count() == 75);
  CHECK(model_of("\"curie_weiss\"\nsize = 10\nfield = 2").fields()[3] == 2);
  CHECK(model_of("\"random_regular\"\nsize = 10").coupling_count() == 15);
  CHECK(model_of("\"sherrington_kirkpatrick\"\nsize = 10").coupling_count() == 45);
  CHECK_THROWS_WITH(model_of("\"random_regular\"\nsize = 9"), ContainsSubstring("[problem] size"));
}

TEST_CASE("samplers, methods and placements are read") {
  const ThermoConfig wolff = parse(lattice + "[sampler]\nkernel = \"wolff\"\nclusters = 7\n" + run);
  CHECK(wolff.sampler.clusters == ClusterKind::wolff);
  CHECK(wolff.sampler.clusters_per_sweep == 7);
  const ThermoConfig flat =
      parse(lattice + "[measurement]\nmethod = \"flat_histogram\"\nbin_width = 0.5\nladders = 3\n" + run);
  CHECK(flat.measurement.flat_histogram);
  CHECK(flat.measurement.bin_width == 0.5);
  CHECK(flat.measurement.ladders == 3);
  const ThermoConfig listed = parse(lattice + "[temperatures]\nlist = [1, 2.5]\n" + run);
  CHECK(listed.range.list == std::vector<double>{1, 2.5});
  const ThermoConfig spaced =
      parse(lattice +
            "[temperatures]\nspacing = \"feedback\"\ncount = 12\ncoldest = 1\nhottest = \"auto\"\n" + run);
  CHECK(spaced.range.placement == LadderPlacement::feedback);
  CHECK(spaced.range.count == 12);
}

TEST_CASE("a list and a range exclude each other, and what the command line gives wins") {
  const ScratchDirectory scratch;
  const auto given = [&](const std::string& keys, const std::vector<ConfigOverride>& overrides) {
    Config config =
        Config::load(scratch.write("c.toml", lattice + "[temperatures]\n" + keys + "\n" + run), overrides);
    return read_thermo_config(config).range;
  };
  const auto list = given("coldest = 1\nhottest = 4\nspacing = \"linear\"", {{"temperatures.list=[2, 3]"}});
  CHECK(list.list == std::vector<double>{2, 3});
  CHECK_FALSE(list.coldest.has_value());
  const auto range = given("list = [2, 3]", {{"temperatures.count=7"}, {"temperatures.coldest=1"}});
  CHECK(range.list.empty());
  CHECK(range.count == 7);
  CHECK(range.coldest == 1);
  CHECK_THROWS_WITH(given("", {{"temperatures.list=[2, 3]"}, {"temperatures.count=7"}}),
                    ContainsSubstring("count: stands beside a list"));
}

TEST_CASE("keys that do nothing are refused, not ignored") {
  const auto flat = [](const std::string& more) {
    return refusal(lattice + "[measurement]\nmethod = \"flat_histogram\"\n" + more + "\n" + run);
  };
  CHECK(flat("").empty());
  CHECK_THAT(flat("order_parameter = true"), ContainsSubstring("order_parameter: does nothing for a flat"));
  CHECK_THAT(flat("[sampler]\nkernel = \"wolff\""), ContainsSubstring("kernel: does nothing for a flat"));
  CHECK_THAT(flat("[temperatures]\nspacing = \"linear\""), ContainsSubstring("spacing: does nothing"));
  CHECK(flat("[sampler]\nkernel = \"metropolis\"\n[hysteresis]\nsweeps = 10").empty());
  CHECK_THAT(refusal(lattice +
                     "[measurement]\nsweeps = 100\norder_parameter = true\n"
                     "order_parameter_every = 100\n" +
                     run),
             ContainsSubstring("order_parameter_every: is 100; must be below the sweeps"));
}

TEST_CASE("what makes no sense to measure is refused at its key") {
  const auto temperatures = [](const std::string& keys) {
    return refusal(lattice + "[temperatures]\n" + keys + "\n" + run);
  };
  CHECK_THAT(temperatures("coldest = 0"), ContainsSubstring(":5: [temperatures] coldest: is 0"));
  CHECK_THAT(temperatures("coldest = 2\nhottest = 2"), ContainsSubstring("above the coldest"));
  CHECK_THAT(temperatures("count = 1"), ContainsSubstring("from 2 to"));
  CHECK_THAT(temperatures("list = [2]"), ContainsSubstring("at least 2"));
  CHECK_THAT(temperatures("list = []"), ContainsSubstring("at least 2"));
  CHECK_THAT(temperatures("list = [2, 1]"), ContainsSubstring("must rise"));
  CHECK_THAT(temperatures("list = [0, 1]"), ContainsSubstring("above 0"));
  CHECK_THAT(temperatures("list = [1, 2]\ncount = 3"), ContainsSubstring("count: stands beside a list"));
  CHECK_THAT(temperatures("list = [-1, 1]"), ContainsSubstring("element 1 is -1; must be above 0"));
  CHECK_THAT(temperatures("hottest = -1"), ContainsSubstring("hottest: is -1; must be above 0"));
  CHECK_THAT(refusal("[problem]\nkind = \"potts_lattice\"\nsize = 4\n" + run), ContainsSubstring("Potts"));
  CHECK_THAT(refusal(lattice + "levels = 3\n" + run), ContainsSubstring("levels: unknown key"));
  CHECK_THAT(refusal(lattice + "[sampler]\nclusters = 3\n" + run),
             ContainsSubstring("clusters: unknown key"));
  CHECK_THAT(refusal(lattice + "[sampler]\nkernel = \"swendsen_wang\"\nengine = \"bits\"\n" + run),
             ContainsSubstring("engine: unknown key"));
  CHECK_THAT(
      refusal("[problem]\nkind = \"softmax\"\nfile = \"l\"\n[measurement]\nmethod = \"flat_histogram\"\n" +
              run),
      ContainsSubstring("replica_exchange"));
  CHECK_THAT(refusal(lattice), ContainsSubstring("[run] seed"));
  CHECK_THAT(refusal(lattice + "[hysteresis]\nreplicas = 3\n" + run), ContainsSubstring("from 4 to"));
  CHECK_THAT(refusal(lattice + "[hysteresis]\nsweeps = 1\n" + run), ContainsSubstring("at least 2"));
  CHECK_THAT(refusal(lattice + "[hysteresis]\nsweeps = 1000000000\n" + run), ContainsSubstring("134217728"));
  CHECK_THAT(refusal(lattice + "[temperature]\ncount = 3\n" + run),
             ContainsSubstring("did you mean [temperatures]"));
}
