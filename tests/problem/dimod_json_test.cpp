#include "onedial/problem/dimod_json.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

/// The energies 0.1 − x₀ + 2.5 x₂ + 0.3 x₀x₁ − 7 x₁x₂, as dimod 0.12 writes them.
nlohmann::json sample_model(const char* domain) {
  return {{"type", "BinaryQuadraticModel"},
          {"version", {{"bqm_schema", "3.0.0"}}},
          {"use_bytes", false},
          {"index_type", "int32"},
          {"bias_type", "float64"},
          {"num_variables", 3},
          {"num_interactions", 2},
          {"variable_labels", {"a", "b", "c"}},
          {"variable_type", domain},
          {"offset", 0.1},
          {"info", nlohmann::json::object()},
          {"linear_biases", {-1.0, 0.0, 2.5}},
          {"quadratic_biases", {0.3, -7.0}},
          {"quadratic_head", {1, 2}},
          {"quadratic_tail", {0, 1}}};
}

std::shared_ptr<const PairwiseModel> load(std::string_view kind, const std::string& text) {
  const ScratchDirectory scratch;
  return pairwise_model(load_problem(kind, scratch.write("model.json", text))->encode({}));
}

std::string error_of(const nlohmann::json& json) {
  const std::string message = message_of<InputError>([&] { load("ising", json.dump()); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("dimod models are read with the signs of dimod, in both domains") {
  for (const auto& [kind, type, low] :
       {std::tuple("ising", "SPIN", -1.0), std::tuple("qubo", "BINARY", 0.0)}) {
    const auto energy = enumerate(load(kind, sample_model(type).dump()));
    for (unsigned k = 0; k < 8; ++k) {
      const auto x = [k, low = low](unsigned i) { return (k >> i & 1U) != 0 ? 1.0 : low; };
      const double expected = 0.1 - x(0) + 2.5 * x(2) + 0.3 * x(0) * x(1) - 7 * x(1) * x(2);
      CHECK(energy[k] == Approx(expected).epsilon(1e-14));
    }
  }
}

TEST_CASE("a model survives writing and reading to the last bit") {
  for (const auto& [kind, type] : {std::pair("ising", "SPIN"), std::pair("qubo", "BINARY")}) {
    const auto first = load(kind, sample_model(type).dump());
    const std::string text = to_dimod_json(*first);
    const auto second = load(kind, text);
    CHECK(enumerate(first) == enumerate(second));
    CHECK(to_dimod_json(*second) == text);
    CHECK(nlohmann::json::parse(text)["variable_type"] == type);
  }
}

TEST_CASE("what is wrong with a dimod model is said with its key") {
  const auto with = [](const char* key, const nlohmann::json& value) {
    nlohmann::json json = sample_model("SPIN");
    json[key] = value;
    return error_of(json);
  };
  CHECK(with("type", "CQM") ==
        "model.json: is JSON, but has no \"type\": \"BinaryQuadraticModel\", as dimod writes it");
  CHECK(with("use_bytes", true) == "model.json: keeps its biases as bytes; write it with use_bytes=False");
  CHECK(with("num_variables", 1e9) ==
        "model.json: \"num_variables\" must be a whole number from 0 to 16777216");
  CHECK(with("num_variables", 4) == "model.json: \"linear_biases\" holds 3 values; 4 are expected");
  CHECK(with("num_interactions", 3) == "model.json: \"quadratic_biases\" holds 2 values; 3 are expected");
  CHECK(with("quadratic_head", {1, 3}) ==
        "model.json: interaction 1 has variable 3; they are numbered from 0 to 2");
  CHECK(with("quadratic_head", {0, 2}) == "model.json: interaction 0 joins variable 0 with itself");
  CHECK(with("quadratic_head", {1.5, 2}) == "model.json: \"quadratic_head\" must be a list of whole numbers");
  CHECK(with("quadratic_head", {0.5, 2}) == "model.json: \"quadratic_head\" must be a list of whole numbers");
  CHECK(with("linear_biases", {"x", 1, 2}) == "model.json: \"linear_biases\" must be a list of numbers");
  CHECK(with("variable_labels", {"a"}) == "model.json: \"variable_labels\" must be a list of 3 labels");
  CHECK(with("offset", nullptr) == "model.json: \"offset\" must be a number");
  CHECK(with("variable_type", "DISCRETE") == "model.json: \"variable_type\" must be \"SPIN\" or \"BINARY\"");
  nlohmann::json repeated = sample_model("SPIN");
  repeated["quadratic_head"] = {1, 0};
  repeated["quadratic_tail"] = {0, 1};
  CHECK(error_of(repeated) ==
        "model.json: units 0 and 1 were given before; a pair may appear once, in either order");
  CHECK(error_of(sample_model("BINARY")) == "model.json: is a model of bits; use kind = \"qubo\"");
  CHECK(message_of<InputError>([] {
          load("ising", R"({"type": "BinaryQuadraticModel", "offset": 1e999})");
        }).find("holds a number beyond the range of a double") != std::string::npos);
}
