#pragma once
#include <memory>
#include <vector>

#include "onedial/core/state_archive.hpp"
#include "onedial/model/energy_model.hpp"
#include "onedial/model/pairwise_model.hpp"

namespace onedial {

/// A pairwise model in a state, as an EnergyModel that remembers the local fields fᵢ = Σⱼ Jᵢⱼ sⱼ + hᵢ:
/// asking for a flip's energy is one multiplication, and a flip costs one addition per neighbour.
/// Both domains run through the same code: with Δᵢ the change of unit i's value in a flip
/// (±1 for {0,1}, ±2 for spins), ΔE = −Δᵢ fᵢ.
/// `Couplings` is PairwiseModel::Dense or PairwiseModel::Sparse, whichever the model holds.
template <class Couplings>
class LocalFields {
 public:
  /// Throws std::bad_variant_access if the model holds the other kind of couplings.
  explicit LocalFields(std::shared_ptr<const PairwiseModel> model)
      : model_(std::move(model)),
        couplings_(&std::get<Couplings>(model_->couplings())),
        fields_(static_cast<std::size_t>(model_->size())),
        changes_(fields_.size()) {
    place(State(fields_.size(), 0));
  }

  [[nodiscard]] Index size() const { return static_cast<Index>(fields_.size()); }

  /// Throws std::invalid_argument if the state's size is not N.
  double place(const State& state);

  [[nodiscard]] double flip_energy(Index unit) const {
    const auto i = static_cast<std::size_t>(unit);
    return -changes_[i] * fields_[i];
  }

  void flip(Index unit) {
    double& change = changes_[static_cast<std::size_t>(unit)];
    for_each_coupling(*couplings_, unit, [this, change](Index neighbour, double coupling) {
      fields_[static_cast<std::size_t>(neighbour)] += change * coupling;
    });
    change = -change;
  }

  /// Carries the fields and the state to or from `archive`, to the last bit.
  void transfer(StateArchive& archive) {
    archive.values(fields_);
    archive.values(changes_);
  }

 private:
  std::shared_ptr<const PairwiseModel> model_;
  const Couplings* couplings_;
  std::vector<double> fields_;   // f (N)
  std::vector<double> changes_;  // Δ (N)
};

extern template class LocalFields<PairwiseModel::Dense>;
extern template class LocalFields<PairwiseModel::Sparse>;

/// Calls `use(LocalFields<...>(model))` with the kind of couplings that the model holds.
template <class Use>
decltype(auto) with_local_fields(const std::shared_ptr<const PairwiseModel>& model, Use use) {
  return std::visit(
      [&]<class Couplings>(const Couplings&) -> decltype(auto) { return use(LocalFields<Couplings>(model)); },
      model->couplings());
}

}  // namespace onedial
