#include "processes.hpp"

namespace onedial::cli {

Processes::Processes(int& /*argc*/, char**& /*argv*/) {}
Processes::~Processes() = default;

bool Processes::is_first() {
  return true;
}

std::unique_ptr<System> make_spread_system(const AnnealSetup& setup) {
  return make_system(setup.encoding, setup.config.sampler, setup.config.seed);
}

void serve(const AnnealSetup& /*setup*/) {}

}  // namespace onedial::cli
