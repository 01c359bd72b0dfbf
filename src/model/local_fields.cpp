#include "onedial/model/local_fields.hpp"

namespace onedial {

template <class Couplings>
double LocalFields<Couplings>::place(const State& state) {
  const double energy = model_->energy(state);
  const Domain domain = model_->domain();
  for (std::size_t i = 0; i < fields_.size(); ++i) {
    changes_[i] = level_value(domain, 1 - state[i]) - level_value(domain, state[i]);
    double field = model_->fields()[static_cast<Index>(i)];
    for_each_coupling(*couplings_, static_cast<Index>(i), [&](Index j, double coupling) {
      field += coupling * level_value(domain, state[static_cast<std::size_t>(j)]);
    });
    fields_[i] = field;
  }
  return energy;
}

template class LocalFields<PairwiseModel::Dense>;
template class LocalFields<PairwiseModel::Sparse>;

}  // namespace onedial
