#include "negative_chains.hpp"

#include <numeric>
#include <utility>

#include "onedial/core/boltzmann.hpp"
#include "visible_data.hpp"

namespace onedial {
namespace {

std::uint32_t sweeps_of(const NegativePhase& phase) {
  return static_cast<std::uint32_t>(std::visit([](const auto& p) { return p.sweeps; }, phase));
}

}  // namespace

Index persistent_chains(const NegativePhase& phase) {
  struct Count {
    Index operator()(const ContrastiveDivergence& /*none*/) const { return 0; }
    Index operator()(const PersistentDivergence& p) const { return p.chains; }
    Index operator()(const FastPersistentDivergence& p) const { return p.chains; }
    Index operator()(const ExchangeDivergence& p) const {
      return p.ladders * static_cast<Index>(p.temperatures.size());
    }
  };
  return std::visit(Count(), phase);
}

NegativeChains::NegativeChains(const LaneMachine& machine, const NegativePhase& phase, Index batch,
                               const Eigen::VectorXd& base_biases, std::uint64_t seed)
    : phase_(phase),
      seed_(seed),
      gibbs_(machine,
             std::holds_alternative<ContrastiveDivergence>(phase) ? batch : persistent_chains(phase)),
      base_fields_(1, machine.visible()) {
  if (const auto* exchange = std::get_if<ExchangeDivergence>(&phase_)) {
    temperatures_ = exchange->temperatures;
    base_fields_.view(0) = machine.factor() * base_biases.cast<float>();
    places_.resize(static_cast<std::size_t>(gibbs_.size()));
    std::iota(places_.begin(), places_.end(), 0);
  }
}

Index NegativeChains::samples(Index batch) const {
  if (starts_from_data()) {
    return batch;
  }
  return temperatures_.empty() ? chains() : chains() / static_cast<Index>(temperatures_.size());
}

FloatRows NegativeChains::visible(const LaneMachine& machine) const {
  return to_rows(gibbs_.visible, machine.visible_units, machine.visible());
}

void NegativeChains::place(const LaneMachine& machine, const FloatRows& visible) {
  place_rows(visible, machine.visible_units, gibbs_.visible);
}

const ActiveUnits& NegativeChains::sample(Index row) const {
  const auto at = static_cast<std::size_t>(row);
  return gibbs_
      .visible[temperatures_.empty() ? at : static_cast<std::size_t>(places_[at * temperatures_.size()])];
}

void NegativeChains::move(const LaneMachine& machine, const LaneMatrix& data_fields, Index first, Index last,
                          std::uint32_t step) {
  DrawCounter counter{seed_, step, 0};
  if (!temperatures_.empty()) {
    for (Index ladder = first; ladder < last; ++ladder) {
      move_ladder(machine, ladder, counter);
    }
    return;
  }
  for (std::uint32_t sweep = 0; sweep < sweeps_of(phase_); ++sweep) {
    const bool from_data = sweep == 0 && starts_from_data();
    if (!from_data) {
      gibbs_.find_hidden_fields(machine, first, last);
    }
    for (Index chain = first; chain < last; ++chain) {
      machine.draw_hidden(from_data ? data_fields : gibbs_.hidden_fields, chain, Temperature(1), counter,
                          gibbs_.hidden);
    }
    ++counter.draw;
    gibbs_.find_visible_fields(machine, first, last);
    for (Index chain = first; chain < last; ++chain) {
      gibbs_.draw_visible(machine, chain, Temperature(1), counter);
    }
    ++counter.draw;
  }
}

void NegativeChains::move_ladder(const LaneMachine& machine, Index ladder, const DrawCounter& counter) {
  const auto levels = static_cast<Index>(temperatures_.size());
  const Index first = ladder * levels;
  const auto chain_at = [&](Index level) {
    return static_cast<Index>(places_[static_cast<std::size_t>(first + level)]);
  };
  DrawCounter draw = counter;
  for (std::uint32_t sweep = 0; sweep < sweeps_of(phase_); ++sweep) {
    gibbs_.find_hidden_fields(machine, first, first + levels);
    for (Index level = 0; level < levels; ++level) {
      gibbs_.draw_hidden(machine, chain_at(level), temperatures_[static_cast<std::size_t>(level)], draw);
    }
    ++draw.draw;
    gibbs_.find_visible_fields(machine, first, first + levels);
    for (Index level = 0; level < levels; ++level) {
      const Index chain = chain_at(level);
      const auto beta = static_cast<float>(temperatures_[static_cast<std::size_t>(level)].reduced(1));
      // The energies need the fields as they are, and the new visible units; these are drawn from mixed ones.
      const Eigen::VectorXf fields = gibbs_.visible_fields.view(static_cast<std::size_t>(chain));
      gibbs_.visible_fields.view(static_cast<std::size_t>(chain)) =
          beta * fields + (1 - beta) * base_fields_.view(0);
      gibbs_.draw_visible(machine, chain, Temperature(1), draw);
      gibbs_.visible_fields.view(static_cast<std::size_t>(chain)) = fields;
    }
    ++draw.draw;
    const bool odd = ((counter.step * sweeps_of(phase_) + sweep) & 1U) != 0;
    exchange(machine, ladder, odd, draw);
    ++draw.draw;
  }
}

void NegativeChains::exchange(const LaneMachine& machine, Index ladder, bool odd,
                              const DrawCounter& counter) {
  const std::size_t levels = temperatures_.size();
  std::int64_t* places = places_.data() + static_cast<std::size_t>(ladder) * levels;
  for (std::size_t cold = odd ? 1 : 0; cold + 1 < levels; cold += 2) {
    const double beta_step = temperatures_[cold].reduced(1) - temperatures_[cold + 1].reduced(1);
    const double rise =
        energy_above_base(machine, places[cold + 1]) - energy_above_base(machine, places[cold]);
    const double u =
        (unit_bits(counter, static_cast<std::uint32_t>(ladder), static_cast<std::uint32_t>(cold)) + 0.5) *
        0x1p-32;
    if (u < metropolis_probability(beta_step * rise, Temperature(1))) {
      std::swap(places[cold], places[cold + 1]);
    }
  }
}

/// E − E₀ of the units' last values, up to a constant: −Σ v (b + Wh − a) − Σ c h.
double NegativeChains::energy_above_base(const LaneMachine& machine, Index chain) const {
  const auto at = static_cast<std::size_t>(chain);
  const float* fields = gibbs_.visible_fields.row(at);
  const float* base = base_fields_.row(0);
  const auto gain = [&](std::size_t unit) {
    return static_cast<double>(fields[unit]) - static_cast<double>(base[unit]);
  };
  double energy = 0;
  const ActiveUnits& visible = gibbs_.visible[at];
  for (std::size_t k = 0; k < visible.count; ++k) {
    energy -=
        gain(visible.units[k]) * (visible.values == nullptr ? 1.0 : static_cast<double>(visible.values[k]));
  }
  if (machine.visible_units == VisibleUnits::spin) {
    // Fields of spins are doubled: Σ s g/2 = Σ over those on of g − ½ Σ over all.
    for (std::size_t unit = 0; unit < machine.weights.rows(); ++unit) {
      energy += gain(unit) / 2;
    }
  }
  const ActiveUnits& hidden = gibbs_.hidden[at];
  for (std::size_t k = 0; k < hidden.count; ++k) {
    energy -= static_cast<double>(machine.hidden_biases.row(0)[hidden.units[k]]);
  }
  return energy;
}

}  // namespace onedial
