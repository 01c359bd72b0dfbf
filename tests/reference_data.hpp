#pragma once
#include <Eigen/Core>
#include <filesystem>
#include <fstream>
#include <memory>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "onedial/model/pairwise_model.hpp"

// Exact answers of tests/data/ref, as the objects that tests need.
namespace onedial::reference {

inline nlohmann::json load(const char* name) {
  const auto path = std::filesystem::path(ONEDIAL_TEST_DATA) / "ref" / name;
  std::ifstream file(path);
  if (!file) {
    throw std::runtime_error("cannot read " + path.string());
  }
  return nlohmann::json::parse(file);
}

inline PairwiseModel::Dense matrix(const nlohmann::json& rows) {
  const auto size = static_cast<Index>(rows.size());
  PairwiseModel::Dense result(size, size);
  for (Index i = 0; i < size; ++i) {
    for (Index j = 0; j < size; ++j) {
      result(i, j) = rows[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)].get<double>();
    }
  }
  return result;
}

inline Eigen::VectorXd vector(const nlohmann::json& values) {
  Eigen::VectorXd result(static_cast<Index>(values.size()));
  for (Index i = 0; i < result.size(); ++i) {
    result[i] = values[static_cast<std::size_t>(i)].get<double>();
  }
  return result;
}

/// The model of a file with "W" and "b".
inline std::shared_ptr<const PairwiseModel> model(const nlohmann::json& data, Domain domain) {
  return std::make_shared<PairwiseModel>(domain, matrix(data["W"]), vector(data["b"]));
}

/// The 16-spin Sherrington–Kirkpatrick instance of sk16.json.
inline std::shared_ptr<const PairwiseModel> sk16(const nlohmann::json& data) {
  const auto& upper = data["instances"][0]["J_upper_1e6_int"];
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(16, 16);
  std::size_t next = 0;
  for (Index i = 0; i < 16; ++i) {
    for (Index j = i + 1; j < 16; ++j) {
      couplings(i, j) = couplings(j, i) = upper[next++].get<double>() * 1e-6;
    }
  }
  return std::make_shared<PairwiseModel>(Domain::spin, std::move(couplings), Eigen::VectorXd::Zero(16));
}

/// An instance of pmj3x3x3.json: the periodic cube of 3 × 3 × 3 spins, site x + 3y + 9z, of which each gives
/// its couplings to the neighbours in the directions x, y and z.
inline std::shared_ptr<const PairwiseModel> cube3(const nlohmann::json& instance) {
  PairwiseModel::Dense couplings = PairwiseModel::Dense::Zero(27, 27);
  std::size_t next = 0;
  for (Index site = 0; site < 27; ++site) {
    for (const Index place : {1, 3, 9}) {
      const Index neighbour = site + (site / place % 3 == 2 ? -2 * place : place);
      couplings(site, neighbour) = couplings(neighbour, site) = instance["J"][next++].get<double>();
    }
  }
  return std::make_shared<PairwiseModel>(Domain::spin, PairwiseModel::Sparse(couplings.sparseView()),
                                         Eigen::VectorXd::Zero(27));
}

}  // namespace onedial::reference
