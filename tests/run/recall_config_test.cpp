#include "onedial/run/recall_config.hpp"

#include <algorithm>
#include <string>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

const std::string random_patterns_of = "[patterns]\nunits = 50\ncount = 4\n";
const std::string run = "[run]\nseed = 7\n";

RecallConfig parse(const std::string& text) {
  const ScratchDirectory scratch;
  Config config = Config::load(scratch.write("c.toml", text + run));
  return read_recall_config(config);
}

template <class Task>
Task task_of(const std::string& text) {
  return std::get<Task>(parse(text).task);
}

std::string refusal(const std::string& text) {
  return message_of<ConfigError>([&] { parse(text); });
}

}  // namespace

TEST_CASE("a short config of recall has defaults for the rest") {
  const RecallConfig config = parse(random_patterns_of);
  CHECK(config.seed == 7);
  CHECK(config.threads >= 1);
  const auto& task = std::get<SpinRecall>(config.task);
  CHECK(task.patterns.units == 50);
  CHECK(task.patterns.count == 4);
  CHECK(task.patterns.activity == 0.5);
  const auto& storage = std::get<StorageSettings>(task.memory);
  CHECK(storage.rule == StorageRule::hebb);
  CHECK_FALSE(storage.self_coupling);
  CHECK(task.order == RecallOrder::asynchronous);
  CHECK(task.noise == 0.3);
  CHECK(task.trials == 1000);
  CHECK(task.least_overlap == 0.9);
  CHECK_FALSE(task.cooling);
}

TEST_CASE("rules, margins and kinds of memory are read") {
  const auto storage = [](const std::string& memory) {
    return std::get<StorageSettings>(task_of<SpinRecall>("[memory]\n" + memory + random_patterns_of).memory);
  };
  for (const StorageRule rule : all_storage_rules) {
    CHECK(storage("rule = \"" + std::string(storage_rule_name(rule)) + "\"\n").rule == rule);
  }
  CHECK(storage("self_coupling = true\n").self_coupling);
  CHECK(storage("activity = 0.1\n").activity == 0.1);
  CHECK(storage("rule = \"perceptron\"\nmargin = 0.5\nepochs = 9\n").margin == 0.5);
  CHECK(storage("rule = \"perceptron\"\nepochs = 9\n").most_epochs == 9);
  const auto dense = std::get<DenseSettings>(
      task_of<SpinRecall>("[memory]\nkind = \"dense\"\npower = 4\nrectified = true\n" + random_patterns_of)
          .memory);
  CHECK(dense.power == 4);
  CHECK(dense.is_rectified);
  const auto modern = task_of<ModernRecall>("[memory]\nkind = \"modern\"\n" + random_patterns_of +
                                            "[recall]\ntemperatures = [0, 0.5, inf]\nupdates = 3\n");
  CHECK(modern.temperatures.size() == 3);
  CHECK(modern.most_updates == 3);
}

TEST_CASE("a schedule is read as that of anneal is") {
  const auto task = task_of<SpinRecall>(random_patterns_of +
                                        "[schedule]\nkind = \"linear\"\nstart = 0.5\nend = 0\nsweeps = 30\n");
  REQUIRE(task.cooling);
  CHECK(task.cooling->sweeps == 30);
  CHECK(task.cooling->start == 0.5);
  CHECK_THAT(refusal(random_patterns_of + "[schedule]\nkind = \"linear\"\n"),
             ContainsSubstring("[schedule] start"));
  // A cooled recall has no order of its own.
  CHECK_THAT(refusal(random_patterns_of + "[recall]\norder = \"synchronous\"\n[schedule]\nstart = 0.5\n"),
             ContainsSubstring("order"));
}

TEST_CASE("scans of capacity, basins and phases are read") {
  const auto capacity = task_of<CapacityScan>(
      "[scan]\nkind = \"capacity\"\nunits = [100, 200]\nloads = [0.1, 0.2]\nsets = 3\n");
  CHECK_FALSE(capacity.is_of_basins);
  CHECK(capacity.units == std::vector<Index>{100, 200});
  CHECK(capacity.loads == std::vector<double>{0.1, 0.2});
  CHECK(capacity.noises == std::vector<double>{0});
  CHECK(capacity.trials.sets == 3);
  const auto basins = task_of<CapacityScan>(
      "[memory]\nrule = \"storkey\"\n[scan]\nkind = \"basins\"\nunits = 64\nnoises = [0, 0.5]\n");
  CHECK(basins.is_of_basins);
  CHECK(basins.units == std::vector<Index>{64});
  CHECK(basins.noises.size() == 2);
  CHECK(std::get<StorageSettings>(basins.trials.memory).rule == StorageRule::storkey);
  const auto phases =
      task_of<PhaseScan>("[scan]\nkind = \"phase_diagram\"\nunits = 99\ntemperatures = [0, 1]\n");
  CHECK(phases.trials.units == 99);
  CHECK(phases.temperatures == std::vector<double>{0, 1});
}

