#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "onedial/anneal/annealer.hpp"
#include "onedial/anneal/exchange_search.hpp"
#include "onedial/anneal/population_annealing.hpp"
#include "onedial/run/anneal_setup.hpp"

namespace onedial {

/// What a config's run has found, whichever its method.
struct AnnealRun {
  AnnealResult result;

  /// Of what is independent in the run – replicas, ladders or populations – how many there are, and how many
  /// have hit the target.
  Index trials = 0;
  Index trial_hits = 0;

  std::vector<Temperature> ladder = {};                         ///< of replica exchange, from cold to hot
  std::optional<ExchangeSearchResult> exchange = std::nullopt;  ///< without its `run`
  std::vector<PopulationReading> populations = {};              ///< of population annealing, from hot to cold
};

/// What the config's target and limits mean for the model that is annealed. The setup is kept by reference.
RunLimits run_limits(const AnnealSetup& setup);

/// Asked while a ladder is planned, before there is anything to observe: whether to go on.
using GoesOn = std::function<bool()>;

/// Runs what a config amounts to with a system of its replicas, as just made from its seed, or, of the method
/// of annealing only, from the `state` of an earlier result on. The run ends as interrupted when the observer
/// returns false. Of replica exchange it sees the energies at the coldest level, of population annealing
/// those of all members after each temperature, with `progress` reckoned by 1/T. The pilot run that places
/// the levels of a ladder counts in updates, seconds and the time limit. Throws std::invalid_argument if
/// `from` is of another run.
AnnealRun run_anneal(const AnnealSetup& setup, System& system, const AnnealObserver& observer = {},
                     const std::string& from = {}, const GoesOn& goes_on = {});

/// The answer of a run's best state, mended if the config wants that, and its worth by the problem itself.
/// Throws std::logic_error if a feasible answer is worth something else than the model said, which is for the
/// program to answer for.
Answer checked_answer(const AnnealSetup& setup, const AnnealResult& result);

}  // namespace onedial
