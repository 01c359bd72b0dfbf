#include "onedial/problem/convert.hpp"

#include <fmt/format.h>

#include "catch.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/random.hpp"
#include "onedial/model/enumerate.hpp"
#include "onedial/problem/load_problem.hpp"
#include "scratch_directory.hpp"

using namespace onedial;

namespace {

using Pairs = std::shared_ptr<const PairProblem>;

constexpr Index sample_size = 6;

/// A task of that kind with dyadic numbers: on such ones no sum of ours rounds. Some are 0, and the last unit
/// has none, which formats without a number of units must not forget.
Pairs sample_problem(std::string_view kind, std::uint64_t seed) {
  RandomStream random(seed, 0);
  const auto number = [&] { return static_cast<double>(random() % 33) / 8 - 2; };
  PairTerms terms{.source = "sample", .linear = std::vector<double>(sample_size)};
  for (Index i = 0; i < sample_size - 1; ++i) {
    for (Index j = i + 1; j < sample_size - 1; ++j) {
      if (random() % 3 > 0) {
        terms.pairs.push_back({.first = i, .second = j, .value = number()});
      }
    }
  }
  if (kind == "max_cut") {
    return std::make_shared<const MaxCut>(std::move(terms));
  }
  for (Index i = 0; i < sample_size - 1; ++i) {
    terms.linear[static_cast<std::size_t>(i)] = number();
  }
  terms.offset = number();
  if (kind == "qubo") {
    return std::make_shared<const Qubo>(std::move(terms));
  }
  return std::make_shared<const Ising>(std::move(terms));
}

/// The energies of all states; those of a task with one unit more are those in which it is at level 1.
std::vector<double> energies(const PairProblem& problem) {
  std::vector<double> all = enumerate(std::make_shared<const PairwiseModel>(problem.model()));
  if (problem.terms().units() > sample_size) {
    REQUIRE(problem.terms().units() == sample_size + 1);
    all.erase(all.begin(), all.begin() + std::ssize(all) / 2);
  }
  return all;
}

bool holds(InstanceFormat format, std::string_view kind) {
  const bool is_model = format == InstanceFormat::dimod_json || format == InstanceFormat::dimod_bqm;
  return kind == "qubo" || (format != InstanceFormat::or_library && !(is_model && kind == "max_cut"));
}

/// Writes the task, reads it as the same kind, and returns it with the constant that was lost.
Conversion through_file(const PairProblem& problem, InstanceFormat format) {
  const InstanceFile file = problem.instance(format);
  const ScratchDirectory scratch;
  const auto path = scratch.write("instance", instance_bytes(file));
  return {.problem = std::dynamic_pointer_cast<const PairProblem>(load_problem(problem.kind(), path)),
          .constant = keeps_offset(format) ? 0 : file.offset};
}

/// All but dimacs, which holds nothing but graphs without weights.
std::vector<InstanceFormat> all_formats() {
  std::vector<InstanceFormat> formats;
  for (const std::string& name : format_names()) {
    formats.push_back(*format_named(name));
  }
  std::erase(formats, InstanceFormat::dimacs);
  return formats;
}

const std::vector<std::string> kinds = {"max_cut", "ising", "qubo"};

}  // namespace

TEST_CASE("every format gives back what was written, recognised by its content") {
  for (const std::string& kind : kinds) {
    const Pairs problem = sample_problem(kind, 1);
    for (const InstanceFormat format : all_formats()) {
      INFO(kind << " as " << format_name(format));
      if (!holds(format, kind)) {
        CHECK_THROWS_AS(problem->instance(format), std::invalid_argument);
        continue;
      }
      const std::string bytes = instance_bytes(problem->instance(format));
      const ScratchDirectory scratch;
      const InstanceFile read = read_instance(scratch.write("instance", bytes));
      CHECK(read.format == format);
      CHECK(read.units == sample_size);
      const Conversion again = through_file(*problem, format);
      CHECK(again.problem->terms().linear == problem->terms().linear);
      CHECK(again.problem->terms().offset + again.constant == problem->terms().offset);
      std::vector<double> expected = energies(*problem);
      for (double& energy : expected) {
        energy -= again.constant;
      }
      CHECK(energies(*again.problem) == expected);
    }
  }
}

TEST_CASE("dimacs holds graphs whose edges weigh 1 and nothing else") {
  PairTerms edges{.source = "square", .linear = std::vector<double>(4)};
  edges.pairs = {{.first = 0, .second = 1, .value = 1}, {.first = 1, .second = 3, .value = 1}};
  const MaxCut graph(edges);
  const std::string text = instance_bytes(graph.instance(InstanceFormat::dimacs));
  CHECK(text == "p edge 4 2\ne 1 2\ne 2 4\n");
  CHECK(energies(*through_file(graph, InstanceFormat::dimacs).problem) == energies(graph));
  edges.pairs[1].value = 2;
  CHECK_THROWS_WITH(instance_bytes(MaxCut(edges).instance(InstanceFormat::dimacs)),
                    ContainsSubstring("edge 2-4 has the weight 2, for which dimacs has no room"));
  CHECK_THROWS_AS(Qubo(edges).instance(InstanceFormat::dimacs), std::invalid_argument);
}

