#include "engine/spin_model.hpp"

#include <cmath>

#include "catch.hpp"
#include "engine/update_order.hpp"
#include "engine_cases.hpp"

using namespace onedial;

namespace {

/// E of a state by the engine's model.
template <class Value>
double energy(const SpinModel<Value>& model, const State& state) {
  double sum = 0;
  const auto spin = [&](std::size_t unit) { return level_value(Domain::spin, state[unit]); };
  for (std::size_t row = 0; row < model.size(); ++row) {
    double field = 2.0 * static_cast<double>(model.fields[row]);
    for (std::size_t k = 0; k < model.columns_of(row).size(); ++k) {
      field += static_cast<double>(model.couplings_of(row)[k]) * spin(model.columns_of(row)[k]);
    }
    sum -= 0.5 * spin(row) * field;
  }
  return model.offset + model.unit * sum;
}

PairwiseModel with_couplings(double a, double b, double field) {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(3, 3);
  couplings(0, 1) = couplings(1, 0) = a;
  couplings(1, 2) = couplings(2, 1) = b;
  return {Domain::spin, couplings, Eigen::VectorXd{{field, 0, 0}}};
}

bool is_integer(const PairwiseModel& model) {
  return std::holds_alternative<IntegerSpinModel>(make_spin_model(model, {}));
}

}  // namespace

TEST_CASE("multiples of one number are found, whatever the number") {
  CHECK(is_integer(with_couplings(1, -3, 2)));
  CHECK(is_integer(with_couplings(0.25, 0.75, -0.5)));
  CHECK(is_integer(with_couplings(0.1, 0.7, 0.3)));
  CHECK(is_integer(with_couplings(1 / std::sqrt(1000.0), -1 / std::sqrt(1000.0), 0)));
  CHECK(is_integer(with_couplings(17.0 / 1000, 40.0 / 1000, -3.0 / 1000)));
  CHECK(is_integer(with_couplings(1e-200, 3e-200, 0)));
  CHECK(is_integer(with_couplings(0, 0, 0)));
  CHECK_FALSE(is_integer(with_couplings(1, std::sqrt(2.0), 0)));
  CHECK_FALSE(is_integer(with_couplings(1, 1 + 1e-10, 0)));
  CHECK_FALSE(is_integer(with_couplings(1, 1e10, 0)));

  const auto model = std::get<IntegerSpinModel>(make_spin_model(with_couplings(0.4, -1, 0.6), {}));
  CHECK(model.unit == Approx(0.2).epsilon(1e-15));
  CHECK(model.couplings == std::vector<std::int32_t>{2, 2, -5, -5});
  CHECK(model.fields == std::vector<std::int32_t>{3, 0, 0});
  CHECK(model.strength(0) == 5);
  CHECK(model.max_strength() == 7);
}

TEST_CASE("the engine's model has the same energies, in any order of units and from either domain") {
  RandomStream random(1, 0);
  for (const auto& subject : engine_cases::all()) {
    CAPTURE(subject.name);
    const auto size = static_cast<std::size_t>(subject.model->size());
    for (const auto& order : {std::vector<std::uint32_t>{}, coloured_order(*subject.model)}) {
      const auto spins = make_spin_model(*subject.model, order);
      for (int trial = 0; trial < 20; ++trial) {
        State state(size);
        State inner(size);
        for (Level& level : state) {
          level = static_cast<Level>(random() >> 63U);
        }
        for (std::size_t unit = 0; unit < size; ++unit) {
          inner[unit] = state[order.empty() ? unit : order[unit]];
        }
        const double expected = subject.model->energy(state);
        CHECK(std::visit([&](const auto& model) { return energy(model, inner); }, spins) ==
              Approx(expected).epsilon(1e-13).margin(1e-13));
      }
    }
  }
}

TEST_CASE("coloured orders visit every unit once and part neighbours, and even lattices need two colours") {
  for (const Index side : {4, 6, 5}) {
    const auto lattice = engine_cases::square_lattice(side, 1, [](RandomStream&) { return 1.0; });
    const auto order = coloured_order(*lattice);
    std::vector<std::uint32_t> sorted = order;
    std::sort(sorted.begin(), sorted.end());
    for (std::size_t unit = 0; unit < sorted.size(); ++unit) {
      REQUIRE(sorted[unit] == unit);
    }
    if (side % 2 == 0) {
      // The first half is one colour: no two of it are neighbours.
      for (std::size_t half = 0; half < 2; ++half) {
        const auto first = order.begin() + static_cast<std::ptrdiff_t>(half * order.size() / 2);
        const auto last = first + static_cast<std::ptrdiff_t>(order.size() / 2);
        for (auto unit = first; unit != last; ++unit) {
          for_each_coupling(*lattice, static_cast<Index>(*unit), [&](Index neighbour, double) {
            CHECK(std::find(first, last, static_cast<std::uint32_t>(neighbour)) == last);
          });
        }
      }
    }
  }
}

TEST_CASE("random orders draw every unit equally often") {
  RandomStream random(4, 0);
  std::vector<std::uint32_t> order(70'000);
  draw_order(7, random, order);
  std::vector<double> counts(7);
  for (const std::uint32_t unit : order) {
    ++counts.at(unit);
  }
  for (const double count : counts) {
    CHECK(std::abs(count - 10'000) < 5 * std::sqrt(10'000 * 6.0 / 7));
  }
}
