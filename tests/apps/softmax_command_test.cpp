#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "command.hpp"
#include "scratch_directory.hpp"

using Json = nlohmann::json;

namespace {

const std::string cat_sat = "configs/logits/cat_sat.tsv";

Json json_of(const std::vector<std::string>& arguments) {
  const CommandResult result = run_onedial(arguments);
  INFO(result.err);
  REQUIRE(result.exit_code == 0);
  return Json::parse(result.out);
}

std::string refusal(const std::vector<std::string>& arguments) {
  return refused(run_onedial(arguments));
}

}  // namespace

TEST_CASE("softmax reports every quantity at every temperature") {
  const Json json = json_of({"softmax", "--logits", "2,1,0.5", "--temperature", "0,1,inf", "--json"});
  REQUIRE(json["temperatures"].size() == 3);
  const Json& one = json["temperatures"][1];
  const double z = std::exp(2) + std::exp(1) + std::exp(0.5);
  const double mean = -(2 * std::exp(2) + std::exp(1) + 0.5 * std::exp(0.5)) / z;
  const double square = (4 * std::exp(2) + std::exp(1) + 0.25 * std::exp(0.5)) / z;
  CHECK(one["temperature"] == 1);
  CHECK(one["log_z"].get<double>() == Approx(std::log(z)));
  CHECK(one["mean_energy"].get<double>() == Approx(mean));
  CHECK(one["energy_variance"].get<double>() == Approx(square - mean * mean));
  CHECK(one["entropy_nats"].get<double>() == Approx(std::log(z) + mean));
  CHECK(one["entropy_bits"].get<double>() == Approx((std::log(z) + mean) / std::log(2)));
  CHECK(one["perplexity"].get<double>() == Approx(std::exp(std::log(z) + mean)));
  CHECK(one["free_energy"].get<double>() == Approx(-std::log(z)));
  CHECK(one["heat_capacity"].get<double>() == Approx(square - mean * mean));
  CHECK(one["entropy_slope"].get<double>() == Approx(square - mean * mean));
  CHECK(one["probabilities"][2].get<double>() == Approx(std::exp(0.5) / z));
  CHECK(one["top"][0]["token"] == "#0");
  CHECK(json["temperatures"][0]["probabilities"] == Json::array({1, 0, 0}));
  CHECK(json["temperatures"][0]["top"][0]["probability"] == 1);
  CHECK(json["temperatures"][2]["temperature"] == "inf");
  CHECK(json["temperatures"][2]["entropy_nats"].get<double>() == Approx(std::log(3)));
  CHECK(json["temperatures"][2]["top"][1]["probability"].get<double>() == Approx(1.0 / 3));
  CHECK(json["heat_capacity_peaks"].size() == 1);
  CHECK(json["entropy_slope_peaks"][0]["temperature"] < json["heat_capacity_peaks"][0]["temperature"]);
}

TEST_CASE("softmax solves for a wanted entropy, perplexity or energy") {
  const auto row = [](const std::string& option, const std::string& value) {
    return json_of({"softmax", "--logits-file", cat_sat, option, value, "--json"})["temperatures"][0];
  };
  CHECK(row("--target-entropy", "1.5")["entropy_nats"].get<double>() == Approx(1.5));
  CHECK(row("--target-perplexity", "6")["perplexity"].get<double>() == Approx(6));
  CHECK(row("--target-energy", "-5")["mean_energy"].get<double>() == Approx(-5));
  CHECK(row("--target-perplexity", "12")["temperature"] == "inf");
  CHECK(row("--target-perplexity", "1")["temperature"] == 0);
}

TEST_CASE("softmax reads a real distribution of 72,546 words, which has two peaks") {
  const Json json = json_of({"softmax", "--logits-file", "configs/logits/on_the.tsv.gz", "--json"});
  CHECK(json["tokens"] == 72546);
  CHECK(json["temperatures"][0]["log_z"].get<double>() == Approx(std::log(1.00004)).margin(2e-5));
  CHECK(json["temperatures"][0]["probabilities"].is_null());
  CHECK(json["temperatures"][0]["top"][0]["token"] == "other");
  CHECK(json["heat_capacity_peaks"].size() == 2);
  CHECK(json["entropy_slope_peaks"].size() == 2);
}

