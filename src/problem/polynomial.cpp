#include "onedial/problem/polynomial.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

#include "formats/json_document.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/problem/instance_file.hpp"

namespace onedial {
namespace {

constexpr std::string_view polynomial_type = "BinaryPolynomial";

/// The units of term k, in increasing order.
std::vector<Index> read_units(const JsonDocument& document, std::size_t k, const JsonDocument::Json& term,
                              Index most_units) {
  if (!term.is_array()) {
    document.fail(fmt::format("term {} must be a list of variables", k));
  }
  std::vector<Index> units;
  for (const auto& unit : term) {
    if (!unit.is_number_integer() || unit < 0 || unit >= most_units) {
      document.fail(
          fmt::format("term {} has a variable that is no whole number from 0 to {}", k, most_units - 1));
    }
    units.push_back(unit.get<Index>());
  }
  std::sort(units.begin(), units.end());
  const auto repeated = std::adjacent_find(units.begin(), units.end());
  if (repeated != units.end()) {
    document.fail(fmt::format("term {} has variable {} twice; once is expected", k, *repeated));
  }
  return units;
}

void refuse_repeated_terms(const JsonDocument& document, const Polynomial& polynomial) {
  std::vector<std::size_t> order(polynomial.terms.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  const auto& terms = polynomial.terms;
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return terms[a].units < terms[b].units; });
  const auto repeated = std::adjacent_find(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return terms[a].units == terms[b].units;
  });
  if (repeated != order.end()) {
    document.fail(fmt::format("terms {} and {} have the same variables; one term is expected", *repeated,
                              *std::next(repeated)));
  }
}

}  // namespace

double Polynomial::value(const State& state) const {
  CompensatedSum sum;
  for (const Term& term : terms) {
    double product = term.coefficient;
    for (const Index unit : term.units) {
      product *= level_value(domain, state[static_cast<std::size_t>(unit)]);
    }
    sum.add(product);
  }
  return sum.value();
}

Index Polynomial::degree() const {
  Index degree = 0;
  for (const Term& term : terms) {
    degree = std::max<Index>(degree, std::ssize(term.units));
  }
  return degree;
}

Polynomial Polynomial::in_bits() const {
  if (domain == Domain::binary) {
    return *this;
  }
  double products = 0;
  for (const Term& term : terms) {
    products += std::ldexp(1.0, static_cast<int>(term.units.size()));
  }
  constexpr double most_products = 0x1p40;
  if (products > most_products) {
    throw InputError(fmt::format("{}: is of degree {} in spins, too much to be a sum of products of bits",
                                 source, degree()));
  }
  constexpr double bytes_a_product = 200;
  require_memory(bytes_a_product * products,
                 fmt::format("{}: a sum of {:.3g} products of bits", source, products));
  std::map<std::vector<Index>, double> collected;
  for (const Term& term : terms) {
    const std::size_t size = term.units.size();
    for (std::size_t chosen = 0; chosen < std::size_t{1} << size; ++chosen) {
      std::vector<Index> bits;
      double coefficient = term.coefficient;
      for (std::size_t k = 0; k < size; ++k) {
        if ((chosen >> k & 1U) != 0) {
          bits.push_back(term.units[k]);
          coefficient *= 2;
        } else {
          coefficient = -coefficient;
        }
      }
      collected[std::move(bits)] += coefficient;
    }
  }
  Polynomial result{.source = source, .domain = Domain::binary, .units = units};
  for (auto& [bits, coefficient] : collected) {
    if (coefficient != 0) {
      result.terms.push_back({.units = bits, .coefficient = coefficient});
    }
  }
  return result;
}

Polynomial read_polynomial(const std::filesystem::path& path) {
  const JsonDocument document(path.string(), read_text_file(path, "a polynomial in JSON"), polynomial_type);
  if (document.value("type") != polynomial_type) {
    document.fail(fmt::format("is JSON, but has no \"type\": \"{}\"", polynomial_type));
  }
  const auto& domain = document.at("vartype");
  if (domain != "SPIN" && domain != "BINARY") {
    document.fail("\"vartype\" must be \"SPIN\" or \"BINARY\"");
  }
  Polynomial polynomial{.source = path.string(), .domain = domain == "SPIN" ? Domain::spin : Domain::binary};
  const bool is_counted = !document.value("num_variables").is_null();
  if (is_counted) {
    polynomial.units = static_cast<Index>(document.count("num_variables", most_instance_units));
  }
  const auto& terms = document.at("terms");
  if (!terms.is_array()) {
    document.fail("\"terms\" must be a list of lists of variables");
  }
  const auto coefficients = document.list<double>("coefficients", terms.size());
  for (std::size_t k = 0; k < terms.size(); ++k) {
    std::vector<Index> units =
        read_units(document, k, terms[k], is_counted ? polynomial.units : most_instance_units);
    if (!is_counted && !units.empty()) {
      polynomial.units = std::max(polynomial.units, units.back() + 1);
    }
    polynomial.terms.push_back({.units = std::move(units), .coefficient = coefficients[k]});
  }
  if (polynomial.units == 0) {
    document.fail("has no variables");
  }
  refuse_repeated_terms(document, polynomial);
  return polynomial;
}

}  // namespace onedial
