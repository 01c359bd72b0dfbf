#include "onedial/sample/reference_system.hpp"

#include "onedial/model/local_fields.hpp"

namespace onedial {
namespace {

template <UpdateKernel Kernel>
std::unique_ptr<System> make(const std::shared_ptr<const PairwiseModel>& model, Index replicas, Index threads,
                             std::uint64_t seed, std::uint64_t first_stream) {
  return with_local_fields(model, [&]<class Model>(const Model& fields) -> std::unique_ptr<System> {
    return std::make_unique<ReferenceSystem<Model, Kernel>>(fields, replicas, seed, threads, first_stream);
  });
}

}  // namespace

std::unique_ptr<System> make_reference_system(const std::shared_ptr<const PairwiseModel>& model,
                                              KernelKind kernel, Index replicas, Index threads,
                                              std::uint64_t seed, std::uint64_t first_stream) {
  return kernel == KernelKind::heat_bath ? make<HeatBath>(model, replicas, threads, seed, first_stream)
                                         : make<Metropolis>(model, replicas, threads, seed, first_stream);
}

}  // namespace onedial
