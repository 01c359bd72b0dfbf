#include "onedial/model/state.hpp"

#include <stdexcept>
#include <string>

namespace onedial {

void require_levels(const State& state, Level levels) {
  for (std::size_t unit = 0; unit < state.size(); ++unit) {
    if (state[unit] < 0 || state[unit] >= levels) {
      throw std::invalid_argument("level " + std::to_string(state[unit]) + " of unit " +
                                  std::to_string(unit) + " is not one of 0 to " + std::to_string(levels - 1));
    }
  }
}

}  // namespace onedial