TEST_CASE("what a config of recall may not say is refused at its key") {
  CHECK_THAT(refusal("[patterns]\ncount = 4\n"), ContainsSubstring("[patterns] units"));
  CHECK_THAT(refusal("[patterns]\nunits = 4\n"), ContainsSubstring("[patterns] count"));
  CHECK_THAT(refusal("[patterns]\nfile = \"a.png\"\nunits = 5\n"), ContainsSubstring("units"));
  CHECK_THAT(refusal("[patterns]\nfile = \"a.png\"\nheight = 5\n"), ContainsSubstring("[patterns] height"));
  CHECK_THAT(refusal(random_patterns_of + "threshold = 0.5\n"), ContainsSubstring("threshold"));
  CHECK_THAT(refusal(random_patterns_of + "[memory]\npower = 3\n"), ContainsSubstring("power"));
  CHECK_THAT(refusal(random_patterns_of + "[memory]\nkind = \"dense\"\npower = 1\n"),
             ContainsSubstring("[memory] power"));
  CHECK_THAT(refusal(random_patterns_of + "[recall]\nnoise = 1.5\n"), ContainsSubstring("[recall] noise"));
  CHECK_THAT(refusal(random_patterns_of + "[recall]\nnois = 0.5\n"), ContainsSubstring("did you mean"));
  CHECK_THAT(refusal("[patterns]\nunits = 30000\ncount = 4\n"), ContainsSubstring("at most 20000"));
  CHECK_THAT(refusal("[scan]\nkind = \"capacity\"\nunits = [100.5]\n"), ContainsSubstring("no whole number"));
  CHECK_THAT(refusal("[scan]\nkind = \"capacity\"\nloads = []\n"), ContainsSubstring("is empty"));
  CHECK_THAT(refusal("[scan]\nkind = \"capacity\"\nloads = [0.2, 0.1]\n"), ContainsSubstring("must rise"));
  CHECK_THAT(refusal("[memory]\nkind = \"dense\"\n[scan]\nkind = \"phase_diagram\"\n"),
             ContainsSubstring("[scan] kind"));
  CHECK_THAT(refusal("[memory]\nkind = \"modern\"\n[scan]\nkind = \"capacity\"\n"),
             ContainsSubstring("[scan] kind"));
}

TEST_CASE("every effective value is written, and reads back as the same config") {
  const ScratchDirectory scratch;
  for (const std::string& text :
       {random_patterns_of, "[memory]\nkind = \"modern\"\n" + random_patterns_of,
        std::string("[scan]\nkind = \"capacity\"\n"), std::string("[scan]\nkind = \"phase_diagram\"\n")}) {
    Config config = Config::load(scratch.write("c.toml", text + run));
    read_recall_config(config);
    const std::string effective = config.effective_toml();
    Config again = Config::load(scratch.write("again.toml", effective));
    read_recall_config(again);
    const auto values = [](std::string toml) {  // "# default" stands only where a value was not given
      for (std::size_t at = toml.find("# default"); at != std::string::npos; at = toml.find("# default")) {
        toml.erase(at, 9);
      }
      toml.erase(std::remove(toml.begin(), toml.end(), ' '), toml.end());
      return toml;
    };
    CHECK(values(again.effective_toml()) == values(effective));
  }
}

TEST_CASE("patterns are loaded from where the config says") {
  const PatternSource random{.count = 4, .units = 50};
  const PatternSet drawn = load_patterns(random, 3);
  CHECK(drawn.patterns.rows() == 50);
  CHECK(drawn.patterns.cols() == 4);
  CHECK(drawn.height == 0);
  CHECK(load_patterns(random, 3).patterns == drawn.patterns);
  CHECK(load_patterns(random, 4).patterns != drawn.patterns);

  const ScratchDirectory scratch;
  const auto file = scratch.write("two.txt", "##.\n#..\n\n#.#\n.#.\n");
  const PatternSet images = load_patterns({.file = file}, 3);
  CHECK(images.height == 2);
  CHECK(images.width == 3);
  REQUIRE(images.patterns.cols() == 2);
  CHECK(images.patterns(1, 0) == 1);
  CHECK(images.patterns(1, 1) == -1);
  CHECK_THROWS_WITH(load_patterns({.file = file, .count = 3}, 3), ContainsSubstring("holds 2 patterns"));
}
