#include "onedial/model/coupling_law.hpp"

namespace onedial {

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
