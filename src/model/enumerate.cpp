#include "onedial/model/enumerate.hpp"

#include "onedial/model/local_fields.hpp"

namespace onedial {

std::vector<double> enumerate(const std::shared_ptr<const PairwiseModel>& model) {
  return with_local_fields(model, [](auto fields) { return enumerate(std::move(fields)); });
}

}  // namespace onedial
