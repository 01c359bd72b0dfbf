#pragma once
#include <string>
#include <vector>

#include "onedial/plot/training_report.hpp"
#include "training_history.hpp"

namespace onedial::cli {

/// The report of a training: its history, the weights and filters of the machine, and what it dreams at T =
/// 1, in equilibrium by replica exchange.
TrainingReport training_report(const RestrictedMachine& machine, const std::vector<EpochRow>& history,
                               std::string subtitle, const TrainerSettings& settings);

/// Visible values of a pixel each, for pictures: of softmax units the mean level, from 0 to 1.
Eigen::VectorXd picture_of(const RestrictedMachine& machine, const Eigen::VectorXf& values);

}  // namespace onedial::cli
