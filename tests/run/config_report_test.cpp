#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "onedial/run/config.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

struct Settings {
  std::string kind;
  std::filesystem::path file;
  std::optional<double> start;
  std::vector<double> table;
  std::optional<double> target;
  std::int64_t seed = 0;
  bool keep = false;
};

Settings read_settings(Config& config) {
  Settings settings;
  settings.kind = config.read({"problem", "kind", "What is solved."}, AnyText{}, Config::required);
  settings.seed = config.read({"run", "seed", "Seed of every random number."}, IntegerIn{.min = 0}, 1);
  settings.file = config.read({"problem", "file", "The instance."}, FilePath{}, Config::required);
  settings.start = config.read({"schedule", "start", "First temperature."},
                               AutoOrReal{{.allow_infinite = true}}, std::nullopt);
  settings.table = config.read({"schedule", "table", "Temperatures."}, RealList{}, RealList::Value{});
  settings.target = config.read({"run", "target", "Objective at which to stop."}, RealIn{}, Config::optional);
  settings.keep = config.read({"run", "keep", "Whether to keep all."}, TrueOrFalse{}, true);
  config.finish();
  return settings;
}

}  // namespace

TEST_CASE("The effective config shows every key, its documentation and its default") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[problem]\nkind = \"max_cut\"\nfile = \"G1.txt\"\n");
  Config config = Config::load(path, {{"run.seed=7", "--seed"}});
  read_settings(config);
  CHECK(config.effective_toml() ==
        "# Every key at the value that was in force.\n"
        "\n[problem]\n"
        "# What is solved.\nkind = \"max_cut\"\n"
        "# The instance.\nfile = \"" +
            (scratch / "G1.txt").string() +
            "\"\n"
            "\n[run]\n"
            "# Seed of every random number.\nseed = 7\n"
            "# Objective at which to stop.\n# target =   # not set; a finite number\n"
            "# Whether to keep all.\nkeep = true  # default\n"
            "\n[schedule]\n"
            "# First temperature.\nstart = \"auto\"  # default\n"
            "# Temperatures.\ntable = []  # default\n");
}

TEST_CASE("The effective config reads back to the same values from any place") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml",
                                  "[problem]\nkind = 'a \"b\" \\ é'\nfile = \"G1.txt\"\n"
                                  "[schedule]\ntable = [0.1, 0.30000000000000004, -0.0, 1e300, 5e-324, "
                                  "1.7976931348623157e308, 4, 1e-7]\nstart = inf\n"
                                  "[run]\nseed = 9223372036854775807\nkeep = false\ntarget = -2\n");
  Config config = Config::load(path);
  const Settings before = read_settings(config);

  const ScratchDirectory elsewhere;
  Config copy = Config::load(elsewhere.write("config.toml", config.effective_toml()));
  const Settings after = read_settings(copy);
  CHECK(after.kind == "a \"b\" \\ é");
  CHECK(after.kind == before.kind);
  CHECK(after.file == before.file);
  CHECK(after.file == scratch / "G1.txt");
  CHECK(after.start == std::numeric_limits<double>::infinity());
  REQUIRE(after.table.size() == before.table.size());
  CHECK(std::memcmp(after.table.data(), before.table.data(), after.table.size() * sizeof(double)) == 0);
  CHECK(after.target == -2.0);
  CHECK(after.seed == 9223372036854775807);
  CHECK_FALSE(after.keep);
  CHECK(copy.effective_toml() == config.effective_toml());
}

TEST_CASE("A relative path is explained as it is and made absolute in the effective config") {
  const ScratchDirectory scratch;
  const CurrentDirectory here(scratch.path());
  std::filesystem::create_directory("configs");
  scratch.write("configs/a.toml", "[a]\nfile = \"instances/G1.txt\"\n");
  Config config = Config::load("configs/a.toml");
  config.read({"a", "file", "F."}, FilePath{}, Config::required);
  CHECK(config.explain() == "a.file = \"configs/instances/G1.txt\"  configs/a.toml:2  F.\n");
  const std::string absolute = (std::filesystem::current_path() / "configs/instances/G1.txt").string();
  CHECK(config.effective_toml().find("\nfile = \"" + absolute + "\"\n") != std::string::npos);
}

TEST_CASE("The explanation has a line a key with value, origin and meaning") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\nlong_key = 0.5\n");
  Config config = Config::load(path, {{"b.x=3"}});
  config.read({"a", "long_key", "First."}, RealIn{}, Config::required);
  config.read({"b", "x", "Second."}, IntegerIn{}, Config::required);
  config.read({"b", "y", "Third."}, IntegerIn{}, Config::optional);
  config.read({"a", "z", "Fourth."}, TrueOrFalse{}, true);
  const std::string place = path.string() + ":2";
  const auto padded = [&](std::string text) { return text + std::string(place.size() - text.size(), ' '); };
  CHECK(config.explain() == "a.long_key = 0.5        " + place + "  First.\n" + "a.z        = true       " +
                                padded("default") + "  Fourth.\n" + "b.x        = 3          " +
                                padded("--set") + "  Second.\n" + "b.y        = (not set)  " +
                                padded("default") + "  Third.\n");
}

TEST_CASE("The explanation as JSON keeps the types") {
  const ScratchDirectory scratch;
  const auto path = scratch.write("a.toml", "[a]\nt = inf\nlist = [1, 2]\nfile = \"G1.txt\"\n");
  Config config = Config::load(path);
  config.read({"a", "t", "T."}, RealIn{.allow_infinite = true}, Config::required);
  config.read({"a", "list", "L."}, RealList{}, Config::required);
  config.read({"a", "file", "F."}, FilePath{}, Config::required);
  config.read({"a", "n", "N."}, IntegerIn{}, 5);
  config.read({"a", "none", "O."}, AnyText{}, Config::optional);
  const nlohmann::json json = config.explain_json();
  CHECK(json["config"] == path.string());
  REQUIRE(json["keys"].size() == 5);
  CHECK(json["keys"][0] == nlohmann::json{{"section", "a"},
                                          {"key", "t"},
                                          {"value", "inf"},
                                          {"origin", path.string() + ":2"},
                                          {"default", false},
                                          {"doc", "T."}});
  CHECK(json["keys"][1]["value"] == nlohmann::json::array({1.0, 2.0}));
  CHECK(json["keys"][2]["value"] == (scratch / "G1.txt").string());
  CHECK(json["keys"][3]["value"] == 5);
  CHECK(json["keys"][3]["default"] == true);
  CHECK(json["keys"][4]["value"].is_null());
}

TEST_CASE("A key that is read twice is shown once") {
  const ScratchDirectory scratch;
  Config config = Config::load(scratch.write("a.toml", "[a]\nx = 1\n"));
  config.read({"a", "x", "First reading."}, IntegerIn{}, 5);
  config.read({"a", "x", "Second reading."}, IntegerIn{}, 5);
  CHECK(config.explain_json()["keys"].size() == 1);
}
