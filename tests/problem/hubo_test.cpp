#include "onedial/problem/hubo.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <set>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

/// A polynomial with dyadic coefficients.
Polynomial sample_polynomial(Domain domain, Index units, std::size_t terms, std::uint64_t seed) {
  RandomStream random(seed, 0);
  Polynomial polynomial{.source = "sample", .domain = domain, .units = units};
  std::set<std::vector<Index>> seen;
  while (polynomial.terms.size() < terms) {
    std::vector<Index> chosen;
    for (Index i = 0; i < units; ++i) {
      if (random() % 2 == 0) {
        chosen.push_back(i);
      }
    }
    if (seen.insert(chosen).second) {
      polynomial.terms.push_back(
          {.units = chosen, .coefficient = static_cast<double>(random() % 41) / 4 - 5});
    }
  }
  return polynomial;
}

State state_of(std::size_t k, Index units) {
  State state(static_cast<std::size_t>(units));
  for (std::size_t i = 0; i < state.size(); ++i) {
    state[i] = static_cast<Level>(k >> i & 1U);
  }
  return state;
}

Polynomial read(const std::string& text) {
  const ScratchDirectory scratch;
  return read_polynomial(scratch.write("poly.json", text));
}

std::string error_of(const std::string& text) {
  const std::string message = message_of<InputError>([&] { read(text); });
  return message.substr(std::min(message.size(), message.find_last_of('/') + 1));
}

}  // namespace

TEST_CASE("spins become bits without a change of the polynomial") {
  for (std::uint64_t seed = 0; seed < 10; ++seed) {
    const Polynomial spins = sample_polynomial(Domain::spin, 5, 12, seed);
    const Polynomial bits = spins.in_bits();
    CHECK(bits.domain == Domain::binary);
    for (std::size_t k = 0; k < 32; ++k) {
      REQUIRE(bits.value(state_of(k, 5)) == spins.value(state_of(k, 5)));
    }
  }
}

TEST_CASE("right auxiliary bits have the energy of the polynomial and wrong ones cost the gap or more") {
  for (std::uint64_t seed = 0; seed < 24; ++seed) {
    const Domain domain = seed % 2 == 0 ? Domain::binary : Domain::spin;
    const Hubo problem(sample_polynomial(domain, 5, 6, seed));
    const QuadraticForm form = quadratic_form(problem.polynomial().in_bits(), std::nullopt);
    const Encoding encoding = problem.encode({});
    const double gap = form.gap().value_or(std::numeric_limits<double>::infinity());
    REQUIRE(gap > 0);
    const auto energies = enumerate(pairwise_model(encoding));
    double least = std::numeric_limits<double>::infinity();
    double smallest_excess = std::numeric_limits<double>::infinity();
    for (std::size_t k = 0; k < energies.size(); ++k) {
      const State state = state_of(k, units(encoding));
      const State answer = encoding.decode(state);
      const double value = problem.evaluate(answer).objective;
      least = std::min(least, value);
      if (encoding.encode(answer) == state) {
        REQUIRE(energies[k] == value);
      } else {
        smallest_excess = std::min(smallest_excess, energies[k] - value);
      }
    }
    CHECK(smallest_excess >= gap);
    CHECK(*std::min_element(energies.begin(), energies.end()) == least);
  }
}

TEST_CASE("a penalty below what is sufficient is said to be too small and can pay") {
  const Polynomial cubic{.source = "cubic", .units = 3, .terms = {{.units = {0, 1, 2}, .coefficient = -4}}};
  const Hubo problem(cubic);
  CHECK(quadratic_form(cubic, std::nullopt).gap() == 4);
  CHECK(quadratic_form(cubic, 4).gap() == 0);
  CHECK(problem.encode({}).penalty_text == "1 auxiliary bits, a wrong one costs 4 or more");
  const Encoding weak = problem.encode({.penalty = 1});
  CHECK(weak.slack_may_pay);
  CHECK_FALSE(problem.encode({}).slack_may_pay);
  CHECK(weak.penalty_text == "1 auxiliary bits, a wrong one may save 3: the penalty is too small");
  // x₀ = 0, x₁ = x₂ = 1: the value is 0, but an auxiliary bit of 1 saves 4 for the penalty of 1.
  const std::vector<double> energies = enumerate(pairwise_model(weak));
  CHECK(energies[0b1110] == -3);
  CHECK(*std::min_element(energies.begin(), energies.end()) == -4);
}

TEST_CASE("products that terms have in common share an auxiliary bit") {
  Polynomial quartic{.source = "shared", .units = 6};
  for (Index i = 2; i < 6; ++i) {
    quartic.terms.push_back({.units = {0, 1, i}, .coefficient = 1});
  }
  CHECK(quadratic_form(quartic, std::nullopt).products.size() == 1);
  const Polynomial pairs{.source = "pairs", .units = 2, .terms = {{.units = {0, 1}, .coefficient = 2}}};
  CHECK(!quadratic_form(pairs, std::nullopt).gap());
  CHECK(Hubo(pairs).encode({}).penalty_text.empty());
  CHECK(!Hubo(pairs).encode({}).has_slack);
}

