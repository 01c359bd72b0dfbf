#include "live.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <random>
#include <thread>
#include <utility>

#include "display.hpp"
#include "onedial/core/atomic_file.hpp"
#include "onedial/core/error.hpp"
#include "onedial/plot/cairo_render.hpp"
#include "onedial/run/error.hpp"
#include "onedial/viewer/frame_report.hpp"
#include "platform_sfml.hpp"
#include "recorder.hpp"
#include "user_interface.hpp"

namespace onedial::viewer {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_between(Clock::time_point from, Clock::time_point to) {
  return std::chrono::duration<double>(to - from).count();
}

/// A name that no file has yet: stem.ending, stem-2.ending, …
std::filesystem::path fresh_path(const std::string& stem, const std::string& ending) {
  for (int n = 1;; ++n) {
    std::filesystem::path path = n == 1 ? stem + ending : fmt::format("{}-{}{}", stem, n, ending);
    if (!std::filesystem::exists(path)) {
      return path;
    }
  }
}

/// The window, its simulation and what was asked of them.
class Viewer {
 public:
  Viewer(const Options& options, Session session)
      : options_(options),
        scene_(options.scene),
        interface_(static_cast<float>(options.scale.value_or(screen_height() >= 2000 ? 2 : 1))),
        window_(scene_infos()) {
    window_.set_scale(interface_.scale());
    window_.set_theme(parse_theme(options.theme));
    window_.set_palette(parse_palette(options.palette));
    speed_ = options.speed ? parse_speed(*options.speed) : Speed{};
    const PixelSize size = parse_size(options.size, interface_.scale());
    start(std::move(session), options.paused || options.replay.has_value());
    if (options.log) {
      write_session(*options.log);  // what cannot be written is better known now
    }
    if (options.replay) {
      say("the session ended in the same state again");
    }
    platform_ = std::make_unique<PlatformWindow>(window_title(), size.width, size.height);
  }

  void run() {
    Clock::time_point last = Clock::now();
    // ImGui takes a frame or two to follow an event.
    int frames_to_draw = 3;
    while (platform_->is_open() && !wants_to_quit_) {
      const bool any_events = platform_->handle_events();
      const bool any_news = simulation_->update();
      if (any_events) {
        frames_to_draw = 3;
      } else if (any_news) {
        frames_to_draw = std::max(frames_to_draw, 1);
      }
      if (frames_to_draw > 0) {
        --frames_to_draw;
        const Clock::time_point now = Clock::now();
        const double passed = seconds_between(last, now);
        last = now;
        facts_.frames_per_second += 0.1 * (1 / std::max(passed, 1e-4) - facts_.frames_per_second);
        draw_frame(passed);
      }
      if (frames_to_draw == 0) {
        // Neither library can wait for an event and for the simulation at once.
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
      }
      if (recorder_) {
        guarded([&] { film_up_to(Clock::now()); });
      }
    }
    finish();
  }

 private:
  static constexpr int film_frames_per_second = 30;
  static constexpr int film_side = 720;  // at most, of a film of the state

  [[nodiscard]] std::string window_title() const { return simulation_title_ + " – OneDial"; }

  void start(Session session, bool paused) {
    simulation_title_ = session.scene().info().title;
    window_.open(session.scene().info(), session.scene().schedule());
    simulation_ = std::make_unique<Simulation>(std::move(session), paused, speed_);
    simulation_->update();
  }

  void draw_frame(double passed) {
    const Snapshot& snapshot = simulation_->latest();
    Actions actions;
    for (const KeyPress& press : platform_->take_keys()) {
      if (press.control && (press.key == Key::plus || press.key == Key::minus)) {
        zoom(press.key == Key::plus ? 1.125F : 1 / 1.125F);
      } else {
        window_.press(press, snapshot, actions);
      }
    }
    facts_.command_line = command_line(scene_, snapshot, window_);
    facts_.is_recording = recorder_ != nullptr;
    if (notice_until_ < Clock::now()) {
      facts_.notice.clear();
    }
    const Clock::time_point before = Clock::now();
    platform_->begin_frame(passed);
    ImDrawData& drawn = interface_.draw(window_, snapshot, facts_, actions);
    const double drawing = seconds_between(before, Clock::now());
    facts_.frame_milliseconds += 0.1 * (1000 * drawing - facts_.frame_milliseconds);
    platform_->present(drawn, window_.theme().paper);
    for (const Action& action : actions) {
      guarded([&] { std::visit([&](const auto& kind) { carry_out(kind); }, action); });
    }
  }

  /// What goes wrong with a file or a scene is said in the window, which stays open.
  template <class Work>
  void guarded(Work work) {
    try {
      work();
    } catch (const std::exception& error) {
      say(error.what(), true);
    }
  }

  void say(const std::string& words, bool is_warning = false) {
    facts_.notice = words;
    facts_.is_warning = is_warning;
    notice_until_ = Clock::now() + std::chrono::seconds(6);
  }

