#include "layer_sum.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <span>
#include <utility>

#include "level_products.hpp"
#include "onedial/core/boltzmann.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/elementary.hpp"
#include "onedial/core/spectrum.hpp"
#include "onedial/core/worker_pool.hpp"
#include "onedial/sample/kernel.hpp"

namespace onedial {
namespace {

/// States of the listed layer that share a row of exponentials: so many rows fit in the second cache.
constexpr Index most_rows = 128;

/// Fields over T up to which weights and their products are doubles.
constexpr double largest_exponent = 300;

std::size_t round_up(std::size_t count, std::size_t step) {
  return (count + step - 1) / step * step;
}

/// |field| / T is never larger.
double strength(const LayerSum& layers, Temperature t) {
  Eigen::VectorXd sum = layers.summed.biases.cwiseAbs();
  for (const ListedUnit& unit : layers.listed) {
    sum += unit.fields.cwiseAbs().rowwise().maxCoeff();
  }
  return t.reduced(sum.size() == 0 ? 0.0 : sum.maxCoeff());
}

/// The states of some of the listed units, numbered in mixed radix from the first unit on.
class States {
 public:
  States(std::span<const ListedUnit> units, Index fields) : units_(units), fields_(fields) {}

  [[nodiscard]] Index count() const {
    Index count = 1;
    for (const ListedUnit& unit : units_) {
      count *= std::ssize(unit.energies);
    }
    return count;
  }

  /// Adds a state's fields to `fields` and returns its energy.
  double add(Index state, Eigen::VectorXd& fields) const {
    double energy = 0;
    for (const ListedUnit& unit : units_) {
      const Index level = state % std::ssize(unit.energies);
      state /= std::ssize(unit.energies);
      energy += unit.energies[static_cast<std::size_t>(level)];
      fields += unit.fields.col(level);
    }
    return energy;
  }

  [[nodiscard]] State levels(Index state) const {
    State levels;
    for (const ListedUnit& unit : units_) {
      levels.push_back(static_cast<Level>(state % std::ssize(unit.energies)));
      state /= std::ssize(unit.energies);
    }
    return levels;
  }

  [[nodiscard]] Eigen::VectorXd no_fields() const { return Eigen::VectorXd::Zero(fields_); }

 private:
  std::span<const ListedUnit> units_;
  Index fields_;
};

/// The sum over the summed layer for each state of the listed one.
class Summation {
 public:
  Summation(const LayerSum& layers, Temperature t)
      : summed_(layers.summed),
        t_(t),
        inner_(std::span(layers.listed).first(inner_units(layers.listed)), layers.summed.biases.size()),
        outer_(std::span(layers.listed).subspan(inner_units(layers.listed)), layers.summed.biases.size()),
        products_(level_products()) {
    const double exponent = strength(layers, t);
    has_weights_ = exponent <= largest_exponent;
    const auto levels = static_cast<std::size_t>(summed_.levels);
    // A factor lies within (levels + 1) e^{±exponent}.
    const double factor_exponent = exponent + std::log(static_cast<double>(levels + 1));
    shape_ = {.units = round_up(static_cast<std::size_t>(summed_.units), product_lanes),
              .levels = levels,
              .base = summed_.has_level_zero ? 1.0 : 0.0,
              .safe_factors = static_cast<std::size_t>(std::max(1.0, 690 / factor_exponent))};
    rows_.resize(round_up(static_cast<std::size_t>(inner_.count()), product_rows) * row_size());
    for (Index state = 0; state < inner_.count(); ++state) {
      Eigen::VectorXd fields = inner_.no_fields();
      inner_energies_.push_back(inner_.add(state, fields));
      inner_fields_.push_back(fields);
      if (has_weights_) {
        fill_weights(fields, rows_.data() + static_cast<std::size_t>(state) * row_size());
      }
    }
  }

  [[nodiscard]] Index blocks() const { return outer_.count(); }

  /// ln of the sum over the states of one block: one state of the outer units, all of the inner ones.
  [[nodiscard]] double block(Index outer_state) const {
    const std::vector<double> logs = block_logs(outer_state);
    const double greatest = *std::max_element(logs.begin(), logs.end());
    CompensatedSum sum;
    for (const double log : logs) {
      sum.add(boltzmann_weight(-log, -greatest, Temperature(1)));
    }
    return greatest + elementary::log(sum.value());
  }