TEST_CASE("softmax takes logits from standard input and leaves a run directory") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result = run_shell(
      "printf 'a\\t1\\nb\\t0\\n' | onedial softmax --logits-file - --grid 0.1:10:5 --out '" + out + "'");
  CHECK(result.exit_code == 0);
  CHECK_THAT(result.out, ContainsSubstring("2 tokens") && ContainsSubstring("dS/dT    peak"));
  CHECK(std::all_of(result.out.begin(), result.out.end(),
                    [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); }));
  CHECK(names_in(out) ==
        std::vector<std::string>{"report.png", "report.svg", "result.json", "temperatures.csv"});
  const std::string csv = read_bytes(out + "/temperatures.csv");
  CHECK(std::count(csv.begin(), csv.end(), '\n') == 6);
}

TEST_CASE("probabilities of large logits and at extreme temperatures are those of the gaps") {
  const auto top = [](const std::vector<std::string>& arguments) {
    const CommandResult result = run_onedial(arguments);
    REQUIRE(result.exit_code == 0);
    std::vector<double> p;
    const auto json = nlohmann::json::parse(result.out);
    for (const auto& token : json["temperatures"][0]["top"]) {
      p.push_back(token["probability"].get<double>());
    }
    return p;
  };
  CHECK(top({"softmax", "--json", "--logits", "1e16,1e16"}) == std::vector<double>{0.5, 0.5});
  CHECK(top({"softmax", "--json", "--logits", "2,1", "--temperature", "1e-310"}) ==
        std::vector<double>{1, 0});
  CHECK(top({"softmax", "--json", "--logits", "1e308,0", "--temperature", "0.1"}) ==
        std::vector<double>{1, 0});
}

TEST_CASE("softmax leaves its answer where a picture cannot be drawn, and keeps to the range of a double") {
  const ScratchDirectory scratch;
  const CommandResult result =
      run_onedial({"softmax", "--quiet", "--logits", "1e308,0", "--out", (scratch / "run").string()});
  CHECK(result.exit_code == 0);
  CHECK(result.out.empty());
  CHECK_FALSE(read_bytes((scratch / "run" / "result.json").string()).empty());
  const auto grid = nlohmann::json::parse(
      run_onedial({"softmax", "--json", "--logits", "1,2", "--grid", "1e-300:1e300:5"}).out)["temperatures"];
  REQUIRE(grid.size() == 5);
  CHECK(grid[0]["temperature"] == 1e-300);
  CHECK(grid[2]["temperature"].get<double>() == Approx(1));
  CHECK(grid[4]["temperature"] == 1e300);
}

TEST_CASE("the greatest logit survives every cut by standard deviations") {
  for (const std::string chain : {"top_n_sigma=0", "top_n_sigma=1"}) {
    const auto result = nlohmann::json::parse(
        run_onedial({"decode", "--json", "--logits", "1e200,0,-1e200", "--seed", "1", "--chain", chain}).out);
    CHECK(result["phases"][0]["first_draw"][0]["kept"] == 1);
  }
  const auto small = nlohmann::json::parse(run_onedial({"decode", "--json", "--logits", "1e-200,0,-1e-200",
                                                        "--seed", "1", "--chain", "top_n_sigma=2"})
                                               .out);
  CHECK(small["phases"][0]["first_draw"][0]["kept"] == 2);
}

TEST_CASE("decode can be interrupted, and leaves a run directory") {
  const ScratchDirectory scratch;
  const std::string out = (scratch / "run").string();
  const CommandResult result = run_shell(
      "timeout --foreground --preserve-status -s INT 2 onedial decode --quiet --chain xtc --draws 100000000 "
      "--seed 1 "
      "--logits-file configs/logits/on_the.tsv.gz --out '" +
      out + "'");
  CHECK(result.exit_code == 130);
  CHECK(nlohmann::json::parse(read_bytes(out + "/result.json"))["draws"].get<int>() > 0);
}

