#pragma once
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "onedial/viewer/session.hpp"
#include "onedial/viewer/session_file.hpp"
#include "onedial/viewer/triple_buffer.hpp"

namespace onedial::viewer {

/// How fast the sweeps of a simulation follow each other: a number a second, or as many as there can be.
struct Speed {
  double sweeps_per_second = 60;
  [[nodiscard]] static Speed unlimited() { return {std::numeric_limits<double>::infinity()}; }
  friend bool operator==(const Speed&, const Speed&) = default;
};

/// A frame and what goes on in the session that it comes from.
struct Snapshot {
  Frame frame;
  Temperature dial = Temperature(1);
  std::optional<DialSchedule> playing = std::nullopt;
  Index playing_sweep = 0;
  Index session_sweeps = 0;  ///< since the session began, resets included
  bool is_paused = false;
  bool is_rewinding = false;
  Speed speed = {};
  double sweeps_per_second = 0;  ///< measured
  std::string error = {};        ///< what went wrong last; empty if nothing did
};

/// Fills in what a session knows of itself; the rest stays as it is.
void show(const Session& session, Snapshot& snapshot);

/// Runs a session in a thread of its own. All state is that thread's: commands go in and are carried out
/// between sweeps, snapshots come out, and the thread never waits for whoever looks at them.
class Simulation {
 public:
  explicit Simulation(Session session, bool is_paused = false, Speed speed = {});
  Simulation(const Simulation&) = delete;
  Simulation& operator=(const Simulation&) = delete;
  ~Simulation();

  void post(Command command);
  void set_paused(bool paused);
  /// Makes some sweeps although it is paused.
  void step(Index sweeps);
  void set_speed(Speed speed);
  /// Back to the last round number of sweeps, by doing everything again from the beginning. What was
  /// commanded after it is forgotten.
  void rewind();

  /// Takes the newest snapshot, if it was not taken yet. For one thread only, as `latest`.
  bool update() { return snapshots_.take(); }
  [[nodiscard]] const Snapshot& latest() const { return snapshots_.front(); }

  /// What it takes to see the session again, as of the last sweep.
  [[nodiscard]] SessionRecord record() const;

 private:
  struct Requests {
    std::vector<Command> commands;
    std::optional<bool> paused;
    std::optional<Speed> speed;
    Index steps = 0;
    bool rewind = false;
  };

  void run();
  bool carry_out(Requests& requests);
  void sweep_for_a_while();
  void publish();
  void rewind_session();
  void note_error(const std::exception& error);
  void request(const std::function<void(Requests&)>& change);

  mutable std::mutex session_mutex_;  // held while the session changes; others only lock it for `record`
  Session session_;
  bool is_paused_;
  Speed speed_;
  Index steps_ = 0;
  std::string error_;
  bool is_rewinding_ = false;
  double measured_rate_ = 0;
  double owed_sweeps_ = 0;
  Index batch_ = 1;

  std::mutex mutex_;
  std::condition_variable wake_;
  Requests requests_;
  std::atomic<bool> has_requests_ = false;
  std::atomic<bool> stop_ = false;
  TripleBuffer<Snapshot> snapshots_;
  std::thread thread_;
};

}  // namespace onedial::viewer
