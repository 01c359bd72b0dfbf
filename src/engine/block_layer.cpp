#include "block_layer.hpp"

#include <algorithm>
#include <cmath>

#include "for_each_bit.hpp"

namespace onedial {
namespace {

/// The least k with value < 2^k.
int exponent_above(double value) {
  int exponent = 0;
  std::frexp(value, &exponent);
  return exponent;
}

constexpr int visible_bits = 30;
constexpr int hidden_bits = 61;

int largest_strength_exponent(const Rbm& machine) {
  double largest = 0;
  for (const LayerWeights& layer : {visible_layer(machine), hidden_layer(machine)}) {
    for (std::size_t unit = 0; unit < layer.units; ++unit) {
      largest = std::max(largest, layer.strength(unit));
    }
  }
  return exponent_above(largest);
}

int total_strength_exponent(const Rbm& machine) {
  return exponent_above(machine.weights().cwiseAbs().sum() + machine.visible_biases().cwiseAbs().sum() +
                        machine.hidden_biases().cwiseAbs().sum());
}

std::vector<int> visible_exponents(const LayerWeights& layer) {
  std::vector<int> exponents(layer.units);
  for (std::size_t unit = 0; unit < layer.units; ++unit) {
    exponents[unit] = exponent_above(layer.strength(unit)) - visible_bits;
  }
  return exponents;
}

}  // namespace

double LayerWeights::strength(std::size_t unit) const {
  double sum = std::abs(biases[unit]);
  for (std::size_t input = 0; input < inputs; ++input) {
    sum += std::abs(weight(unit, input));
  }
  return sum;
}

double LayerWeights::field(std::size_t unit, LayerBits inputs_on) const {
  double sum = biases[unit];
  for_each_bit(inputs_on, [&](std::size_t input) { sum += weight(unit, input); });
  return sum;
}

LayerWeights visible_layer(const Rbm& machine) {
  return {.weights = machine.weights().data(),
          .unit_stride = 1,
          .input_stride = static_cast<std::size_t>(machine.visible_units()),
          .biases = machine.visible_biases().data(),
          .units = static_cast<std::size_t>(machine.visible_units()),
          .inputs = static_cast<std::size_t>(machine.hidden_units())};
}

LayerWeights hidden_layer(const Rbm& machine) {
  return {.weights = machine.weights().data(),
          .unit_stride = static_cast<std::size_t>(machine.visible_units()),
          .input_stride = 1,
          .biases = machine.hidden_biases().data(),
          .units = static_cast<std::size_t>(machine.hidden_units()),
          .inputs = static_cast<std::size_t>(machine.visible_units())};
}

std::int64_t to_multiples(double value, int exponent) {
  return std::llround(std::ldexp(value, -exponent));
}

template <class Int>
BlockLayer<Int> make_block_layer(const LayerWeights& exact, std::span<const int> exponents,
                                 int energy_exponent, std::span<const double> log_odds) {
  constexpr std::size_t width = FieldTile<Int>::width;
  const std::size_t tiles = (exact.units + width - 1) / width;
  BlockLayer<Int> layer{.exact = exact,
                        .weights = std::vector<FieldTile<Int>>(tiles * exact.inputs),
                        .biases = std::vector<FieldTile<Int>>(tiles),
                        .scales = std::vector<float>(tiles * width),
                        .errors = std::vector<float>(tiles * width),
                        .exact_log_odds = std::vector<double>(tiles * width),
                        .log_odds = std::vector<float>(tiles * width)};
  std::copy(log_odds.begin(), log_odds.end(), layer.exact_log_odds.begin());
  std::transform(log_odds.begin(), log_odds.end(), layer.log_odds.begin(),
                 [](double odds) { return static_cast<float>(odds); });
  for (std::size_t unit = 0; unit < exact.units; ++unit) {
    const int exponent = exponents[unit];
    double error = 0;  // in multiples of 2^exponent
    const auto rounded = [&](double value) {
      const std::int64_t multiple = to_multiples(value, exponent);
      error += std::abs(std::ldexp(value, -exponent) - static_cast<double>(multiple));
      return static_cast<Int>(multiple);
    };
    const std::size_t tile = unit / width;
    const std::size_t lane = unit % width;
    layer.biases[tile].values[lane] = rounded(exact.biases[unit]);
    for (std::size_t input = 0; input < exact.inputs; ++input) {
      layer.weights[tile * exact.inputs + input].values[lane] = rounded(exact.weight(unit, input));
    }
    // The field in double precision, which is to be decided by, is itself rounded at each addition.
    const double rounding = static_cast<double>(exact.inputs + 2) * 0x1p-52 * exact.strength(unit);
    const double bound =
        std::ldexp(error, exponent - energy_exponent) + std::ldexp(rounding, -energy_exponent);
    // A little more covers that this is rounded to single precision, and the least bound that a scale may be
    // too small for it.
    layer.errors[unit] = static_cast<float>(std::max(bound * (1 + 1e-6), 1e-34));
    layer.scales[unit] = static_cast<float>(std::ldexp(1.0, exponent - energy_exponent));
  }
  return layer;
}

template BlockLayer<std::int32_t> make_block_layer(const LayerWeights&, std::span<const int>, int,
                                                   std::span<const double>);
template BlockLayer<std::int64_t> make_block_layer(const LayerWeights&, std::span<const int>, int,
                                                   std::span<const double>);

BlockMachine::BlockMachine(const Rbm& machine, std::span<const double> visible_log_odds)
    : energy_exponent(largest_strength_exponent(machine)),
      sum_exponent(total_strength_exponent(machine) - hidden_bits),
      visible(make_block_layer<std::int32_t>(visible_layer(machine),
                                             visible_exponents(visible_layer(machine)), energy_exponent,
                                             visible_log_odds)),
      hidden(make_block_layer<std::int64_t>(
          hidden_layer(machine),
          std::vector<int>(static_cast<std::size_t>(machine.hidden_units()), sum_exponent), energy_exponent,
          {})) {
  for (const double bias : machine.visible_biases()) {
    visible_biases.push_back(to_multiples(bias, sum_exponent));
  }
}

double BlockMachine::energy(LayerBits visible_on, LayerBits hidden_on,
                            const FieldTile<std::int64_t>* hidden_fields) const {
  constexpr std::size_t width = FieldTile<std::int64_t>::width;
  std::int64_t sum = 0;
  for_each_bit(hidden_on, [&](std::size_t unit) { sum += hidden_fields[unit / width].values[unit % width]; });
  for_each_bit(visible_on, [&](std::size_t unit) { sum += visible_biases[unit]; });
  return -std::ldexp(static_cast<double>(sum), sum_exponent);
}

}  // namespace onedial
