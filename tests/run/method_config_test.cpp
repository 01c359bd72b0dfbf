#include "onedial/run/method_config.hpp"

#include <fstream>

#include "catch.hpp"
#include "onedial/run/anneal_config.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

AnnealConfig parse(const std::string& method, const std::string& rest = "[run]\nseed = 1\n") {
  const ScratchDirectory scratch;
  const auto path = scratch.path() / "c.toml";
  std::ofstream(path) << "[problem]\nkind = \"max_cut\"\nfile = \"g.txt\"\n[method]\n" << method << rest;
  Config config = Config::load(path);
  return read_anneal_config(config);
}

}  // namespace

TEST_CASE("annealing is the method unless a config names another") {
  CHECK(parse("").method.kind == Method::annealing);
  CHECK(parse("kind = \"annealing\"\n").sampler.replicas == 64);
  CHECK(method_name(Method::population_annealing) == "population_annealing");
}

TEST_CASE("ladders make the replicas of replica exchange") {
  const AnnealConfig usual = parse("kind = \"replica_exchange\"\n");
  CHECK(usual.method.levels == 16);
  CHECK(usual.method.placement == LadderPlacement::equal_acceptance);
  CHECK_FALSE(usual.method.cluster_moves);
  CHECK(usual.sampler.replicas == 64);
  const AnnealConfig own = parse(
      "kind = \"replica_exchange\"\nlevels = 5\nladders = 3\nplacement = \"geometric\"\ncluster_moves = "
      "true\n"
      "cluster_every = 4\n",
      "[schedule]\nstart = 3\nend = 0.5\nsweeps = 70\n[run]\nseed = 1\n");
  CHECK(own.sampler.replicas == 15);
  CHECK(own.method.placement == LadderPlacement::geometric);
  CHECK(own.method.cluster_moves);
  CHECK(own.method.cluster_every == 4);
  CHECK(own.cooling.sweeps == 70);
}

TEST_CASE("automatic ends of a ladder lie within those of annealing where there is room") {
  const TemperatureRange wide{Temperature(40), Temperature(0.1)};
  CHECK(ladder_ends({}, wide).hot == Temperature(10));
  CHECK(ladder_ends({}, wide).cold == Temperature(0.2));
  const TemperatureRange narrow{Temperature(1), Temperature(0.15)};
  CHECK(ladder_ends({}, narrow).hot == narrow.hot);
  CHECK(ladder_ends({}, narrow).cold == narrow.cold);
  ScheduleConfig given;
  given.start = 3.0;
  given.end = 0.5;
  CHECK(ladder_ends(given, wide).hot == Temperature(3));
  CHECK(ladder_ends(given, wide).cold == Temperature(0.5));
}

TEST_CASE("populations of one size make the replicas of population annealing") {
  const AnnealConfig usual = parse("kind = \"population_annealing\"\n");
  CHECK(usual.sampler.replicas == 1024);
  CHECK(usual.method.populations == 8);
  CHECK(usual.method.overlap == 0.85);
  CHECK(usual.cooling.sweeps == 10);
}

TEST_CASE("keys that mean nothing to a method are refused") {
  const auto refused = [](const std::string& method, const std::string& rest, const std::string& message) {
    INFO(method << rest);
    CHECK_THROWS_WITH(parse(method, rest), ContainsSubstring(message));
  };
  const std::string run = "[run]\nseed = 1\n";
  refused("kind = \"tempering\"\n", run, "kind");
  refused("levels = 8\n", run, "[method] levels");
  refused("kind = \"population_annealing\"\nlevels = 8\n", run, "[method] levels");
  refused("kind = \"replica_exchange\"\noverlap = 0.5\n", run, "[method] overlap");
  refused("kind = \"replica_exchange\"\n", run + "replicas = 8\n", "[run] replicas");
  refused("kind = \"replica_exchange\"\nladders = 1\ncluster_moves = true\n", run, "two ladders");
  refused("kind = \"replica_exchange\"\ncluster_every = 3\n", run, "without cluster_moves");
  refused("kind = \"population_annealing\"\n", run + "replicas = 100\n", "a multiple is expected");
  refused("kind = \"population_annealing\"\n", "[schedule]\nstart = 5\n" + run, "begins at T = infinity");
  refused("kind = \"replica_exchange\"\n", "[schedule]\ncycles = 2\n" + run, "[schedule] cycles");
  refused("kind = \"population_annealing\"\n", "[sampler]\nshared_random = true\n" + run,
          "must draw for themselves");
  refused("kind = \"population_annealing\"\n", "[schedule]\nkind = \"linear\"\n" + run,
          "places its temperatures");
}
