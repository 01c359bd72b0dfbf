#include "onedial/learn/rbm_sampler.hpp"

#include <fmt/format.h>

#include <limits>
#include <stdexcept>

#include "gibbs_chains.hpp"
#include "onedial/anneal/phase_seed.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/learn/machine_memory.hpp"
#include "visible_data.hpp"

namespace onedial {

struct RbmSampler::Chains {
  LaneMachine machine;
  std::uint64_t seed;
  GibbsChains gibbs;
  WorkerPool pool;
  std::uint32_t step = 0;
  std::vector<std::uint32_t> clamped = {};  // visible columns
  FloatRows held = {};                      // their values (chains × clamped)

  Chains(const RestrictedMachine& of, Index chains, Index threads, std::uint64_t own_seed)
      : machine(of), seed(own_seed), gibbs(machine, chains), pool(threads) {}

  void remember_held() {
    held.resize(gibbs.size(), static_cast<Index>(clamped.size()));
    const FloatRows now = to_rows(gibbs.visible, machine.visible_units, machine.visible());
    for (std::size_t k = 0; k < clamped.size(); ++k) {
      held.col(static_cast<Index>(k)) = now.col(clamped[k]);
    }
  }

  void hold(Index chain) {
    constexpr float certain = std::numeric_limits<float>::infinity();
    float* fields = gibbs.visible_fields.row(static_cast<std::size_t>(chain));
    for (std::size_t k = 0; k < clamped.size(); ++k) {
      const float value = held(chain, static_cast<Index>(k));
      switch (machine.visible_units) {
        case VisibleUnits::gaussian:
          fields[clamped[k]] = value;
          break;
        case VisibleUnits::softmax:
          fields[clamped[k]] = value > 0 ? 0 : -certain;
          break;
        default:
          fields[clamped[k]] = value > 0 ? certain : -certain;
      }
    }
  }

  /// Real units have noise even where their mean is known.
  void put_back(Index chain) {
    if (machine.visible_units == VisibleUnits::gaussian) {
      for (std::size_t k = 0; k < clamped.size(); ++k) {
        gibbs.visible.values(static_cast<std::size_t>(chain))[clamped[k]] =
            held(chain, static_cast<Index>(k));
      }
    }
  }

