#include "onedial/run/anneal_config.hpp"

#include <cmath>
#include <fstream>
#include <string>

#include "catch.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string problem = "[problem]\nkind = \"max_cut\"\nfile = \"g.txt\"\n";
const std::string run = "[run]\nseed = 1\n";
const TemperatureRange range{Temperature(10), Temperature(0.1)};

struct Parsed {
  Config config;
  AnnealConfig anneal;
};

Parsed parse(const std::string& text) {
  const ScratchDirectory scratch;
  const auto path = scratch.path() / "c.toml";
  std::ofstream(path) << text;
  Config config = Config::load(path);
  AnnealConfig anneal = read_anneal_config(config);
  return {std::move(config), std::move(anneal)};
}

Schedule schedule_of(const std::string& schedule) {
  const Parsed parsed = parse(problem + "[schedule]\n" + schedule + "\n" + run);
  return make_schedule(parsed.anneal.cooling, range, parsed.config);
}

}  // namespace

TEST_CASE("a short annealing config has defaults for the rest") {
  const AnnealConfig config = parse(problem + run).anneal;
  CHECK(config.problem.kind == "max_cut");
  CHECK(config.problem.format == "auto");
  CHECK_FALSE(config.kernel.has_value());
  CHECK(config.cooling.kind == "geometric");
  CHECK(config.cooling.sweeps == 1000);
  CHECK(config.sampler.replicas == 64);
  CHECK(config.sampler.threads >= 1);
  CHECK_FALSE(config.target.has_value());
}

TEST_CASE("every kind of schedule can be asked for") {
  CHECK(std::get<GeometricSchedule>(schedule_of("kind = \"geometric\"")).start == Temperature(10));
  CHECK(std::get<LinearSchedule>(schedule_of("kind = \"linear\"\nend = 0")).end.is_zero());
  CHECK(std::get<LinearBetaSchedule>(schedule_of("kind = \"linear_beta\"\nstart = 5")).start ==
        Temperature(5));
  CHECK(std::get<ExponentialSchedule>(schedule_of("kind = \"exponential\"")).decay == 5.0);
  CHECK(std::get<ExponentialSchedule>(schedule_of("kind = \"exponential\"\ndecay = 2")).decay == 2.0);
  CHECK(std::get<LogarithmicSchedule>(schedule_of("kind = \"logarithmic\"\nstart = 3")).start ==
        Temperature(3));
  CHECK(std::get<ConstantSchedule>(schedule_of("kind = \"constant\"\nstart = 3")).level == Temperature(3));
  CHECK(std::get<TableSchedule>(schedule_of("kind = \"table\"\ntemperatures = [3, 1, 2]")).levels.size() ==
        3);
}

TEST_CASE("every adaptive kind can be asked for, with its own keys") {
  const auto adaptive_of = [](const std::string& schedule) {
    const Parsed parsed = parse(problem + "[schedule]\n" + schedule + "\n" + run);
    return make_adaptive_schedule(parsed.anneal.cooling, range, KernelKind::metropolis, parsed.config);
  };
  for (const AdaptiveLaw law : all_adaptive_laws) {
    const std::string name(adaptive_law_name(law));
    const auto schedule = adaptive_of("kind = \"" + name + "\"").value();
    CHECK(schedule.law == law);
    CHECK(schedule.end == Temperature(0.1));
    CHECK(schedule.start.has_value() == (law != AdaptiveLaw::huang));
    CHECK(schedule.kernel == KernelKind::metropolis);
    // What stands for it where there is no run to be read.
    CHECK(std::get<GeometricSchedule>(schedule_of("kind = \"" + name + "\"")).end == Temperature(0.1));
  }
  CHECK(adaptive_of("kind = \"huang\"\nstart = 7").value().start == Temperature(7));
  CHECK(adaptive_of("kind = \"sqrt_c\"\nlongest_tau = 6").value().longest_tau == 6.0);
  CHECK(adaptive_of("kind = \"two_pass\"\npilot = 0.2").value().pilot == 0.2);
  CHECK_FALSE(adaptive_of("kind = \"linear\"").has_value());
  CHECK_THROWS_WITH(adaptive_of("kind = \"sqrt_c\"\nstart = 0.1"),
                    ContainsSubstring("[schedule] start: an adaptive schedule must start hotter"));
}

TEST_CASE("a schedule can be run in cycles") {
  const auto schedule = std::get<CycledSchedule>(schedule_of("cycles = 3\nreheat = 0.25"));
  CHECK(schedule.cycles == 3);
  CHECK(std::get<GeometricSchedule>(schedule.first).start == Temperature(10));
  CHECK(std::get<GeometricSchedule>(schedule.again).start.value() == Approx(0.1 * std::pow(100, 0.25)));
  CHECK(std::get<GeometricSchedule>(schedule_of("cycles = 1")).start == Temperature(10));
}

