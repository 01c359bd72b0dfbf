#pragma once
#include <Eigen/Core>
#include <span>
#include <vector>

#include "onedial/core/spectrum.hpp"
#include "onedial/model/state.hpp"

// Exact transition matrices of the shipped code: every random decision goes through every outcome.
namespace onedial::outcomes {

/// Answers the questions of RandomDecision by a script, which `next` moves on to the next one.
class Outcomes {
 public:
  bool operator()(double p) { return choose(std::vector<double>{1 - p, p}) == 1; }
  Index below(Index count) { return choose(std::vector<double>(static_cast<std::size_t>(count), 1.0)); }

  Index choose(std::span<const double> weights) {
    if (asked_ == answers_.size()) {
      answers_.push_back({.given = 0, .weights = {weights.begin(), weights.end()}});
      skip_impossible(answers_.back());
    }
    return static_cast<Index>(answers_[asked_++].given);
  }

  /// Of the answers so far.
  [[nodiscard]] double probability() const {
    double product = 1;
    for (const Answer& answer : answers_) {
      double total = 0;
      for (const double weight : answer.weights) {
        total += weight;
      }
      product *= answer.weights[answer.given] / total;
    }
    return product;
  }

  /// False when every script has been seen.
  bool next() {
    asked_ = 0;
    while (!answers_.empty()) {
      ++answers_.back().given;
      skip_impossible(answers_.back());
      if (answers_.back().given < answers_.back().weights.size()) {
        return true;
      }
      answers_.pop_back();
    }
    return false;
  }

 private:
  struct Answer {
    std::size_t given;
    std::vector<double> weights;
  };
  static void skip_impossible(Answer& answer) {
    while (answer.given < answer.weights.size() && answer.weights[answer.given] == 0) {
      ++answer.given;
    }
  }
  std::vector<Answer> answers_;
  std::size_t asked_ = 0;
};

inline std::size_t state_count(Level levels, Index units) {
  std::size_t count = 1;
  for (Index unit = 0; unit < units; ++unit) {
    count *= static_cast<std::size_t>(levels);
  }
  return count;
}

/// The state with an index in base q, unit 0 in the lowest place, and back.
inline State state_of(std::size_t index, Level levels, Index units) {
  State state;
  for (Index unit = 0; unit < units; ++unit) {
    state.push_back(static_cast<Level>(index % static_cast<std::size_t>(levels)));
    index /= static_cast<std::size_t>(levels);
  }
  return state;
}
inline std::size_t index_of(const State& state, Level levels) {
  std::size_t index = 0;
  std::size_t place = 1;
  for (const Level level : state) {
    index += place * static_cast<std::size_t>(level);
    place *= static_cast<std::size_t>(levels);
  }
  return index;
}

/// P[from][to] of `update(state, outcomes)`, which returns the next state.
template <class Update>
Eigen::MatrixXd transition_matrix(Level levels, Index units, Update update) {
  const std::size_t count = state_count(levels, units);
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(static_cast<Index>(count), static_cast<Index>(count));
  for (std::size_t from = 0; from < count; ++from) {
    Outcomes outcomes;
    do {
      const State to = update(state_of(from, levels, units), outcomes);
      matrix(static_cast<Index>(from), static_cast<Index>(index_of(to, levels))) += outcomes.probability();
    } while (outcomes.next());
  }
  return matrix;
}

/// e^{−E/T}/Z of all states of a model.
template <class Model>
Eigen::VectorXd boltzmann_law(const Model& model, Level levels, Temperature t) {
  std::vector<double> energies;
  for (std::size_t index = 0; index < state_count(levels, model.size()); ++index) {
    energies.push_back(model.energy(state_of(index, levels, model.size())));
  }
  const std::vector<double> law = boltzmann_probabilities(Spectrum(energies), t);
  return Eigen::Map<const Eigen::VectorXd>(law.data(), static_cast<Index>(law.size()));
}

/// The largest entry of |πP − π|.
inline double drift(const Eigen::MatrixXd& matrix, const Eigen::VectorXd& law) {
  return (matrix.transpose() * law - law).cwiseAbs().maxCoeff();
}

/// The largest |π_a P_ab − π_b P_ba|.
inline double imbalance(const Eigen::MatrixXd& matrix, const Eigen::VectorXd& law) {
  const Eigen::MatrixXd flow = law.asDiagonal() * matrix;
  return (flow - flow.transpose()).cwiseAbs().maxCoeff();
}

}  // namespace onedial::outcomes
