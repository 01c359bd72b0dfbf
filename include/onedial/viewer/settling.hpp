#pragma once
#include <span>

#include "onedial/core/index.hpp"

namespace onedial::viewer {

/// Tells when the energies of replicas have come to rest after a disturbance: when their mean over the latest
/// half of the time differs from that of the time before by no more than twice what chance explains, the
/// spread of the replicas over √R. Looks after 16, 32, 64, … sweeps, and gives up waiting after 4096, where
/// what does not relax is to be seen as such. 16 sweeps are enough for fewer than 4 replicas, which tell no
/// spread, and while the dial turns, when energies drift as they should.
class Settling {
 public:
  /// Something was disturbed.
  void restart() { *this = {}; }
  /// The energies after a sweep, and whether its temperature was another than that of the sweep before.
  void add(std::span<const double> energies, bool is_turning);
  [[nodiscard]] bool is_settled() const { return settled_; }

 private:
  bool settled_ = false;
  Index sweeps_ = 0;
  Index since_look_ = 0;
  double sum_ = 0;  // of the means since the last look
  double before_ = 0;
};

}  // namespace onedial::viewer
