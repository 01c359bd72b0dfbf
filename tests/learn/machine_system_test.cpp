#include "onedial/learn/machine_system.hpp"

#include <limits>

#include "catch.hpp"
#include "machine_law.hpp"
#include "onedial/anneal/equilibrium_scan.hpp"
#include "onedial/core/peaks.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/thermodynamics.hpp"
#include "onedial/learn/machine_state.hpp"
#include "onedial/learn/partition_function.hpp"

using namespace onedial;
using namespace onedial::learn_cases;

namespace {

/// (χ² − ν)/√(2ν) of states with at least ten expected.
double chi_squared(const ExactLaw& law, const std::map<State, double>& counts, double total) {
  double sum = 0;
  double cells = 0;
  double rest = total;
  double rest_expected = total;
  const auto add = [&](double count, double expected) {
    sum += (count - expected) * (count - expected) / expected;
    ++cells;
  };
  for (const auto& [state, probability] : law.probabilities) {
    const double expected = probability * total;
    if (expected >= 10) {
      const auto found = counts.find(state);
      const double count = found == counts.end() ? 0 : found->second;
      add(count, expected);
      rest -= count;
      rest_expected -= expected;
    }
  }
  if (rest_expected >= 10) {
    add(rest, rest_expected);
  }
  // One cell alone has no freedom: it holds all.
  return cells < 2 ? 0 : (sum - (cells - 1)) / std::sqrt(2 * (cells - 1));
}

}  // namespace

TEST_CASE("machines of every kind are systems that draw the states of their law") {
  constexpr Index replicas = 2500;
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.units));
    const RestrictedMachine machine = machine_with(one);
    const bool has_base_rate = one.units != VisibleUnits::gaussian;
    for (const bool with_base : {false, true}) {
      if (with_base && !has_base_rate) {
        continue;
      }
      const Eigen::VectorXd base =
          with_base ? Eigen::VectorXd::LinSpaced(machine.visible(), -1.5, 2) : Eigen::VectorXd();
      for (const double t : {0.6, 1.0, 3.0, std::numeric_limits<double>::infinity()}) {
        CAPTURE(t, with_base);
        const MachineSystem view = make_machine_system(machine, replicas, 1, 4, base);
        const ExactLaw law = exact_law(machine, Temperature(t), base);
        REQUIRE(view.system->size() == std::ssize(law.energies.begin()->first));
        const std::vector<Temperature> temperatures(replicas, Temperature(t));
        for (int sweep = 0; !std::isinf(t) && sweep < 40; ++sweep) {
          view.system->sweep(temperatures);
        }
        std::map<State, double> counts;
        State state;
        for (int draw = 0; draw < 3; ++draw) {
          for (Index r = 0; r < replicas; ++r) {
            view.system->read(r, state);
            ++counts[state];
            REQUIRE(view.system->energies()[static_cast<std::size_t>(r)] + view.energy_offset ==
                    Approx(law.energies.at(state)).margin(1e-6));
          }
          for (int sweep = 0; sweep < 10; ++sweep) {
            view.system->sweep(temperatures);
          }
        }
        CHECK(chi_squared(law, counts, 3 * replicas) < 6);
        if (std::isinf(t)) {
          CHECK(view.log_z_infinite == Approx(law.log_z).epsilon(1e-12));
        } else if (!with_base || t == 1) {
          const double system_log_z = law.log_z + Temperature(t).reduced(view.energy_offset);
          CHECK(view.machine_log_z(system_log_z, Temperature(t)) ==
                Approx(log_partition_function(machine, Temperature(t))).epsilon(1e-12));
        }
      }
    }
  }
}

TEST_CASE("the thermometer finds the specific heat of machines of every kind, and reweighting their peak") {
  std::vector<Temperature> ladder;
  for (int k = 0; k < 10; ++k) {
    ladder.emplace_back(0.15 * std::pow(1.5, k));
  }
  for (const Case& one : cases) {
    CAPTURE(static_cast<int>(one.units));
    const RestrictedMachine machine = machine_with(one);
    const MachineSystem view = make_machine_system(machine, 4 * std::ssize(ladder), 1, 21);
    const EquilibriumScan scan = scan_equilibrium(
        *view.system, {.temperatures = ladder, .equilibration = 200, .sweeps = 4000, .seed = 5});
    std::vector<double> energies;
    for (const auto& [state, energy] : exact_law(machine, Temperature(1), {}).energies) {
      energies.push_back(energy);
    }
    const Spectrum spectrum(energies);
    for (const ThermometerReading& reading : scan.readings) {
      const Thermodynamics exact = thermodynamics(spectrum, reading.temperature);
      CAPTURE(reading.temperature.value(), exact.heat_capacity, reading.heat_capacity,
              reading.heat_capacity_error);
      CHECK(std::abs(reading.mean_energy + view.energy_offset - exact.mean_energy) <
            5 * reading.mean_energy_error);
      CHECK(std::abs(reading.heat_capacity - exact.heat_capacity) < 5 * reading.heat_capacity_error);
    }
    REQUIRE(scan.reweighting.has_value());
    const auto exact_peaks = heat_capacity_peaks(spectrum);
    const auto peaks = scan.reweighting->heat_capacity_peaks();
    for (const PeakEstimate& peak : peaks) {
      double distance = 1e9;
      for (const Peak& exact : exact_peaks) {
        distance = std::min(distance,
                            std::abs(peak.temperature - exact.temperature.value()) / peak.temperature_error);
      }
      CHECK(distance < 5);
    }
    CHECK_FALSE(peaks.empty());
  }
}