TEST_CASE("a table of temperatures is read from a CSV file") {
  const ScratchDirectory scratch;
  const auto table = scratch.path() / "t.csv";
  const std::string keys = "kind = \"table\"\nfile = \"" + table.string() + "\"";
  std::ofstream(table) << "sweep,temperature\n0,4\n\n1,2.5\r\n2,0\n";
  const auto levels = std::get<TableSchedule>(schedule_of(keys)).levels;
  CHECK(levels == std::vector<Temperature>{Temperature(4), Temperature(2.5), Temperature(0)});
  std::ofstream(table) << "4\nhot\n";
  CHECK_THROWS_WITH(schedule_of(keys), ContainsSubstring("t.csv:2: temperature 'hot' is not a number"));
  std::ofstream(table) << "4\n-1\n";
  CHECK_THROWS_WITH(schedule_of(keys), ContainsSubstring("t.csv:2: temperature -1; a number of at least 0"));
  std::ofstream(table) << "1 2 3\n";
  CHECK_THROWS_WITH(schedule_of(keys), ContainsSubstring("t.csv:1: 3 columns"));
  std::ofstream(table) << "temperature\n";
  CHECK_THROWS_WITH(schedule_of(keys), ContainsSubstring("file: holds no temperature"));
}

TEST_CASE("schedules that make no sense are refused at the key to blame") {
  const auto refused = [](const std::string& keys, const std::string& message) {
    INFO(keys);
    CHECK_THROWS_WITH(schedule_of(keys), ContainsSubstring(message));
  };
  refused("start = -1", "[schedule] start: is -1; must be \"auto\" or a finite number of at least 0");
  refused("start = 1\nend = 2",
          "[schedule] start: the run would start at T = 1, colder than its end at T = 2");
  refused("start = 0.01", "colder than its end at T = 0.1 (auto)");
  refused("end = 20", "[schedule] end: the run would start at T = 10 (auto)");
  refused("end = 0", "[schedule] end: a geometric schedule cannot reach T = 0");
  refused("kind = \"linear_beta\"\nend = 0", "[schedule] end: a linear_beta schedule cannot reach T = 0");
  refused("sweeps = 0", "[schedule] sweeps: is 0; must be an integer from 1");
  refused("kind = \"logarithmic\"\nend = 1", "[schedule] end: has no meaning for kind = \"logarithmic\"");
  refused("kind = \"linear\"\ndecay = 2", "[schedule] decay: has no meaning for kind = \"linear\"");
  refused("kind = \"table\"", "give one of the two");
  refused("kind = \"table\"\ntemperatures = []", "[schedule] temperatures: holds no temperature");
  refused("kind = \"table\"\ntemperatures = [1, -2]", "[schedule] temperatures");
  refused("kind = \"table\"\ntemperatures = [1]\nstart = 2",
          "[schedule] start: has no meaning for kind = \"table\"");
  refused("kind = \"geometrical\"", "did you mean");
  refused("kind = \"sqrt_c\"\nend = 0", "[schedule] end: ");
  refused("kind = \"huang\"\nlongest_tau = 3", "[schedule] longest_tau: has no meaning for kind = \"huang\"");
  refused("kind = \"sqrt_c\"\npilot = 0.1", "it belongs to \"two_pass\"");
  refused("kind = \"huang\"\ncycles = 2", "[schedule] cycles: has no meaning for kind = \"huang\"");
  refused("sweeps = 3\ncycles = 4", "[schedule] cycles: 4 cycles do not fit into 3 sweeps");
  refused("kind = \"linear\"\nend = 0\ncycles = 2", "[schedule] end: reheating goes by ln T");
}

TEST_CASE("runs that make no sense are refused") {
  const auto refused = [](const std::string& keys, const std::string& message) {
    INFO(keys);
    CHECK_THROWS_WITH(parse(problem + "[run]\n" + keys), ContainsSubstring(message));
  };
  refused("", "[run] seed: is missing");
  refused("seed = -1", "[run] seed: is -1");
  refused("seed = 1\nreplicas = 0", "[run] replicas: is 0; must be an integer from 1");
  refused("seed = 1\nreplicas = \"many\"", "[run] replicas: is the string \"many\"");
  refused("seed = 1\nreplica = 5", "unknown key; did you mean replicas?");
  refused("seed = 1\nstop_at_target = true", "there is no target to stop at");
  refused("seed = 1\ntime_limit = 0", "[run] time_limit");
  refused("seed = 1\nthreads = -2", "[run] threads: is -2");
}