  void carry_out(const Command& command) { simulation_->post(command); }
  void carry_out(const Pause& pause) { simulation_->set_paused(pause.paused); }
  void carry_out(const Step& step) {
    simulation_->set_paused(true);
    simulation_->step(step.sweeps);
  }
  void carry_out(const ChangeSpeed& change) {
    speed_ = change.speed;
    simulation_->set_speed(speed_);
  }
  void carry_out(const Rewind& /*rewind*/) { simulation_->rewind(); }
  void carry_out(const OpenScene& open) {
    const SceneFactory factory = scene_factory(open.name);
    Session session(factory, simulation_->latest().frame.seed);
    simulation_.reset();
    scene_ = open.name;
    start(std::move(session), false);
    platform_->set_title(window_title());
  }
  void carry_out(Wish wish) {
    switch (wish) {
      case Wish::new_seed:
        simulation_->post(ResetScene{std::random_device{}()});
        break;
      case Wish::picture:
        write_picture();
        break;
      case Wish::record:
      case Wish::record_state:
        films_state_ = wish == Wish::record_state;
        toggle_recording();
        break;
      case Wish::report:
        write_report();
        break;
      case Wish::save_session:
        say("wrote " + write_session(fresh_path(file_stem(), ".session.json")).string());
        break;
      case Wish::copy_command:
        set_clipboard(facts_.command_line);
        say("copied: " + facts_.command_line);
        break;
      case Wish::full_screen:
        platform_->toggle_full_screen();
        break;
      case Wish::quit:
        wants_to_quit_ = true;
        break;
    }
  }

  [[nodiscard]] std::string file_stem() const {
    return "onedial-" + std::filesystem::path(scene_).stem().string();
  }

  void zoom(float factor) {
    interface_.set_scale(std::clamp(interface_.scale() * factor, 0.5F, 4.0F));
    window_.set_scale(interface_.scale());
  }

  void write_picture() {
    const auto path = fresh_path(file_stem(), ".png");
    const auto [width, height] = ImGui::GetIO().DisplaySize;
    write_png(interface_.draw_without_display(window_, simulation_->latest(), facts_, static_cast<int>(width),
                                              static_cast<int>(height)),
              path);
    say("wrote " + path.string());
  }

  /// A film runs as fast as what it shows did: what stands still is filmed too. It ends where it cannot go
  /// on, as when the window gets another size.
  void film_up_to(Clock::time_point now) {
    constexpr auto frame = std::chrono::microseconds(1'000'000 / film_frames_per_second);
    try {
      for (; filmed_until_ <= now && has_picture_to_film(); filmed_until_ += frame) {
        recorder_->add(filmed_);
      }
    } catch (const std::exception& error) {
      toggle_recording();
      say(fmt::format("the film {} ends here: {}", film_.string(), error.what()), true);
    }
  }

  bool has_picture_to_film() {
    if (!films_state_) {
      filmed_ = platform_->pixels();
      return !filmed_.pixels.empty();
    }
    auto state = picture_of_state(simulation_->latest().frame, window_.palette(), film_side, film_side);
    if (!state) {
      throw InputError("this scene has no picture of a state");
    }
    filmed_ = *std::move(state);
    return true;
  }

  void toggle_recording() {
    if (recorder_) {
      const auto recorder = std::exchange(recorder_, nullptr);
      platform_->keep_pixels(false);
      recorder->finish();
      say("wrote " + film_.string());
      return;
    }
    film_ = fresh_path(file_stem(), ".mp4");
    recorder_ = make_recorder(film_, film_frames_per_second);
    filmed_until_ = Clock::now();
    platform_->keep_pixels(!films_state_);
  }

  void write_report() {
    const Snapshot& snapshot = simulation_->latest();
    const Figure figure = frame_figure(snapshot.frame, simulation_title_, facts_.command_line);
    const auto directory = fresh_path(file_stem(), ".report");
    std::error_code error;
    if (!std::filesystem::create_directory(directory, error)) {
      throw OutputError(directory, error.message());
    }
    const std::string svg = render_svg(figure);
    write_file_atomically(directory / "curves.csv", curves_csv(snapshot.frame));
    write_file_atomically(directory / "report.svg", svg);
    write_file_atomically(directory / "report.pdf", render_pdf(figure));
    write_file_atomically(directory / "report.html",
                          report_html(snapshot.frame, simulation_title_, facts_.command_line, svg));
    say("wrote " + directory.string());
  }

  std::filesystem::path write_session(const std::filesystem::path& path) {
    SessionRecord record = simulation_->record();
    record.scene = scene_;
    write_file_atomically(path, session_json(record));
    write_file_atomically(std::filesystem::path(path).replace_extension(".schedule.toml"),
                          schedule_toml(record, scene_factory(scene_)()->info().start));
    return path;
  }

  void finish() {
    if (recorder_) {
      guarded([&] { toggle_recording(); });
    }
    if (options_.log) {
      write_session(*options_.log);
    }
  }

  const Options& options_;
  std::string scene_;
  std::string simulation_title_;
  UserInterface interface_;
  MainWindow window_;
  Speed speed_;
  std::unique_ptr<Simulation> simulation_;
  std::unique_ptr<PlatformWindow> platform_;
  WindowFacts facts_;
  Clock::time_point notice_until_;
  std::unique_ptr<Recorder> recorder_;
  std::filesystem::path film_;
  bool films_state_ = false;
  Clock::time_point filmed_until_;
  Picture filmed_;
  bool wants_to_quit_ = false;
};

}  // namespace

int watch(Options options) {
  Session session = make_session(options);
  if (const std::string why = why_no_display(); !why.empty()) {
    throw InputError(why + "; --render FILE.png draws without one");
  }
  Viewer viewer(options, std::move(session));
  viewer.run();
  return 0;
}

}  // namespace onedial::viewer