TEST_CASE("exact draws have the law of the machine, whichever layer is listed") {
  std::vector<Case> all = cases;
  all.push_back({VisibleUnits::binary, 3, 5});
  all.push_back({VisibleUnits::softmax, 6, 5, 3});
  all.push_back({VisibleUnits::binary, 4, 8});  // more states than a block
  all.push_back({VisibleUnits::gaussian, 2, 9});
  for (const Case& one : all) {
    CAPTURE(static_cast<int>(one.units), one.visible, one.hidden);
    const RestrictedMachine machine = machine_with(one);
    for (const double t : {0.002, 0.7, 2.0}) {
      CAPTURE(t);
      RandomStream random(3, 0);
      constexpr Index draws = 4000;
      const ExactLaw law = exact_law(machine, Temperature(t), {});
      std::map<State, double> counts;
      for (const State& state : draw_exact_states(machine, draws, random, Temperature(t))) {
        REQUIRE(law.energies.contains(state));
        ++counts[state];
      }
      CHECK(chi_squared(law, counts, draws) < 6);
    }
  }
}

TEST_CASE("a state that is written is read again, and T = 0 only goes down") {
  for (const Case& one : cases) {
    const RestrictedMachine machine = machine_with(one);
    const MachineSystem view = make_machine_system(machine, 40, 1, 4);
    const std::vector<Temperature> cold(40, Temperature::zero());
    std::vector<double> before(view.system->energies().begin(), view.system->energies().end());
    for (int sweep = 0; sweep < 30; ++sweep) {
      view.system->sweep(cold);
      for (std::size_t r = 0; r < before.size(); ++r) {
        REQUIRE(view.system->energies()[r] <= before[r] + 1e-9);
        before[r] = view.system->energies()[r];
      }
    }
    State state;
    view.system->read(3, state);
    const double energy = view.system->energies()[3];
    view.system->write(5, state);
    State again;
    view.system->read(5, again);
    CHECK(again == state);
    CHECK(view.system->energies()[5] == Approx(energy).margin(1e-12));
    State wrong = state;
    wrong.pop_back();
    CHECK_THROWS_AS(view.system->write(0, wrong), std::invalid_argument);
  }
  const RestrictedMachine levels = machine_with(cases[2]);
  State state(6);
  state[1] = 3;
  CHECK_THROWS_WITH(make_machine_system(levels, 1, 1, 1).system->write(0, state),
                    ContainsSubstring("unit 1 has level 3"));
}

TEST_CASE("systems of machines give the same bits for any number of threads") {
  for (const Case& one : cases) {
    const RestrictedMachine machine = random_machine(one.units, 60, 50, 0.4F, 3, one.levels == 2 ? 2 : 5);
    std::vector<double> expected;
    for (const Index threads : {1, 2, 3}) {
      const MachineSystem view = make_machine_system(machine, 70, threads, 6);
      for (int sweep = 0; sweep < 5; ++sweep) {
        view.system->sweep(std::vector<Temperature>(70, Temperature(1)));
      }
      const std::vector<double> energies(view.system->energies().begin(), view.system->energies().end());
      if (expected.empty()) {
        expected = energies;
      }
      CHECK(energies == expected);
    }
  }
}

TEST_CASE("base-rate biases give independent units the means of the data") {
  const auto means_of = [](const RestrictedMachine& machine, const FloatRows& rows) {
    RestrictedMachine base = machine;
    base.weights.setZero();
    base.visible_biases = base_rate_biases(machine, rows).cast<float>();
    const Index units = machine.visible_units == VisibleUnits::softmax ? machine.visible() / machine.levels
                                                                       : machine.visible();
    return visible_means(base, State(static_cast<std::size_t>(units + machine.hidden())), Temperature(1));
  };
  FloatRows rows(3, 2);
  rows << 1, 0, 1, 0, 0, 0;
  const Eigen::VectorXd binary = means_of(random_machine(VisibleUnits::binary, 2, 1, 1, 1), rows);
  CHECK(binary[0] == Approx(2.5 / 4));
  CHECK(binary[1] == Approx(0.5 / 4));
  const Eigen::VectorXd spin =
      means_of(random_machine(VisibleUnits::spin, 2, 1, 1, 1), (2 * rows.array() - 1).matrix());
  CHECK(spin[0] == Approx(2 * 2.5 / 4 - 1));
  FloatRows levels(3, 3);
  levels << 1, 0, 0, 0, 1, 0, 1, 0, 0;
  const Eigen::VectorXd softmax = means_of(random_machine(VisibleUnits::softmax, 3, 1, 1, 1, 3), levels);
  CHECK(softmax[0] == Approx(3.0 / 6));
  CHECK(softmax[2] == Approx(1.0 / 6));
}

TEST_CASE("what does not fit a machine is refused") {
  const RestrictedMachine binary = machine_with(cases[0]);
  const RestrictedMachine real = machine_with(cases[3]);
  CHECK_THROWS_WITH(make_machine_system(binary, 1, 1, 1, Eigen::VectorXd::Zero(4)),
                    ContainsSubstring("4 base biases for 5 visible"));
  CHECK_THROWS_WITH(make_machine_system(real, 1, 1, 1, Eigen::VectorXd::Zero(3)),
                    ContainsSubstring("3 real visible"));
  CHECK_THROWS_WITH(base_rate_biases(real, FloatRows::Zero(2, 3)), ContainsSubstring("base rates need"));
  CHECK_THROWS_WITH(base_rate_biases(binary, FloatRows::Zero(0, 5)), ContainsSubstring("0 rows"));
}
