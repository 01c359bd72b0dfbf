#include <algorithm>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

CommandResult train(const std::string& config, const std::string& out,
                    const std::vector<std::string>& settings) {
  std::vector<std::string> arguments{"train", config, "--out", out, "--json"};
  for (const std::string& setting : settings) {
    arguments.insert(arguments.end(), {"--set", setting});
  }
  return run_onedial(arguments);
}

Json result_of(const std::string& config, const std::string& out, const std::vector<std::string>& settings) {
  const CommandResult result = train(config, out, settings);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  const Json json = Json::parse(result.out);
  CHECK(Json::parse(read_bytes(out + "/result.json")) == json);
  return json;
}

}  // namespace

TEST_CASE("the 4-2-4 encoder is solved in 245 of 250 runs at least") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const Json result = result_of("configs/encoder_4_2_4.toml", out, {});
  CHECK(names_in(out) == std::vector<std::string>{"config.toml", "report.png", "report.svg", "result.json",
                                                  "runs.csv", "weights.csv"});
  CHECK(result["runs"] == 250);
  CHECK(result["solved"] >= 245);
  CHECK(result["median_cycles"] > 60);
  CHECK(result["median_cycles"] < 200);
  CHECK(result["median_cycles"] <= result["median_cycles_settled"]);
  CHECK(result["published_median_cycles"] == 110);
  CHECK(result["completed_slowly"] > result["completed_at_once"]);
  CHECK(result["mean_log_likelihood"] < result["upper_bound"]);
  std::vector<std::string> codes = result["codes"];
  std::sort(codes.begin(), codes.end());
  CHECK(codes == std::vector<std::string>{"00", "01", "10", "11"});
  const std::string runs = read_bytes(out + "/runs.csv");
  CHECK(std::count(runs.begin(), runs.end(), '\n') == 251);
  const std::string weights = read_bytes(out + "/weights.csv");
  CHECK(std::count(weights.begin(), weights.end(), '\n') == 1 + 28 + 10);
}

TEST_CASE("encoders have the same bits on any number of threads and from the stored config") {
  const ScratchDirectory scratch;
  const std::string one = (scratch / "one").string();
  result_of("configs/encoder_8_3_8.toml", one, {"run.runs=5", "learning.cycles=300", "run.threads=1"});
  const std::string three = (scratch / "three").string();
  result_of(one + "/config.toml", three, {"run.threads=3"});
  CHECK(read_bytes(three + "/runs.csv") == read_bytes(one + "/runs.csv"));
  CHECK(read_bytes(three + "/weights.csv") == read_bytes(one + "/weights.csv"));
  // More threads than runs: all of them work on each.
  const std::string eight = (scratch / "eight").string();
  result_of(one + "/config.toml", eight, {"run.threads=8"});
  CHECK(read_bytes(eight + "/runs.csv") == read_bytes(one + "/runs.csv"));
}

TEST_CASE("bad configs of encoders are refused in one line") {
  const ScratchDirectory scratch;
  const auto refusal = [&](const std::vector<std::string>& settings) {
    return refused(train("configs/encoder_4_2_4.toml", (scratch / "run").string(), settings));
  };
  CHECK_THAT(refusal({"machine.kind=encodr"}), ContainsSubstring("did you mean \"encoder\""));
  CHECK_THAT(refusal({"machine.hidden=1"}), ContainsSubstring("[machine] hidden"));
  CHECK_THAT(refusal({"learning.times=[2]"}), ContainsSubstring("[learning] times"));
  CHECK_THAT(refusal({"learning.epochs=3"}), ContainsSubstring("[learning] epochs"));
  CHECK_THAT(refusal({"machine.inputs=1000", "machine.hidden=1000", "learning.annealings=1000000"}),
             ContainsSubstring("learning 250 encoders of 3000 units"));
}

TEST_CASE("an interrupted training keeps the encoders that are whole") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  // In the background a shell would make its children deaf to SIGINT; SIGTERM is treated alike.
  const CommandResult result =
      run_shell("onedial train configs/encoder_4_2_4.toml --set run.runs=100000 --json --out '" + out +
                "' & pid=$!; sleep 2; kill -TERM $pid; wait $pid");
  CHECK(result.exit_code == 130);
  const Json document = Json::parse(result.out);
  CHECK(document["is_interrupted"] == true);
  const Json::number_integer_t runs = document["runs"];
  CHECK(runs > 0);
  CHECK(runs < 100000);
  CHECK(document["completed_slowly"].is_null());
  const std::string rows = read_bytes(out + "/runs.csv");
  CHECK(std::count(rows.begin(), rows.end(), '\n') == 1 + runs);
}
