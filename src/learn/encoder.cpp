#include "onedial/learn/encoder.hpp"

#include <set>
#include <stdexcept>

namespace onedial {

BoltzmannMachine encoder_machine(const EncoderShape& shape) {
  const auto [n, h] = shape;
  if (n < 1 || h < 1) {
    throw std::invalid_argument("an encoder must have at least one input and one hidden unit");
  }
  std::vector<Connection> connections;
  for (const Connection& pair : all_pairs(2 * n + h)) {
    const bool within_group = pair.second < n || (pair.first >= n && pair.second < 2 * n);
    const bool to_hidden = pair.first < 2 * n && pair.second >= 2 * n;
    if (within_group || to_hidden) {
      connections.push_back(pair);
    }
  }
  return {Domain::binary, 2 * n, h, std::move(connections)};
}

std::vector<std::optional<State>> encoder_codes(const BoltzmannMachine& machine) {
  const Index n = machine.visible_units() / 2;
  const PairwiseModel model = machine.model();
  const auto& couplings = std::get<PairwiseModel::Dense>(model.couplings());
  std::vector<std::optional<State>> codes;
  for (Index input = 0; input < n; ++input) {
    State code;
    for (Index unit = 2 * n; unit < machine.size(); ++unit) {
      const double field = model.fields()[unit] + couplings(input, unit) + couplings(n + input, unit);
      if (field != 0) {
        code.push_back(field > 0 ? 1 : 0);
      }
    }
    codes.push_back(static_cast<Index>(code.size()) == machine.hidden_units() ? std::optional(code)
                                                                              : std::nullopt);
  }
  return codes;
}

Index count_codes(const BoltzmannMachine& machine) {
  std::set<State> different;
  for (const auto& code : encoder_codes(machine)) {
    if (code) {
      different.insert(*code);
    }
  }
  return static_cast<Index>(different.size());
}

}  // namespace onedial