  /// A state of both layers with the outer units in a given state.
  [[nodiscard]] LayerDraw draw_in_block(Index outer_state, RandomStream& random) const {
    const Index inner_state = draw_index(block_logs(outer_state), random);
    LayerDraw draw{.listed = inner_.levels(inner_state), .summed = {}};
    const State outer = outer_.levels(outer_state);
    draw.listed.insert(draw.listed.end(), outer.begin(), outer.end());
    Eigen::VectorXd fields = summed_.biases + inner_fields_[static_cast<std::size_t>(inner_state)];
    outer_.add(outer_state, fields);
    for (Index unit = 0; unit < summed_.units; ++unit) {
      std::vector<double> logs(summed_.has_level_zero ? 1 : 0);
      for (Index level = 0; level < summed_.levels; ++level) {
        logs.push_back(t_.reduced(fields[level * summed_.units + unit]));
      }
      draw.summed.push_back(static_cast<Level>(draw_index(logs, random)));
    }
    return draw;
  }

  /// A position, with a probability proportional to e^log.
  static Index draw_index(const std::vector<double>& logs, RandomStream& random) {
    const double greatest = *std::max_element(logs.begin(), logs.end());
    std::vector<double> weights(logs.size());
    std::transform(logs.begin(), logs.end(), weights.begin(),
                   [&](double log) { return boltzmann_weight(-log, -greatest, Temperature(1)); });
    return RandomDecision(random).choose(weights);
  }

 private:
  /// ln of the sum over the summed layer for each state of the inner units.
  [[nodiscard]] std::vector<double> block_logs(Index outer_state) const {
    Eigen::VectorXd fields = summed_.biases;
    const double outer_energy = outer_.add(outer_state, fields);
    std::vector<double> logs(has_weights_ ? rows_.size() / row_size() : inner_energies_.size());
    if (has_weights_) {
      std::vector<double> common(row_size());
      fill_weights(fields, common.data());
      for (std::size_t row = 0; row < logs.size(); row += product_rows) {
        products_(shape_, rows_.data() + row * row_size(), common.data(), logs.data() + row);
      }
    } else {
      for (std::size_t row = 0; row < logs.size(); ++row) {
        logs[row] = plain_log(fields + inner_fields_[row]);
      }
    }
    logs.resize(inner_energies_.size());
    for (std::size_t row = 0; row < logs.size(); ++row) {
      logs[row] -= t_.reduced(inner_energies_[row] + outer_energy);
    }
    return logs;
  }

  static std::size_t inner_units(std::span<const ListedUnit> units) {
    std::size_t inner = 0;
    for (Index count = 1; inner < units.size(); ++inner) {
      count *= std::ssize(units[inner].energies);
      if (count > most_rows) {
        break;
      }
    }
    return inner;
  }

  [[nodiscard]] std::size_t row_size() const { return shape_.units * shape_.levels; }

  /// e^{field/T}; units that are there only to fill up a row get the factor 1.
  void fill_weights(const Eigen::VectorXd& fields, double* weights) const {
    const auto units = static_cast<std::size_t>(summed_.units);
    for (std::size_t level = 0; level < shape_.levels; ++level) {
      double* row = weights + level * shape_.units;
      for (std::size_t unit = 0; unit < units; ++unit) {
        row[unit] = boltzmann_weight(-fields[static_cast<Index>(level * units + unit)], 0, t_);
      }
      const bool counts = level == 0 && !summed_.has_level_zero;
      std::fill(row + units, row + shape_.units, counts ? 1.0 : 0.0);
    }
  }

  /// The same as `products_` for fields of any size.
  [[nodiscard]] double plain_log(const Eigen::VectorXd& fields) const {
    double log = 0;
    for (Index unit = 0; unit < summed_.units; ++unit) {
      const auto field = [&](Index level) { return fields[level * summed_.units + unit]; };
      double greatest = summed_.has_level_zero ? 0.0 : field(0);
      for (Index level = 0; level < summed_.levels; ++level) {
        greatest = std::max(greatest, field(level));
      }
      double sum = summed_.has_level_zero ? boltzmann_weight(0, -greatest, t_) : 0.0;
      for (Index level = 0; level < summed_.levels; ++level) {
        sum += boltzmann_weight(-field(level), -greatest, t_);
      }
      log += t_.reduced(greatest) + elementary::log(sum);
    }
    return log;
  }

