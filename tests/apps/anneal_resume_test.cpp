#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

/// A run of a second or more.
const std::string long_run =
    "configs/maxcut_g1.toml --set run.replicas=70 --set schedule.sweeps=20000 --set run.target=11600 ";

/// What a run has found, without what depends on the machine's speed, and the way to the instance.
Json found(const std::string& out) {
  Json result = Json::parse(read_bytes(out + "/result.json"));
  for (const char* of_time : {"seconds", "updates_per_second", "threads"}) {
    result.erase(of_time);
  }
  result["target"].erase("seconds_to_target_99");
  result["problem"].erase("source");
  return result;
}

void check_equal_runs(const std::string& one, const std::string& other) {
  CHECK(found(one) == found(other));
  CHECK(read_bytes(one + "/trace.csv") == read_bytes(other + "/trace.csv"));
  CHECK(read_bytes(one + "/solution.txt") == read_bytes(other + "/solution.txt"));
  CHECK(names_in(one) == names_in(other));
}

std::vector<std::string> resume(const std::string& out, const std::vector<std::string>& settings = {}) {
  std::vector<std::string> arguments{"anneal", "--resume", out, "--quiet"};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return arguments;
}

void check_resumes(const std::string& out, const std::vector<std::string>& settings = {}) {
  const CommandResult result = run_onedial(resume(out, settings));
  CHECK(result.err.empty());
  CHECK(result.exit_code == 0);
}

}  // namespace

TEST_CASE("a run that was ended early in any way goes on to the same bits") {
  const ScratchDirectory scratch;
  const std::string whole = (scratch / "whole").string();
  REQUIRE(run_shell("onedial anneal " + long_run + "--quiet --out '" + whole + "'").exit_code == 0);

  SECTION("by its time limit, again and again") {
    const std::string out = (scratch / "limit").string();
    REQUIRE(run_shell("onedial anneal " + long_run + "--quiet --set run.time_limit=0.05 --out '" + out + "'")
                .exit_code == 0);
    CHECK(found(out)["stop_reason"] == "time_limit");
    check_resumes(out, {"run.time_limit=0.2", "run.threads=2"});
    check_resumes(out, {"run.time_limit=1e6"});
    check_equal_runs(out, whole);
  }
  SECTION("by a signal") {
    const std::string out = (scratch / "signal").string();
    const CommandResult result = run_shell("onedial anneal " + long_run + "--quiet --out '" + out +
                                           "' & pid=$!; sleep 0.3; kill -TERM $pid; wait $pid");
    REQUIRE(result.exit_code == 130);
    REQUIRE(std::filesystem::exists(out + "/checkpoint.npz"));
    check_resumes(out);
    check_equal_runs(out, whole);
  }
  SECTION("by SIGKILL, which gives no time to store anything") {
    const std::string out = (scratch / "killed").string();
    run_shell("onedial anneal " + long_run + "--quiet --set run.checkpoint=0.05 --out '" + out +
              "' & pid=$!; for k in $(seq 1000); do [ -e '" + out +
              "/result.json' ] && break; sleep 0.01; done; kill -KILL $pid; wait $pid");
    REQUIRE(std::filesystem::exists(out + "/checkpoint.npz"));
    CHECK(found(out)["stop_reason"] == "interrupted");
    check_resumes(out);
    check_equal_runs(out, whole);
  }
}

TEST_CASE("a checkpoint of another run, a damaged one and none are refused in one line") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const std::string instance =
      scratch.write("g", read_bytes(ONEDIAL_SOURCE_DIR "/configs/instances/G1.txt")).string();
  REQUIRE(run_shell("onedial anneal " + long_run + "--quiet --set run.time_limit=0.05 --set problem.file='" +
                    instance + "' --out '" + out + "'")
              .exit_code == 0);
  const std::string path = out + "/checkpoint.npz";
  const std::string stored = read_bytes(path);
  const auto refusal = [&](const std::vector<std::string>& settings = {}) {
    const std::string error = refused(run_onedial(resume(out, settings)));
    CHECK_THAT(error, ContainsSubstring("checkpoint.npz"));
    return error;
  };
  CHECK_THAT(refusal({"run.seed=2"}),
             ContainsSubstring("is of another run, with [run] seed = 1; now it is 2"));
  CHECK_THAT(refusal({"schedule.sweeps=20001"}), ContainsSubstring("[schedule] sweeps = 20000"));
  CHECK_THAT(refusal({"run.replicas=71"}), ContainsSubstring("[run] replicas"));
  CHECK_THAT(refusal({"sampler.engine=chain"}), ContainsSubstring("[sampler] engine = \"auto\""));

  std::string other = read_bytes(instance);
  other.replace(other.rfind('1'), 1, "2");  // the weight of the last edge
  scratch.write("g", other);
  CHECK_THAT(refusal(), ContainsSubstring("with model = CRC-32"));
  scratch.write("g", read_bytes(ONEDIAL_SOURCE_DIR "/configs/instances/G1.txt"));

  CHECK(read_bytes(path) == stored);
  for (const std::size_t size : {std::size_t{0}, std::size_t{100}, stored.size() / 2, stored.size() - 1}) {
    scratch.write("run/checkpoint.npz", stored.substr(0, size));
    CAPTURE(size);
    refusal();
  }
  std::string damaged = stored;
  damaged[stored.size() / 2] ^= 1;
  scratch.write("run/checkpoint.npz", damaged);
  refusal();
  scratch.write("run/checkpoint.npz", stored);
  check_resumes(out, {"run.time_limit=1e6"});
  CHECK_THAT(refusal({"run.time_limit=1e6"}), ContainsSubstring("is not there"));
}

TEST_CASE("where anneal is to go on is said by --resume alone") {
  CHECK_THAT(refused(run_onedial({"anneal"})), ContainsSubstring("a config is expected, or --resume"));
  CHECK_THAT(refused(run_onedial({"anneal", "configs/qubo_small.toml", "--resume", "nowhere"})),
             ContainsSubstring("--resume"));
  CHECK_THAT(refused(run_onedial({"anneal", "--resume", "nowhere"})), ContainsSubstring("nowhere"));
}
