// Attention is recall: softmax(QK^T / sqrt d) V is one update of a modern Hopfield network, at T = sqrt d.
#include <cmath>
#include <iostream>

#include "onedial/memory/modern_memory.hpp"

using namespace onedial;

int main() {
  Eigen::MatrixXd keys(3, 4);
  keys << 1, 0, 1, 0,  //
      0, 1, 0, 1,      //
      1, 1, 0, 0;
  Eigen::MatrixXd values(3, 2);
  values << 1, 0, 0, 1, 1, 1;
  Eigen::MatrixXd query(1, 4);
  query << 2, 0, 1, 0;

  std::cout << "T          weights of the keys            answer\n";
  const ModernMemory memory(keys.transpose());
  for (const double t : {0.0, 0.5, std::sqrt(4.0), 10.0}) {
    const Eigen::VectorXd weights = memory.weights(query.transpose(), Temperature(t));
    std::cout << t << "   " << weights.transpose() << "   " << attention(query, keys, values, Temperature(t))
              << '\n';
  }

  // Going on from there, the network falls into the key that is nearest.
  const auto retrieval = memory.retrieve(query.transpose(), Temperature(0.2), /*most_updates=*/100);
  std::cout << "recalled " << retrieval.state.transpose() << " after " << retrieval.updates << " updates\n";
}
