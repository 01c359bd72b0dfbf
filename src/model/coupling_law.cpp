#include "onedial/model/coupling_law.hpp"

#include <cmath>

#include "onedial/core/elementary.hpp"

namespace onedial {
namespace {

/// Marsaglia's polar method (1964), by a logarithm whose bits are the same on every machine. The second
/// number of each pair is dropped.
double draw_normal(RandomStream& random) {
  for (;;) {
    const double x = 2 * uniform01(random) - 1;
    const double y = 2 * uniform01(random) - 1;
    const double square = x * x + y * y;
    if (square > 0 && square < 1) {
      return x * std::sqrt(-2 * elementary::log(square) / square);
    }
  }
}

}  // namespace

std::string_view coupling_law_name(CouplingLaw law) {
  constexpr std::array<std::string_view, all_coupling_laws.size()> names = {"ferro", "antiferro",
                                                                            "plus_minus", "gaussian"};
  return names.at(static_cast<std::size_t>(law));
}

double draw_coupling(CouplingLaw law, RandomStream& random) {
  switch (law) {
    case CouplingLaw::ferro:
      return 1;
    case CouplingLaw::antiferro:
      return -1;
    case CouplingLaw::plus_minus:
      return (random() >> 63U) != 0 ? 1 : -1;
    case CouplingLaw::gaussian:
      break;
  }
  return draw_normal(random);
}

}  // namespace onedial
