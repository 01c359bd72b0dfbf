#pragma once
#include "onedial/core/random.hpp"
#include "onedial/learn/restricted_machine.hpp"

// What the states of `make_machine_system` say of the visible units.
namespace onedial {

/// The values (V) of the visible units in a state of `make_machine_system`; real ones are drawn given the
/// hidden ones at T. Throws std::invalid_argument for a state of another size.
Eigen::VectorXd visible_values(const RestrictedMachine& machine, const State& state, Temperature t,
                               RandomStream& random);

/// E[v | h] at T of the hidden units of such a state (V). Throws likewise.
Eigen::VectorXd visible_means(const RestrictedMachine& machine, const State& state, Temperature t);

/// A state that has the values `row` (V) for its visible units, with hidden units drawn given them at T.
/// Binary units are on above ½, spins above 0, of softmax units the greatest column is.
State state_of(const RestrictedMachine& machine, const Eigen::VectorXf& row, Temperature t,
               RandomStream& random);

}  // namespace onedial