  void sweep(Temperature t) {
    pool.for_each_slice(gibbs.size(), [&](Index first, Index last) {
      gibbs.find_hidden_fields(machine, first, last);
      for (Index chain = first; chain < last; ++chain) {
        gibbs.draw_hidden(machine, chain, t, {seed, step, 0});
      }
      gibbs.find_visible_fields(machine, first, last);
      for (Index chain = first; chain < last; ++chain) {
        hold(chain);
        gibbs.draw_visible(machine, chain, t, {seed, step, 1});
        put_back(chain);
      }
    });
    ++step;
  }
};

RbmSampler::RbmSampler(const RestrictedMachine& machine, Index chains, Index threads, std::uint64_t seed) {
  if (chains < 1) {
    throw std::invalid_argument(fmt::format("{} chains; expected at least 1", chains));
  }
  require_valid(machine);
  require_memory(rbm_sampler_bytes(machine, chains),
                 fmt::format("sampling {} chains of a machine of {} x {} units", chains, machine.visible(),
                             machine.hidden()));
  chains_ = std::make_unique<Chains>(machine, chains, threads, seed);
  // Fields of 0 are T = ∞.
  const bool is_real = machine.visible_units == VisibleUnits::gaussian;
  GibbsChains& gibbs = chains_->gibbs;
  for (Index chain = 0; chain < chains; ++chain) {
    if (is_real) {
      gibbs.visible_fields.view(static_cast<std::size_t>(chain)) = machine.visible_biases;
    }
    gibbs.draw_visible(chains_->machine, chain, Temperature(1), {seed, chains_->step, 1});
  }
  ++chains_->step;
}

RbmSampler::~RbmSampler() = default;
RbmSampler::RbmSampler(RbmSampler&&) noexcept = default;
RbmSampler& RbmSampler::operator=(RbmSampler&&) noexcept = default;

void RbmSampler::place(const FloatRows& visible) {
  if (visible.rows() != chains_->gibbs.size()) {
    throw std::invalid_argument(fmt::format("{} rows for {} chains", visible.rows(), chains_->gibbs.size()));
  }
  require_visible_data(chains_->machine.visible_units, chains_->machine.levels, chains_->machine.visible(),
                       visible);
  place_rows(visible, chains_->machine.visible_units, chains_->gibbs.visible);
  chains_->remember_held();
}

void RbmSampler::clamp(const std::vector<bool>& columns) {
  const LaneMachine& machine = chains_->machine;
  if (static_cast<Index>(columns.size()) != machine.visible()) {
    throw std::invalid_argument(
        fmt::format("{} columns to clamp or not for {} visible ones", columns.size(), machine.visible()));
  }
  chains_->clamped.clear();
  for (std::size_t i = 0; i < columns.size(); ++i) {
    const auto q = static_cast<std::size_t>(machine.levels);
    if (machine.visible_units == VisibleUnits::softmax && columns[i] != columns[i / q * q]) {
      throw std::invalid_argument(fmt::format("softmax unit {} is clamped in part", i / q));
    }
    if (columns[i]) {
      chains_->clamped.push_back(static_cast<std::uint32_t>(i));
    }
  }
  chains_->remember_held();
}

void RbmSampler::sweep(Index sweeps, Temperature t) {
  if (t.is_infinite() && chains_->machine.visible_units == VisibleUnits::gaussian) {
    throw std::invalid_argument("real visible units have no states at T = infinity");
  }
  for (Index sweep = 0; sweep < sweeps; ++sweep) {
    chains_->sweep(t);
  }
}

FloatRows RbmSampler::visible() const {
  return to_rows(chains_->gibbs.visible, chains_->machine.visible_units, chains_->machine.visible());
}

FloatRows RbmSampler::hidden() const {
  return to_rows(chains_->gibbs.hidden, VisibleUnits::binary, chains_->machine.hidden());
}

FloatRows RbmSampler::visible_means() const {
  LaneMatrix means = chains_->gibbs.visible_fields;
  for (Index chain = 0; chain < chains_->gibbs.size(); ++chain) {
    chains_->machine.to_visible_means(means, chain);
  }
  return means.values();
}

std::optional<FloatRows> inpaint(const RestrictedMachine& machine, const FloatRows& rows,
                                 const std::vector<bool>& known, const InpaintSettings& settings,
                                 const std::function<bool(Index sweeps)>& observer) {
  if (settings.equilibration < 0 || settings.sweeps < 1) {
    throw std::invalid_argument(fmt::format("{} sweeps after {}; expected at least 1 after 0 or more",
                                            settings.sweeps, settings.equilibration));
  }
  RbmSampler sampler(machine, rows.rows(), settings.threads, phase_seed(settings.seed, RunPhase::filling_in));
  if (rows.cols() != machine.visible() || static_cast<Index>(known.size()) != machine.visible()) {
    throw std::invalid_argument(
        fmt::format("rows of {} columns, of which {} are known or not, for {} visible ones", rows.cols(),
                    known.size(), machine.visible()));
  }
  FloatRows mixed = sampler.visible();
  for (Index i = 0; i < rows.cols(); ++i) {
    if (known[static_cast<std::size_t>(i)]) {
      mixed.col(i) = rows.col(i);
    }
  }
  sampler.place(mixed);
  sampler.clamp(known);
  FloatRows sum = FloatRows::Zero(rows.rows(), rows.cols());
  for (Index sweep = 1; sweep <= settings.equilibration + settings.sweeps; ++sweep) {
    sampler.sweep();
    if (sweep > settings.equilibration) {
      sum += sampler.visible_means();
    }
    if (observer && !observer(sweep)) {
      return std::nullopt;
    }
  }
  return FloatRows(sum / static_cast<float>(settings.sweeps));
}

}  // namespace onedial
