#include "onedial/memory/ags_theory.hpp"

#include <algorithm>
#include <boost/math/tools/minima.hpp>
#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>
#include <numbers>
#include <stdexcept>

#include "field_averages.hpp"
#include "onedial/core/elementary.hpp"

// All is a function of the width s = √(αr) of the noise on a field: at T and s the equation for m has at most
// one positive solution, q and r follow, and α = s²/r. So each branch is a curve α(s), and nothing has to be
// solved in more than one dimension.
namespace onedial {
namespace {

constexpr double narrowest = 1e-7;  // width of the noise

/// The greatest m with m = ⟨tanh (sz + m)/T⟩, and 0 if that is all. The right side is concave for m > 0, so
/// that Newton's method from above goes down to it and nowhere else.
double retrieval_overlap(Temperature t, double s) {
  double m = 1;
  for (int step = 0; step < 100; ++step) {
    const FieldAverages at = field_averages(t, m, s);
    const double next = m - (m - at.spin) / (1 - at.susceptibility);
    if (!(at.susceptibility < 1) || !(next > 1e-12)) {
      return 0;
    }
    if (m - next < 1e-15) {
      break;
    }
    m = next;
  }
  return m;
}

/// α = s²/r, or 0 where the equations have no solution.
double load_at(Temperature t, double m, double s) {
  const FieldAverages at = field_averages(t, m, s);
  const double open = 1 - at.susceptibility;
  return open > 0 && at.square > 0 ? s * s * open * open / at.square : 0;
}

double retrieval_load(Temperature t, double s) {
  const double m = retrieval_overlap(t, s);
  return m > 0 ? load_at(t, m, s) : 0;
}

double spin_glass_load(Temperature t, double s) {
  return load_at(t, 0, s);
}

ReplicaState state_at(double load, Temperature t, double m, double s) {
  const FieldAverages at = field_averages(t, m, s);
  const FieldThermodynamics spin = field_thermodynamics(t, m, s);
  const double c = at.susceptibility;
  const double open = 1 - c;
  const double q = at.square;
  ReplicaState state{.overlap = m, .spin_glass_order = q, .noise = q / (open * open)};
  const double log_open = elementary::log1p(-c);
  state.entropy = spin.entropy - load / 2 * (log_open + c / open);
  state.free_energy = load / 2 + m * m / 2 + load * t.value() / 2 * log_open - load * q / (2 * open) +
                      load / 2 * state.noise * c + spin.free_energy;
  state.energy = state.free_energy + t.value() * state.entropy;
  return state;
}

/// Between `low` and `high`, where f changes its sign.
template <class Function>
double root(const Function& f, double low, double high) {
  std::uintmax_t steps = 200;
  const auto bracket =
      boost::math::tools::toms748_solve(f, low, high, boost::math::tools::eps_tolerance<double>(48), steps);
  return (bracket.first + bracket.second) / 2;
}

void require_load(double load) {
  if (!(load >= 0 && std::isfinite(load))) {
    throw std::invalid_argument("a load must be 0 or above and finite");
  }
}

/// The width of the noise at which the retrieval branch carries most.
struct Summit {
  double s;
  double load;
};

Summit summit(Temperature t) {
  // Noise as wide as 1 leaves no retrieval at any T.
  constexpr int grid = 20;
  Summit best{0, 0};
  for (int k = 1; k < grid; ++k) {
    const double s = static_cast<double>(k) / grid;
    if (const double load = retrieval_load(t, s); load > best.load) {
      best = {s, load};
    }
  }
  // Near T = 1 the whole branch lies below the grid's first step.
  const double low = best.load > 0 ? best.s - 1.0 / grid : 0;
  const double high = best.load > 0 ? best.s + 1.0 / grid : 1.0 / grid;
  const auto [s, negative] = boost::math::tools::brent_find_minima(
      [&](double width) { return -retrieval_load(t, width); }, std::max(low, narrowest), high, 26);
  return {s, -negative};
}

}  // namespace

std::optional<ReplicaState> retrieval_state(double load, Temperature t) {
  require_load(load);
  if (t.value() >= 1) {
    return std::nullopt;
  }
  double s = narrowest;
  if (retrieval_load(t, narrowest) < load) {
    const Summit top = summit(t);
    if (load > top.load) {
      return std::nullopt;
    }
    s = root([&](double width) { return retrieval_load(t, width) - load; }, narrowest, top.s);
  }
  return state_at(load, t, retrieval_overlap(t, s), s);
}

std::optional<ReplicaState> spin_glass_state(double load, Temperature t) {
  require_load(load);
  if (t.value() >= spin_glass_temperature(load) || load == 0) {
    return std::nullopt;
  }
  // α(s) rises from 0, or from (T − 1)² at s = 0, to s².
  double wide = 1 + std::sqrt(load);
  while (spin_glass_load(t, wide) < load) {
    wide *= 2;
  }
  const double s = root([&](double width) { return spin_glass_load(t, width) - load; }, 1e-9, wide);
  return state_at(load, t, 0, s);
}

double spin_glass_temperature(double load) {
  require_load(load);
  return 1 + std::sqrt(load);
}

double critical_load(Temperature t) {
  return t.value() >= 1 ? 0 : summit(t).load;
}

std::optional<double> retrieval_temperature(double load) {
  require_load(load);
  if (load == 0) {
    return 1;
  }
  if (critical_load(Temperature::zero()) < load) {
    return std::nullopt;
  }
  return root([&](double t) { return critical_load(Temperature(t)) - load; }, 0, 1);
}

std::optional<double> recall_temperature(double load) {
  const std::optional<double> highest = retrieval_temperature(load);
  if (!highest || load == 0) {
    return highest;
  }
  const auto advantage = [&](double t) {
    const Temperature at(t);
    const std::optional<ReplicaState> retrieval = retrieval_state(load, at);
    const std::optional<ReplicaState> glass = spin_glass_state(load, at);
    return retrieval && glass ? glass->free_energy - retrieval->free_energy : -1;
  };
  if (advantage(0) < 0) {
    return std::nullopt;
  }
  return root(advantage, 0, *highest);
}

}  // namespace onedial
