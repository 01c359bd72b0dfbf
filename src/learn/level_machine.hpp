#pragma once
#include <Eigen/Core>
#include <memory>

#include "onedial/learn/restricted_machine.hpp"
#include "onedial/sample/system.hpp"

namespace onedial {

/// A machine with softmax visible units as a system; see `make_machine_system`. `base_biases` has V numbers.
std::unique_ptr<System> make_level_machine(const RestrictedMachine& machine, Index replicas, Index threads,
                                           std::uint64_t seed, const Eigen::VectorXd& base_biases);

}  // namespace onedial
