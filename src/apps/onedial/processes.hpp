#pragma once
#include <memory>

#include "onedial/run/anneal_setup.hpp"

namespace onedial::cli {

/// The processes that mpirun has started for one command, in a build with MPI. Otherwise there is one.
///
/// The first process runs the command, reads and writes all files and prints; where a run is spread over the
/// processes, the others sweep their share of its replicas as it tells them. They print nothing.
class Processes {
 public:
  Processes(int& argc, char**& argv);
  /// Of the first process, sends the others home; of another one, waits for that.
  ~Processes();
  Processes(const Processes&) = delete;
  Processes& operator=(const Processes&) = delete;

  [[nodiscard]] static bool is_first();
};

/// For the first process: the system of a run, each process with as many whole groups of its replicas as any
/// other, or one less. It does what the same system does in a single process, to the bit.
std::unique_ptr<System> make_spread_system(const AnnealSetup& setup);

/// For the other processes: does as the first tells, until that ends.
void serve(const AnnealSetup& setup);

}  // namespace onedial::cli
