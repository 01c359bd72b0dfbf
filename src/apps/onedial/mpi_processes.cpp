#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <boost/mpi/collectives.hpp>
#include <boost/mpi/environment.hpp>
#include <cstdio>
#include <exception>
#include <memory>
#include <stdexcept>
#include <tuple>

#include "commands.hpp"
#include "onedial/core/error.hpp"
#include "processes.hpp"
#include "replica_share.hpp"

namespace onedial::cli {
namespace {

namespace mpi = boost::mpi;

enum class Order : int { randomize, sweep, read, write, save, load, go_home };

/// The first process says what all do next.
Order agree_on(Order order) {
  int number = static_cast<int>(order);
  mpi::broadcast(mpi::communicator(), number, 0);
  return static_cast<Order>(number);
}

/// What the processes have in common for as long as there are Processes.
struct Joined {
  std::unique_ptr<mpi::environment> environment;
  int last_words = -1;  // where a process that prints nothing says why it ends all
  bool is_sent_home = false;
};
Joined joined;

[[noreturn]] void abort_all(const std::string& why) {
  const std::string line =
      fmt::format("onedial: process {}: {}\n", mpi::communicator().rank(), on_one_line(why));
  [[maybe_unused]] const auto written = write(joined.last_words, line.data(), line.size());
  mpi::environment::abort(failed);
  std::terminate();
}

/// All replicas of a run, seen from the first process.
class SpreadSystem final : public System {
 public:
  explicit SpreadSystem(const AnnealSetup& setup)
      : share_(setup), size_(units(setup.encoding)), energies_(static_cast<std::size_t>(share_.replicas())) {
    randomize(setup.config.seed);
  }

  [[nodiscard]] Index size() const override { return size_; }
  [[nodiscard]] Index replicas() const override { return share_.replicas(); }
  [[nodiscard]] std::span<const double> energies() const override { return energies_; }

  void randomize(std::uint64_t seed) override {
    agree_on(Order::randomize);
    share_.randomize(seed);
    share_.gather_energies(energies_);
  }

  SweepStats sweep(std::span<const Temperature> temperatures) override {
    if (temperatures.size() != energies_.size()) {
      throw std::invalid_argument(
          fmt::format("sweep got {} temperatures for {} replicas", temperatures.size(), energies_.size()));
    }
    values_.clear();
    for (const Temperature t : temperatures) {
      values_.push_back(t.value());
    }
    agree_on(Order::sweep);
    const SweepStats stats = share_.sweep(values_);
    share_.gather_energies(energies_);
    return stats;
  }

  void read(Index replica, State& state) const override {
    require_replica(replica);
    agree_on(Order::read);
    share_.read(replica, state);
  }

  void write(Index replica, const State& state) override {
    require_replica(replica);
    if (std::ssize(state) != size_) {
      throw std::invalid_argument(fmt::format("state has {} units, the system has {}", state.size(), size_));
    }
    State given = state;
    agree_on(Order::write);
    share_.write(replica, given);
    share_.gather_energies(energies_);
  }

  void transfer(StateArchive& archive) override {
    if (!archive.is_loading()) {
      agree_on(Order::save);
      std::string all = share_.save();
      archive.values(all);
      return;
    }
    std::vector<std::string> parts;
    for (const std::size_t bytes : share_.saved_bytes()) {
      archive.values(parts.emplace_back(bytes, '\0'));
    }
    agree_on(Order::load);
    share_.load(parts);
    share_.gather_energies(energies_);
  }

 private:
  void require_replica(Index replica) const {
    if (replica < 0 || replica >= replicas()) {
      throw std::out_of_range(fmt::format("replica {} of {}", replica, replicas()));
    }
  }

  ReplicaShare share_;
  Index size_;
  std::vector<double> energies_;
  std::vector<double> values_;  // of the temperatures
};

void do_as_told(const AnnealSetup& setup) {
  ReplicaShare share(setup);
  std::vector<double> numbers;
  State state;
  for (;;) {
    switch (agree_on(Order::go_home)) {
      case Order::randomize:
        share.randomize(0);
        share.gather_energies(numbers);
        break;
      case Order::sweep:
        share.sweep(numbers);
        share.gather_energies(numbers);
        break;
      case Order::read:
        share.read(0, state);
        break;
      case Order::write:
        share.write(0, state);
        share.gather_energies(numbers);
        break;
      case Order::save:
        std::ignore = share.save();
        break;
      case Order::load:
        share.load({});
        share.gather_energies(numbers);
        break;
      case Order::go_home:
        joined.is_sent_home = true;
        return;
    }
  }
}

}  // namespace

Processes::Processes(int& argc, char**& argv) {
  joined.environment = std::make_unique<mpi::environment>(argc, argv, mpi::threading::funneled);
  joined.last_words = dup(STDERR_FILENO);
  if (!is_first()) {
    const int nowhere = open("/dev/null", O_WRONLY);
    dup2(nowhere, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    close(nowhere);
  }
}

Processes::~Processes() {
  if (!joined.is_sent_home && agree_on(Order::go_home) != Order::go_home) {
    abort_all("has nothing to sweep, but is told to");
  }
  joined.environment.reset();
}

bool Processes::is_first() {
  return mpi::communicator().rank() == 0;
}

std::unique_ptr<System> make_spread_system(const AnnealSetup& setup) {
  if (mpi::communicator().size() == 1) {
    return make_system(setup.encoding, setup.config.sampler, setup.config.seed);
  }
  return std::make_unique<SpreadSystem>(setup);
}

void serve(const AnnealSetup& setup) {
  try {
    do_as_told(setup);
  } catch (const InputError&) {
    // The first process says the same, and sends this one home.
  } catch (const std::exception& error) {
    abort_all(error.what());
  }
}

}  // namespace onedial::cli