TEST_CASE("numbers are written with all of their digits") {
  const std::vector<double> hard = {0.1, -1.0 / 3, 5e-324, 1.7976931348623157e307, -123456789.123456789};
  PairTerms terms{.source = "digits", .linear = hard};
  for (Index i = 0; i + 1 < std::ssize(hard); ++i) {
    terms.pairs.push_back({.first = i, .second = i + 1, .value = hard[static_cast<std::size_t>(i)]});
  }
  const Ising problem(terms);
  for (const InstanceFormat format : all_formats()) {
    if (holds(format, "ising")) {
      INFO(format_name(format));
      const Conversion again = through_file(problem, format);
      CHECK(again.problem->terms().linear == hard);
      REQUIRE(again.problem->terms().pairs.size() == terms.pairs.size());
      for (std::size_t k = 0; k < terms.pairs.size(); ++k) {
        CHECK(again.problem->terms().pairs[k].value == terms.pairs[k].value);
      }
    }
  }
}

TEST_CASE("energies survive any chain of conversions to the last bit but for the constants told") {
  RandomStream random(7, 0);
  for (int chain = 0; chain < 60; ++chain) {
    Pairs problem = sample_problem(kinds[random() % 3], static_cast<std::uint64_t>(chain));
    const std::vector<double> first = energies(*problem);
    double constant = 0;
    std::string path(problem->kind());
    for (int step = 0; step < 8; ++step) {
      // A graph has one unit more than what it is made of, once; a second one would not be the same answers.
      const bool may_be_graph = problem->terms().units() == sample_size || problem->kind() == "max_cut";
      const Conversion converted = convert(problem, kinds[may_be_graph ? random() % 3 : 1 + random() % 2]);
      const auto format = all_formats()[random() % all_formats().size()];
      path += fmt::format(" > {}", converted.problem->kind());
      constant += converted.constant;
      problem = converted.problem;
      if (holds(format, problem->kind())) {
        path += fmt::format(" in {}", format_name(format));
        const Conversion read = through_file(*problem, format);
        constant += read.constant;
        problem = read.problem;
      }
    }
    INFO(path);
    std::vector<double> last = energies(*problem);
    for (double& energy : last) {
      energy += constant;
    }
    REQUIRE(last == first);
  }
}

TEST_CASE("an Ising model without fields becomes a graph of the same units and cuts mean what they should") {
  PairTerms terms{
      .source = "pair", .linear = {0, 0}, .pairs = {{.first = 0, .second = 1, .value = 1.5}}, .offset = 4};
  const Conversion plain = convert(std::make_shared<const Ising>(terms), "max_cut");
  CHECK(!plain.has_extra_unit);
  CHECK(plain.problem->terms().units() == 2);
  CHECK(plain.problem->evaluate({0, 1}).objective == 3);
  CHECK(plain.constant == 5.5);
  terms.linear = {0, -0.5};
  const Conversion fields = convert(std::make_shared<const Ising>(terms), "max_cut");
  CHECK(fields.has_extra_unit);
  CHECK(fields.problem->evaluate({0, 1, 1}).objective == 3);
  CHECK(fields.problem->evaluate({0, 1, 0}).objective == 2);
  CHECK_THROWS_AS(convert(fields.problem, "tsp"), std::invalid_argument);
  CHECK_THROWS_AS(MaxCut(terms), std::invalid_argument);
}

TEST_CASE("a constant that a format has no room for is told in a comment") {
  const PairTerms terms{.source = "constant", .linear = {1, 0, 0, 2}, .offset = -2.5};
  const Qubo problem(terms);
  for (const InstanceFormat format : all_formats()) {
    const std::string bytes = instance_bytes(problem.instance(format));
    const bool is_told = bytes.find("the constant -2.5 is not part of this format") != std::string::npos;
    CHECK(is_told == !keeps_offset(format));
  }
}

TEST_CASE("a matrix that does not fit into memory is refused before it is written") {
  const PairTerms terms{.source = "wide", .linear = std::vector<double>(most_instance_units)};
  CHECK_THROWS_WITH(instance_bytes(Qubo(terms).instance(InstanceFormat::matrix)),
                    ContainsSubstring("the text of a 16777216 x 16777216 matrix needs 563 TB of memory"));
}
