#include "onedial/anneal/moving_thermometer.hpp"

#include <algorithm>
#include <stdexcept>

namespace onedial {
namespace {

/// The weight of the newest of `count` values, counted from 1: a plain mean at first.
double weight_of(double newest, Index count) {
  return std::max(newest, 1.0 / static_cast<double>(count));
}

}  // namespace

MovingThermometer::MovingThermometer(double longest_lag) : lags_(2) {
  constexpr std::size_t most_lags = 24;
  for (double lag = 1; lag < longest_lag && lags_.size() < most_lags; lag *= 2) {
    lags_.emplace_back();
  }
}

double MovingThermometer::Lag::correlation() const {
  return variance > 0 ? std::clamp(covariance / variance, 0.0, 1.0) : 1.0;
}

void MovingThermometer::follow(double mean) {
  const double alpha = weight_of(newest_, sweeps_);
  const double predicted = mean_ + trend_;
  const double surprise = mean - predicted;
  mean_ = predicted + alpha * surprise;
  if (sweeps_ > 1) {
    trend_ += alpha * alpha / (2 - alpha) * surprise;
  }
}

void MovingThermometer::correlate(Lag& lag) {
  if (!lag.deviations.empty()) {
    double sum = 0;
    for (std::size_t r = 0; r < deviations_.size(); ++r) {
      sum += deviations_[r] * lag.deviations[r];
    }
    ++lag.pairs;
    const double weight = weight_of(newest_, lag.pairs);
    const double covariance = sum / static_cast<double>(deviations_.size());
    lag.covariance += weight * (covariance - lag.covariance);
    lag.variance += weight * ((square_ + lag.square) / 2 - lag.variance);
  }
  lag.deviations = deviations_;
  lag.square = square_;
}

void MovingThermometer::add(std::span<const double> energies) {
  if (energies.empty() || (sweeps_ > 0 && energies.size() != deviations_.size())) {
    throw std::invalid_argument("the number of replicas must be at least 1 and stay the same");
  }
  const auto replicas = static_cast<double>(energies.size());
  constexpr double enough = 32;
  newest_ = replicas / (replicas + enough);
  ++sweeps_;
  double mean = 0;
  for (const double energy : energies) {
    mean += energy;
  }
  follow(mean / replicas);
  deviations_.assign(energies.begin(), energies.end());
  double squares = 0;
  for (double& deviation : deviations_) {
    deviation -= mean_;
    squares += deviation * deviation;
  }
  square_ = squares / replicas;
  variance_ += weight_of(newest_, sweeps_) * (square_ - variance_);
  Index interval = 1;
  for (Lag& lag : lags_) {
    if (sweeps_ % interval != 0) {
      break;
    }
    correlate(lag);
    interval *= 2;
  }
}

double MovingThermometer::tau() const {
  double shorter = lags_.front().correlation();
  double tau = 0.5 + (lags_.front().pairs > 0 ? shorter : 0.0);
  double steps = 1;  // lags above the shorter one, up to the longer one
  for (std::size_t k = 1; k < lags_.size() && lags_[k].pairs > 0; ++k, steps *= 2) {
    const double longer = std::min(lags_[k].correlation(), shorter);
    tau += steps * (shorter + longer) / 2 + (longer - shorter) / 2;
    shorter = longer;
  }
  return tau;
}

void MovingThermometer::transfer(StateArchive& archive) {
  for (Lag& lag : lags_) {
    archive.list(lag.deviations);
    archive.value(lag.square);
    archive.value(lag.covariance);
    archive.value(lag.variance);
    archive.value(lag.pairs);
  }
  archive.list(deviations_);
  archive.value(square_);
  archive.value(newest_);
  archive.value(mean_);
  archive.value(trend_);
  archive.value(variance_);
  archive.value(sweeps_);
}

}  // namespace onedial
