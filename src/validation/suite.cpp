#include "onedial/validation/suite.hpp"

#include <array>
#include <stdexcept>

#include "cases.hpp"

namespace onedial {

std::span<const ValidationCase> validation_suite() {
  static constexpr std::array suite = {
      ValidationCase{"error bars of series with memory", cases::error_bars},
      ValidationCase{"Ising 8 x 8, every engine and kernel", cases::engines},
      ValidationCase{"Ising 16 x 16 and 32 x 32, single spins", cases::single_spins},
      ValidationCase{"Ising 8 x 8 to 32 x 32, Swendsen-Wang clusters", cases::swendsen_wang},
      ValidationCase{"Ising 8 x 8 to 32 x 32, Wolff clusters", cases::wolff},
      ValidationCase{"Ising 16 x 16 at T_c, Wolff clusters one by one", cases::random_numbers},
      ValidationCase{"Ising 16 x 16, entropy and peak of C", cases::peak},
      ValidationCase{"Ising 8 x 8, flat histogram", cases::flat_histogram},
      ValidationCase{"Sherrington-Kirkpatrick, 16 spins, both laws", cases::sherrington_kirkpatrick},
      ValidationCase{"3D spin glass of 27 spins, replica exchange", cases::spin_glass},
      ValidationCase{"Potts 3 x 3 with 3 states, every kernel", cases::potts},
      ValidationCase{"restricted Boltzmann machine, block Gibbs", cases::block_gibbs},
      ValidationCase{"softmax of 12 tokens", cases::softmax},
      ValidationCase{"cooling and heating of a spin glass", cases::hysteresis}};
  return suite;
}

ValidationGroup run_case(const ValidationCase& one, const ValidationSettings& settings) {
  if (!(settings.effort > 0) || settings.threads < 1) {
    throw std::invalid_argument("effort must be above 0 and threads at least 1");
  }
  return {.name = std::string(one.name), .checks = one.run(settings)};
}

}  // namespace onedial
