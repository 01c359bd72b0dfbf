#include "onedial/problem/knapsack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "encoding_choice.hpp"
#include "level_list.hpp"
#include "onedial/core/compensated_sum.hpp"
#include "onedial/core/error.hpp"
#include "onedial/core/line_reader.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/core/text_file.hpp"
#include "onedial/problem/instance_file.hpp"
#include "onedial/problem/pair_terms.hpp"

namespace onedial {
namespace {

constexpr std::int64_t most_weight = std::int64_t{1} << 38U;  // so that no sum of weights overflows

constexpr LevelListFormat answer_format = {
    .first_index = 1, .domain = Domain::binary, .takes_bits_for_spins = false, .unit_name = "item"};

Knapsack::Item read_item(const LineReader& lines) {
  if (lines.words().size() != 2) {
    lines.fail(
        fmt::format("{} words; the value and the weight of an item are expected", lines.words().size()));
  }
  const Knapsack::Item item{.value = lines.number(0, "value"), .weight = lines.integer(1, "weight")};
  if (item.value < 0) {
    lines.fail(fmt::format("an item of the value {}; 0 or more is expected", item.value));
  }
  if (item.weight < 1 || item.weight > most_weight) {
    lines.fail(fmt::format("an item of the weight {}; from 1 to {} are possible", item.weight, most_weight));
  }
  return item;
}

/// 1, 2, 4, … and a last one that makes the sum `capacity`. Empty for 0.
std::vector<std::int64_t> slack_weights(std::int64_t capacity) {
  std::vector<std::int64_t> weights;
  for (std::int64_t next = 1; capacity > 0; next *= 2) {
    weights.push_back(std::min(next, capacity));
    capacity -= weights.back();
  }
  return weights;
}

std::int64_t weight_of(const std::vector<Knapsack::Item>& items, const State& packed) {
  std::int64_t weight = 0;
  for (std::size_t i = 0; i < items.size(); ++i) {
    weight += packed[i] == 1 ? items[i].weight : 0;
  }
  return weight;
}

double sufficient_penalty(const std::vector<Knapsack::Item>& items) {
  double largest = 0;
  double least = 0;
  for (const Knapsack::Item& item : items) {
    largest = std::max(largest, item.value);
    least = item.value > 0 && (least == 0 || item.value < least) ? item.value : least;
  }
  return largest > 0 ? largest + least : 1;
}

}  // namespace

Knapsack::Knapsack(const std::filesystem::path& path) : Problem(path.string()) {
  const std::string text = read_text_file(path, "a knapsack: its size, then a value and a weight a line");
  LineReader lines(path.string(), text);
  if (!lines.next()) {
    lines.fail_whole("is empty; a first line with the number of items and the capacity is expected");
  }
  if (lines.words().size() != 2) {
    lines.fail("the first line must hold two whole numbers, of items and of the capacity");
  }
  const std::int64_t count = lines.integer(0, "number of items");
  capacity_ = lines.integer(1, "capacity");
  if (count < 1 || count > most_instance_units) {
    lines.fail(fmt::format("{} items; from 1 to {} are possible", count, most_instance_units));
  }
  if (capacity_ < 0 || capacity_ > most_weight) {
    lines.fail(fmt::format("a capacity of {}; from 0 to {} are possible", capacity_, most_weight));
  }
  while (lines.next()) {
    if (std::ssize(items_) == count) {
      lines.fail(fmt::format("more lines than the {} items that the first line announces", count));
    }
    items_.push_back(read_item(lines));
  }
  if (std::ssize(items_) < count) {
    lines.fail_whole(
        fmt::format("ends after {} of the {} items that its first line announces", items_.size(), count));
  }
}

std::string Knapsack::size_text() const {
  return fmt::format("{} items, a capacity of {}", items_.size(), capacity_);
}

Encoding Knapsack::encode(const EncodingChoice& choice) const {
  require_encoding(*this, choice, {"qubo"});
  const double sufficient = sufficient_penalty(items_);
  const double penalty = choice.penalty.value_or(sufficient);
  const std::vector<std::int64_t> slack = slack_weights(capacity_);
  std::vector<double> weights;
  for (const Item& item : items_) {
    weights.push_back(static_cast<double>(item.weight));
  }
  weights.insert(weights.end(), slack.begin(), slack.end());

  const bool is_exact = penalty == std::floor(penalty) &&
                        std::all_of(items_.begin(), items_.end(),
                                    [](const Item& item) { return item.value == std::floor(item.value); });
  const double most_energy = is_exact ? 0x1p53 : 0x1p43;  // in fractions, 10 binary digits for what is found
  const double largest = std::pow(std::accumulate(weights.begin(), weights.end(), 0.0), 2) * penalty;
  if (largest > most_energy) {
    throw InputError(
        fmt::format("{}: energies reach {:.3g}, more than {:.3g}, so that rounding could hide a "
                    "value; divide weights and capacity by a common factor, or give a smaller "
                    "penalty",
                    source(), largest, most_energy));
  }
  const auto units = static_cast<double>(weights.size());
  require_memory(2 * units * units * sizeof(double),
                 fmt::format("{}: a model of {} coupled bits", source(), weights.size()));
  const auto capacity = static_cast<double>(capacity_);
  PairTerms terms{.source = source(), .offset = penalty * capacity * capacity};
  for (const double weight : weights) {
    terms.linear.push_back(penalty * weight * (weight - 2 * capacity));
  }
  for (std::size_t i = 0; i < items_.size(); ++i) {
    terms.linear[i] -= items_[i].value;
  }
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t j = i + 1; j < weights.size(); ++j) {
      terms.pairs.push_back({.first = static_cast<Index>(i),
                             .second = static_cast<Index>(j),
                             .value = 2 * penalty * weights[i] * weights[j]});
    }
  }
  Encoding encoding{
      .name = "qubo",
      .model = std::make_shared<const PairwiseModel>(pairwise_model(Domain::binary, terms, 1, terms.offset)),
      .decode = [items = std::ssize(items_)](
                    const State& state) { return State(state.begin(), state.begin() + items); },
      .encode =
          [items = items_, limit = capacity_, slack](const State& packed) {
            State state = packed;
            std::int64_t left = limit - weight_of(items, packed);
            std::vector<Level> bits(slack.size());
            for (std::size_t k = slack.size(); k-- > 0;) {
              bits[k] = slack[k] <= left ? 1 : 0;
              left -= bits[k] * slack[k];
            }
            state.insert(state.end(), bits.begin(), bits.end());
            return state;
          },
      .is_constrained = true,
      .has_slack = true,
      .is_exact = is_exact};
  encoding.penalty_text =
      penalty >= sufficient
          ? fmt::format("penalty {:.6g}, above the largest value: no overweight pays", penalty)
          : fmt::format("penalty {:.6g}; {:.6g} is proven to be enough", penalty, sufficient);
  return encoding;
}

