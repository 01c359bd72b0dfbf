#include "onedial/viewer/session.hpp"

#include <utility>

namespace onedial::viewer {

SceneFactory named_scene(const std::string& name) {
  return [name] { return make_scene(name); };
}

Session::Session(SceneFactory factory, std::uint64_t seed)
    : factory_(std::move(factory)),
      scene_(factory_()),
      first_seed_(seed),
      seed_(seed),
      dial_(scene_->info().start),
      last_temperature_(dial_) {
  scene_->reset(seed_);
}

Session Session::replay(SceneFactory factory, std::uint64_t seed, std::span<const LoggedCommand> log,
                        Index sweeps, const std::function<bool()>& go_on) {
  Session session(std::move(factory), seed);
  std::size_t next = 0;
  const auto apply_due = [&] {
    while (next < log.size() && log[next].sweep == session.sweeps()) {
      session.apply(log[next].command);
      ++next;
    }
  };
  apply_due();
  while (session.sweeps() < sweeps && go_on()) {
    session.sweep();
    apply_due();
  }
  return session;
}

void Session::apply(const Command& command) {
  std::visit([&](const auto& kind) { run(kind); }, command);
  log_.push_back({sweeps_, command});
}

void Session::sweep() {
  if (schedule_) {
    dial_ = schedule_->at(schedule_sweep_);
    if (++schedule_sweep_ == schedule_->sweeps) {
      schedule_.reset();
    }
  }
  last_temperature_ = scene_->sweep(dial_);
  ++sweeps_;
  ++sweeps_since_reset_;
}

void Session::show(Frame& frame) const {
  scene_->show(frame, dial_);
  frame.settings = scene_->settings().all();
  frame.seed = seed_;
  frame.sweep = sweeps_since_reset_;
  frame.temperature = last_temperature_;
}

void Session::run(const SetTemperature& command) {
  dial_ = command.temperature;
  last_temperature_ = dial_;
  schedule_.reset();
}

void Session::run(const ResetScene& command) {
  seed_ = command.seed;
  schedule_.reset();
  sweeps_since_reset_ = 0;
  scene_->reset(seed_);
}

void Session::run(const ChangeSetting& command) {
  scene_->set(command.key, command.value);
}

void Session::run(const TouchPane& command) {
  scene_->touch(command.touch);
}

void Session::run(const PlaySchedule& command) {
  validate(command.schedule);
  schedule_ = command.schedule;
  schedule_sweep_ = 0;
}

}  // namespace onedial::viewer
