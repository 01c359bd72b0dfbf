#include "onedial/model/spin_glass.hpp"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <string>

#include "ising_on_bonds.hpp"
#include "random_regular_bonds.hpp"

namespace onedial {
namespace {

void require_two_units(Index units) {
  if (units < 2) {
    throw std::invalid_argument("units (" + std::to_string(units) + ") must be at least 2");
  }
}

void validate(const RandomRegularSettings& settings) {
  const std::string units = "units (" + std::to_string(settings.units) + ")";
  const std::string degree = "degree (" + std::to_string(settings.degree) + ")";
  require_two_units(settings.units);
  if (settings.units > std::numeric_limits<std::int32_t>::max()) {
    throw std::invalid_argument(units + " must be at most 2^31 - 1");
  }
  if (settings.degree < 1) {
    throw std::invalid_argument(degree + " must be at least 1");
  }
  if (settings.degree >= settings.units) {
    throw std::invalid_argument(degree + " must be less than " + units);
  }
  if (settings.units % 2 == 1 && settings.degree % 2 == 1) {
    throw std::invalid_argument(units + " times " + degree + " must be even: a bond has two ends");
  }
}

}  // namespace

PairwiseModel sherrington_kirkpatrick(const SherringtonKirkpatrickSettings& settings) {
  const Index units = settings.units;
  require_two_units(units);
  if (settings.couplings != CouplingLaw::gaussian && settings.couplings != CouplingLaw::plus_minus) {
    throw std::invalid_argument("couplings (" + std::string(coupling_law_name(settings.couplings)) +
                                ") of a Sherrington-Kirkpatrick model must be gaussian or plus_minus");
  }
  const double root = std::sqrt(static_cast<double>(units));
  RandomStream random(settings.seed, 0);
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(units, units);
  for (Index i = 0; i < units; ++i) {
    for (Index j = i + 1; j < units; ++j) {
      couplings(i, j) = couplings(j, i) = draw_coupling(settings.couplings, random) / root;
    }
  }
  return {Domain::spin, std::move(couplings), Eigen::VectorXd::Constant(units, settings.field)};
}

PairwiseModel curie_weiss(Index units, double field) {
  require_two_units(units);
  PairwiseModel::Dense couplings =
      PairwiseModel::Dense::Constant(units, units, 1 / static_cast<double>(units));
  couplings.diagonal().setZero();
  return {Domain::spin, std::move(couplings), Eigen::VectorXd::Constant(units, field)};
}

PairwiseModel random_regular(const RandomRegularSettings& settings) {
  validate(settings);
  RandomStream couplings(settings.seed, 0);
  RandomStream graph(settings.seed, 1);
  const auto bonds = random_regular_bonds(settings.units, settings.degree, graph);
  return ising_of_couplings(couplings_on_bonds(settings.units, bonds, settings.couplings, couplings),
                            settings.field);
}

}  // namespace onedial