  const SummedLayer& summed_;
  Temperature t_;
  States inner_;
  States outer_;
  LevelProducts products_;
  bool has_weights_ = false;
  WeightRows shape_{};
  std::vector<double> rows_;  // (inner states × row size)
  std::vector<double> inner_energies_;
  std::vector<Eigen::VectorXd> inner_fields_;
};

/// ln of the sum over each block.
std::vector<double> block_logs(const Summation& summation, Index threads) {
  std::vector<double> logs(static_cast<std::size_t>(summation.blocks()));
  WorkerPool(threads).for_each_slice(summation.blocks(), [&](Index first, Index last) {
    for (Index block = first; block < last; ++block) {
      logs[static_cast<std::size_t>(block)] = summation.block(block);
    }
  });
  return logs;
}

}  // namespace

LayerSum layer_sum_of(const Rbm& machine) {
  const bool lists_hidden = machine.hidden_units() <= machine.visible_units();
  const Eigen::MatrixXd weights =
      lists_hidden ? machine.weights() : Eigen::MatrixXd(machine.weights().transpose());
  const Eigen::VectorXd& listed_biases = lists_hidden ? machine.hidden_biases() : machine.visible_biases();
  LayerSum layers{.listed = {},
                  .summed = {.units = weights.rows(),
                             .levels = 1,
                             .has_level_zero = true,
                             .biases = lists_hidden ? machine.visible_biases() : machine.hidden_biases()},
                  .lists_hidden = lists_hidden};
  for (Index j = 0; j < weights.cols(); ++j) {
    ListedUnit unit{.energies = {0, -listed_biases[j]}, .fields = Eigen::MatrixXd::Zero(weights.rows(), 2)};
    unit.fields.col(1) = weights.col(j);
    layers.listed.push_back(std::move(unit));
  }
  return layers;
}

LayerSum layer_sum_of_levels(const RestrictedMachine& machine) {
  const Eigen::MatrixXd weights = machine.weights.cast<double>();
  const Eigen::VectorXd visible_biases = machine.visible_biases.cast<double>();
  const Eigen::VectorXd hidden_biases = machine.hidden_biases.cast<double>();
  const Index levels = machine.levels;
  const Index units = machine.visible() / levels;
  LayerSum layers{.listed = {}, .summed = {}, .lists_hidden = false};
  if (static_cast<double>(machine.hidden()) >
      static_cast<double>(units) * std::log2(static_cast<double>(levels))) {
    for (Index unit = 0; unit < units; ++unit) {
      const auto columns = Eigen::seqN(unit * levels, levels);
      const Eigen::VectorXd energies = -visible_biases(columns);
      layers.listed.push_back({.energies = {energies.begin(), energies.end()},
                               .fields = weights(columns, Eigen::all).transpose()});
    }
    layers.summed = {.units = machine.hidden(), .levels = 1, .has_level_zero = true, .biases = hidden_biases};
    return layers;
  }
  layers.lists_hidden = true;
  // Fields of the first level of all units come first, while the machine's columns go unit by unit.
  const auto by_level = [&](const Eigen::VectorXd& columns) -> Eigen::VectorXd {
    return columns.reshaped(levels, units).transpose().reshaped();
  };
  for (Index j = 0; j < machine.hidden(); ++j) {
    ListedUnit unit{.energies = {0, -hidden_biases[j]}, .fields = Eigen::MatrixXd::Zero(units * levels, 2)};
    unit.fields.col(1) = by_level(weights.col(j));
    layers.listed.push_back(std::move(unit));
  }
  layers.summed = {
      .units = units, .levels = levels, .has_level_zero = false, .biases = by_level(visible_biases)};
  return layers;
}

double log_sum(const LayerSum& layers, Temperature t, Index threads) {
  std::vector<double> logs = block_logs(Summation(layers, t), threads);
  std::transform(logs.begin(), logs.end(), logs.begin(), std::negate());
  return log_partition_function(Spectrum(std::move(logs)), Temperature(1));
}

std::vector<LayerDraw> draw_exactly(const LayerSum& layers, Temperature t, Index count, Index threads,
                                    RandomStream& random) {
  const Summation summation(layers, t);
  const std::vector<double> logs = block_logs(summation, threads);
  std::vector<LayerDraw> draws;
  for (Index draw = 0; draw < count; ++draw) {
    draws.push_back(summation.draw_in_block(Summation::draw_index(logs, random), random));
  }
  return draws;
}

}  // namespace onedial