TEST_CASE("softmax and decode refuse bad input in one line") {
  CHECK_THAT(refusal({"softmax", "--logits", "1.7e308,-1.7e308"}),
             ContainsSubstring("span more than a double"));
  CHECK_THAT(refusal({"decode", "--logits", "1,2", "--seed", "-1"}), ContainsSubstring("--seed"));
  CHECK(refusal({"softmax", "--logits", "1e300,-1e300", "--target-energy", "1e305"}).size() < 200);
  CHECK_THAT(refusal({"softmax"}), ContainsSubstring("no logits are given"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,nan"}), ContainsSubstring("logit 1 is nan"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,inf"}), ContainsSubstring("logit 1 is inf"));
  CHECK_THAT(refusal({"softmax", "--logits", "-inf,-inf"}), ContainsSubstring("every logit is -inf"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,two"}), ContainsSubstring("'two' is not a number"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,2", "--temperature", "-1"}),
             ContainsSubstring("'-1' is not a temperature"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,2", "--temperature", "hot"}),
             ContainsSubstring("'hot' is not a temperature"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,2", "--target-entropy", "1"}),
             ContainsSubstring("--target-entropy"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,2", "--grid", "1:2"}), ContainsSubstring("LOW:HIGH:POINTS"));
  CHECK_THAT(refusal({"softmax", "--logits", "1,2", "--grid", "2:1:5"}), ContainsSubstring("--grid"));
  CHECK_THAT(refusal({"softmax", "--logits-file", "none"}), ContainsSubstring("none: cannot read"));
  CHECK_THAT(refusal({"softmax", "--logits", "1", "--logits-file", cat_sat}), ContainsSubstring("--logits"));
  CHECK_THAT(refusal({"decode", "--logits", "1,2", "--seed", "1", "--chain", "topk=4"}),
             ContainsSubstring("did you mean 'top_k'?"));
  CHECK_THAT(refusal({"decode", "--logits", "1,2", "--seed", "1", "--chain", "top_p=2"}),
             ContainsSubstring("top_p"));
  CHECK_THAT(refusal({"decode", "--logits", "1,2", "--seed", "1", "--chain", "logit_bias=7:1"}),
             ContainsSubstring("--chain"));
  CHECK_THAT(refusal({"decode", "--logits", "1,2", "--seed", "1", "--draws", "0"}),
             ContainsSubstring("--draws"));
  CHECK_THAT(refusal({"decode", "--logits", "1,2"}), ContainsSubstring("--seed"));
}

TEST_CASE("the average surprise of decoded tokens comes to the entropy") {
  const auto decode = [](const std::vector<std::string>& chains, const std::string& draws) {
    std::vector<std::string> arguments = {"decode", "--logits-file", cat_sat,   "--seed",
                                          "3",      "--json",        "--draws", draws};
    for (const std::string& chain : chains) {
      arguments.insert(arguments.end(), {"--chain", chain});
    }
    return json_of(arguments);
  };
  const Json plain = decode({}, "20000");
  const double entropy =
      json_of({"softmax", "--logits-file", cat_sat, "--json"})["temperatures"][0]["entropy_nats"]
          .get<double>();
  CHECK(plain["expected_surprise_nats"].get<double>() == Approx(entropy));
  CHECK(std::abs(plain["z_score"].get<double>()) < 5);
  CHECK(plain["tokens"][0]["token"] == "mat");
  // Moving T in mid-run, a chain with a coin, and one with a memory.
  const Json moved = decode({"temperature=0.5", "temperature=1.5"}, "20000");
  CHECK(moved["phases"].size() == 2);
  CHECK(moved["phases"][1]["draws"] == 10000);
  CHECK(std::abs(moved["z_score"].get<double>()) < 5);
  CHECK(std::abs(decode({"xtc=0.5:0.1"}, "3000")["z_score"].get<double>()) < 5);
  CHECK(std::abs(decode({"penalties=1.3:0.1:0.1:16,temperature=0.9"}, "3000")["z_score"].get<double>()) < 5);
  const Json greedy = decode({"greedy"}, "50");
  CHECK(greedy["tokens"].size() == 1);
  CHECK(greedy["mean_surprise_nats"] == 0);
  CHECK(decode({"top_k=3"}, "500") == decode({"top_k=3"}, "500"));
  const CommandResult text =
      run_onedial({"decode", "--logits-file", cat_sat, "--seed", "1", "--chain", "llama.cpp"});
  CHECK_THAT(text.out, ContainsSubstring("kept mass") && ContainsSubstring("average surprise"));
}
