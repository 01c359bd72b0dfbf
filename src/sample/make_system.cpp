#include "onedial/sample/make_system.hpp"

#include <algorithm>

#include "onedial/model/local_fields.hpp"
#include "onedial/sample/reference_system.hpp"

namespace onedial {
namespace {

template <UpdateKernel Kernel>
std::unique_ptr<System> make_reference(const std::shared_ptr<const PairwiseModel>& model,
                                       const SamplerSettings& settings, std::uint64_t seed) {
  return with_local_fields(model, [&]<class Model>(const Model& fields) -> std::unique_ptr<System> {
    return std::make_unique<ReferenceSystem<Model, Kernel>>(
        fields, settings.replicas, seed, std::min(settings.threads, std::max<Index>(1, settings.replicas)));
  });
}

}  // namespace

std::unique_ptr<System> make_system(const std::shared_ptr<const PairwiseModel>& model,
                                    const SamplerSettings& settings, std::uint64_t seed) {
  return settings.kernel == KernelKind::heat_bath ? make_reference<HeatBath>(model, settings, seed)
                                                  : make_reference<Metropolis>(model, settings, seed);
}

}  // namespace onedial