TEST_CASE("polynomials are read from JSON") {
  const Polynomial spins = read(
      R"({"type": "BinaryPolynomial", "vartype": "SPIN", "terms": [[2, 0, 1], [3], []], "coefficients": [1.5, -2, 0.25]})");
  CHECK(spins.domain == Domain::spin);
  CHECK(spins.units == 4);
  CHECK(spins.degree() == 3);
  CHECK(spins.value({1, 1, 1, 0}) == 3.75);
  CHECK(spins.value({1, 0, 1, 1}) == -3.25);
  const Hubo problem(read(
      R"({"type": "BinaryPolynomial", "vartype": "BINARY", "num_variables": 6, "terms": [[0, 1, 2]], "coefficients": [1]})"));
  CHECK(problem.size_text() == "6 bits, 1 terms of degree 3 at most");
  CHECK(units(problem.encode({})) == 7);
  CHECK(Hubo(spins).answer_text({1, 0, 1, 1}) == "0 1\n1 -1\n2 1\n3 1\n");
  const ScratchDirectory scratch;
  const auto path = scratch.write(
      "p.json", R"({"type": "BinaryPolynomial", "vartype": "SPIN", "terms": [[0]], "coefficients": [2]})");
  CHECK(load_problem("hubo", path)->evaluate({0}).objective == -2);
  CHECK(Hubo(spins).read_answer(scratch.write("s", "3 1\n0 1\n1 -1\n2 1\n")) == State{1, 0, 1, 1});
  CHECK_THROWS_AS(problem.evaluate({1}), std::invalid_argument);
}

TEST_CASE("what is wrong with a polynomial is said with its key") {
  const auto with = [](const char* terms, const char* coefficients, const char* more = "") {
    return error_of(fmt::format(
        R"({{"type": "BinaryPolynomial", "vartype": "BINARY", "terms": {}, "coefficients": {}{}}})", terms,
        coefficients, more));
  };
  CHECK(error_of("{\"type\":") == "poly.json:1: is not valid JSON; a BinaryPolynomial is expected");
  CHECK(error_of("[1]") == "poly.json: is JSON, but no object; a BinaryPolynomial is expected");
  CHECK(error_of("{}") == "poly.json: is JSON, but has no \"type\": \"BinaryPolynomial\"");
  CHECK(with("[[0, 1]]", "[1, 2]") == "poly.json: \"coefficients\" holds 2 values; 1 are expected");
  CHECK(with("[[0, 1]]", "[\"a\"]") == "poly.json: \"coefficients\" must be a list of numbers");
  CHECK(with("[[0, 1]]", "[1e999]") == "poly.json: holds a number beyond the range of a double");
  CHECK(with("3", "[1]") == "poly.json: \"terms\" must be a list of lists of variables");
  CHECK(with("[3]", "[1]") == "poly.json: term 0 must be a list of variables");
  CHECK(with("[[0, -1]]", "[1]") ==
        "poly.json: term 0 has a variable that is no whole number from 0 to 16777215");
  CHECK(with("[[0, 2147483648]]", "[1]") ==
        "poly.json: term 0 has a variable that is no whole number from 0 to 16777215");
  CHECK(with("[[0, 3]]", "[1]", ", \"num_variables\": 3") ==
        "poly.json: term 0 has a variable that is no whole number from 0 to 2");
  CHECK(with("[[0]]", "[1]", ", \"num_variables\": 2147483648") ==
        "poly.json: \"num_variables\" must be a whole number from 0 to 16777216");
  CHECK(with("[[0], [1, 2, 1]]", "[1, 1]") == "poly.json: term 1 has variable 1 twice; once is expected");
  CHECK(with("[[0, 1], [2], [1, 0]]", "[1, 1, 1]") ==
        "poly.json: terms 0 and 2 have the same variables; one term is expected");
  CHECK(with("[[]]", "[1]") == "poly.json: has no variables");
  std::vector<Index> many(200);
  for (std::size_t i = 0; i < many.size(); ++i) {
    many[i] = static_cast<Index>(i);
  }
  const Polynomial huge{
      .source = "huge", .domain = Domain::spin, .units = 200, .terms = {{.units = many, .coefficient = 1}}};
  CHECK_THROWS_WITH(huge.in_bits(), ContainsSubstring("huge: is of degree 200 in spins"));
  const ScratchDirectory scratch;
  CHECK_THROWS_WITH(
      load_problem("qubo", scratch.write("p.json", R"({"type": "BinaryPolynomial", "vartype": "SPIN"})")),
      ContainsSubstring("is a polynomial; use kind = \"hubo\""));
}
