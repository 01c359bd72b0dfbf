#pragma once
#include <boost/mpi/communicator.hpp>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "onedial/run/anneal_setup.hpp"

namespace onedial::cli {

/// Replicas first … first + count − 1 of a run.
struct ReplicaRange {
  Index first;
  Index count;
};

/// What process `process` of `processes` sweeps of `replicas` in groups of `group`: as many whole groups as
/// any other, or one less; the first has one at least.
ReplicaRange replica_share(Index process, Index processes, Index replicas, Index group);

/// The share of one process, and what all processes do together. Each of these functions is called by all of
/// them at the same time; what only the first gives or gets says so.
class ReplicaShare {
 public:
  explicit ReplicaShare(const AnnealSetup& setup);

  [[nodiscard]] Index replicas() const { return replicas_; }  ///< of all processes

  void randomize(std::uint64_t seed);
  /// The first process gives the temperatures of all replicas, and gets what all sweeps did.
  SweepStats sweep(std::vector<double>& temperatures);
  /// The first process gets the energies of all replicas (R).
  void gather_energies(std::vector<double>& energies) const;
  /// The first process gets the state of a replica.
  void read(Index replica, State& state) const;
  /// The first process gives the state of a replica.
  void write(Index replica, State& state);
  /// The first process gets the exact states of all groups, in order: the archive of one system.
  [[nodiscard]] std::string save();
  /// The first process gives what each process is to restore, of the length that `saved_bytes` says.
  void load(const std::vector<std::string>& parts);
  /// How many bytes each process saves. For the first process only, by itself.
  [[nodiscard]] std::vector<std::size_t> saved_bytes();

 private:
  [[nodiscard]] Index process() const { return world_.rank(); }
  [[nodiscard]] ReplicaRange share_of(Index process) const;
  [[nodiscard]] Index owner(Index replica) const;
  [[nodiscard]] std::string save_own();

  boost::mpi::communicator world_;
  Index replicas_;
  Index group_;
  ReplicaRange own_;
  std::unique_ptr<System> system_;  // null where there are fewer groups than processes
};

}  // namespace onedial::cli