Evaluation Knapsack::evaluate(const State& packed) const {
  require_answer_size(packed, std::ssize(items_));
  CompensatedSum value;
  for (std::size_t i = 0; i < items_.size(); ++i) {
    value.add(packed[i] == 1 ? items_[i].value : 0);
  }
  const std::int64_t weight = weight_of(items_, packed);
  Evaluation worth{.objective = value.value(), .feasible = weight <= capacity_};
  if (!worth.feasible) {
    worth.violation =
        fmt::format("weighs {}, {} above the capacity of {}", weight, weight - capacity_, capacity_);
  }
  return worth;
}

std::optional<State> Knapsack::repaired(const State& packed) const {
  require_answer_size(packed, std::ssize(items_));
  State mended = packed;
  std::vector<std::size_t> order(items_.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return items_[a].value * static_cast<double>(items_[b].weight) <
           items_[b].value * static_cast<double>(items_[a].weight);
  });
  std::int64_t weight = weight_of(items_, mended);
  for (const std::size_t item : order) {
    if (weight > capacity_ && mended[item] == 1) {
      mended[item] = 0;
      weight -= items_[item].weight;
    }
  }
  return mended;
}

std::string Knapsack::answer_text(const State& packed) const {
  return level_list_text(packed, answer_format);
}

State Knapsack::read_answer(const std::filesystem::path& path) const {
  return read_level_list(path, std::ssize(items_), answer_format);
}

}  // namespace onedial
