#include "replica_share.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/mpi/collectives.hpp>
#include <boost/serialization/string.hpp>
#include <boost/serialization/vector.hpp>
#include <functional>

#include "onedial/core/error.hpp"

namespace onedial::cli {
namespace {

namespace mpi = boost::mpi;

constexpr int first_process = 0;
constexpr int state_tag = 1;

Index group_of(const AnnealSetup& setup) {
  const auto model = pairwise_model(setup.encoding);
  return model ? group_size(*model, setup.config.sampler) : 1;
}

}  // namespace

ReplicaRange replica_share(Index process, Index processes, Index replicas, Index group) {
  const Index groups = (replicas + group - 1) / group;
  const auto begin = [&](Index of) {
    return std::min(replicas, (of * groups + processes - 1) / processes * group);
  };
  return {.first = begin(process), .count = begin(process + 1) - begin(process)};
}

ReplicaShare::ReplicaShare(const AnnealSetup& setup)
    : replicas_(setup.config.sampler.replicas), group_(group_of(setup)), own_(share_of(process())) {
  if (own_.count > 0) {
    SamplerSettings sampler = setup.config.sampler;
    sampler.replicas = own_.count;
    sampler.first_replica = own_.first;
    system_ = make_system(setup.encoding, sampler, setup.config.seed);
  }
}

ReplicaRange ReplicaShare::share_of(Index process) const {
  return replica_share(process, world_.size(), replicas_, group_);
}

Index ReplicaShare::owner(Index replica) const {
  Index process = 0;
  while (replica >= share_of(process).first + share_of(process).count) {
    ++process;
  }
  return process;
}

void ReplicaShare::randomize(std::uint64_t seed) {
  mpi::broadcast(world_, seed, first_process);
  if (system_) {
    system_->randomize(seed);
  }
}

SweepStats ReplicaShare::sweep(std::vector<double>& temperatures) {
  temperatures.resize(static_cast<std::size_t>(replicas_));
  mpi::broadcast(world_, temperatures.data(), static_cast<int>(replicas_), first_process);
  SweepStats own;
  if (system_) {
    std::vector<Temperature> of_own;
    for (Index r = 0; r < own_.count; ++r) {
      of_own.emplace_back(temperatures[static_cast<std::size_t>(own_.first + r)]);
    }
    own = system_->sweep(of_own);
  }
  SweepStats all;
  mpi::reduce(world_, own.attempts, all.attempts, std::plus<>(), first_process);
  mpi::reduce(world_, own.flips, all.flips, std::plus<>(), first_process);
  return all;
}

void ReplicaShare::gather_energies(std::vector<double>& energies) const {
  const std::span<const double> own = system_ ? system_->energies() : std::span<const double>();
  std::vector<int> counts;
  for (int process = 0; process < world_.size(); ++process) {
    counts.push_back(static_cast<int>(share_of(process).count));
  }
  energies.resize(static_cast<std::size_t>(replicas_));
  mpi::gatherv(world_, own.data(), static_cast<int>(own.size()), energies.data(), counts, first_process);
}

void ReplicaShare::read(Index replica, State& state) const {
  mpi::broadcast(world_, replica, first_process);
  const Index from = owner(replica);
  if (process() == from) {
    system_->read(replica - own_.first, state);
  }
  if (from != first_process) {
    if (process() == from) {
      world_.send(first_process, state_tag, state);
    } else if (process() == first_process) {
      world_.recv(static_cast<int>(from), state_tag, state);
    }
  }
}

void ReplicaShare::write(Index replica, State& state) {
  mpi::broadcast(world_, replica, first_process);
  const Index to = owner(replica);
  if (to != first_process) {
    if (process() == first_process) {
      world_.send(static_cast<int>(to), state_tag, state);
    } else if (process() == to) {
      world_.recv(first_process, state_tag, state);
    }
  }
  if (process() == to) {
    system_->write(replica - own_.first, state);
  }
}

std::string ReplicaShare::save_own() {
  StateArchive archive;
  if (system_) {
    system_->transfer(archive);
  }
  return archive.bytes();
}

std::string ReplicaShare::save() {
  std::vector<std::string> parts;
  mpi::gather(world_, save_own(), parts, first_process);
  std::string all;
  for (const std::string& part : parts) {
    all += part;
  }
  return all;
}

std::vector<std::size_t> ReplicaShare::saved_bytes() {
  const auto groups_in = [&](const ReplicaRange& range) {
    return static_cast<std::size_t>((range.count + group_ - 1) / group_);
  };
  // All groups of a system take the same.
  const std::size_t bytes_of_group = save_own().size() / groups_in(own_);
  std::vector<std::size_t> bytes;
  for (int process = 0; process < world_.size(); ++process) {
    bytes.push_back(bytes_of_group * groups_in(share_of(process)));
  }
  return bytes;
}

void ReplicaShare::load(const std::vector<std::string>& parts) {
  std::string own;
  mpi::scatter(world_, parts, own, first_process);
  if (system_) {
    StateArchive archive(std::move(own));
    system_->transfer(archive);
  }
}

}  // namespace onedial::cli
