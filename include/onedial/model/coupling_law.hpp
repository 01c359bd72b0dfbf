#pragma once
#include <array>
#include <cstdint>
#include <string_view>

#include "onedial/core/random.hpp"

namespace onedial {

/// What the bonds of a lattice or a graph hold.
enum class CouplingLaw : std::uint8_t {
  ferro,       ///< J = 1
  antiferro,   ///< J = −1
  plus_minus,  ///< J = ±1 with equal probability: the Edwards–Anderson spin glass
  gaussian,    ///< J normal with mean 0 and variance 1
};
inline constexpr std::array all_coupling_laws = {CouplingLaw::ferro, CouplingLaw::antiferro,
                                                 CouplingLaw::plus_minus, CouplingLaw::gaussian};

/// "ferro", "antiferro", "plus_minus" or "gaussian".
std::string_view coupling_law_name(CouplingLaw law);

/// The coupling of the next bond. Takes no number from the stream for ferro and antiferro, one for
/// plus_minus, and for gaussian as many pairs as Marsaglia's polar method needs; the same bits on every
/// machine.
double draw_coupling(CouplingLaw law, RandomStream& random);

}  // namespace onedial
