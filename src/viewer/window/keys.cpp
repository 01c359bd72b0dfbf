#include <algorithm>
#include <array>
#include <utility>

#include "main_window.hpp"
#include "settings_form.hpp"

namespace onedial::viewer {

void MainWindow::draw_keys() {
  constexpr std::array<std::pair<const char*, const char*>, 23> keys = {{
      {"Space", "pause, go on"},
      {"→", "one sweep, with Shift ten"},
      {"←", "back to the last round number of sweeps"},
      {"↑ ↓", "T up and down, with Shift finely"},
      {"0", "T → 0"},
      {"C", "T*, the peak of C(T)"},
      {"I", "T → ∞"},
      {"+ −", "faster, slower"},
      {"R", "start again, same seed"},
      {"N", "start again, new seed"},
      {"A", "anneal: play the course"},
      {"Q", "quench: start again at T = 0"},
      {"M", "the next kernel"},
      {"1 … 9", "scenes"},
      {"P", "colours of the cells"},
      {"T", "theme"},
      {"S", "picture; with Ctrl the session"},
      {"G", "film the window, with Shift the state; stop"},
      {"E", "report"},
      {"Ctrl+C", "copy the command line of what is seen"},
      {"Ctrl + −", "larger, smaller"},
      {"F1  F2  F11", "keys, performance, full screen"},
      {"Ctrl+Q", "quit"},
  }};
  const ImVec2 display = ImGui::GetIO().DisplaySize;
  ImGui::SetNextWindowPos({display.x / 2, display.y / 2}, ImGuiCond_Always, {0.5F, 0.5F});
  ImGui::Begin("Keys", &shows_keys_,
               ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoCollapse | ImGuiWindowFlags_NoMove);
  if (ImGui::BeginTable("keys", 2)) {
    for (const auto& [key, what] : keys) {
      ImGui::TableNextColumn();
      ImGui::TextColored(theme_.accent, "%s", key);
      ImGui::TableNextColumn();
      ImGui::TextUnformatted(what);
    }
    ImGui::EndTable();
  }
  ImGui::End();
}

void MainWindow::press(const KeyPress& press, const Snapshot& snapshot, Actions& actions) {
  const auto wish = [&](Wish what) { actions.emplace_back(what); };
  if (press.control) {
    switch (press.key) {
      case Key::c:
        return wish(Wish::copy_command);
      case Key::q:
        return wish(Wish::quit);
      case Key::s:
        return wish(Wish::save_session);
      default:
        return;
    }
  }
  if (press.key >= Key::one && press.key <= Key::nine) {
    const auto scene = static_cast<std::size_t>(press.key) - static_cast<std::size_t>(Key::one);
    if (scene < scenes_.size()) {
      actions.emplace_back(OpenScene{scenes_[scene].name});
    }
    return;
  }
  const auto change_speed = [&](int steps) {
    const auto at = std::lower_bound(speeds.begin(), speeds.end(), snapshot.speed.sweeps_per_second);
    const auto index = std::clamp<std::ptrdiff_t>(at - speeds.begin() + steps, 0,
                                                  static_cast<std::ptrdiff_t>(speeds.size()) - 1);
    actions.emplace_back(ChangeSpeed{{speeds[static_cast<std::size_t>(index)]}});
  };
  switch (press.key) {
    case Key::space:
      actions.emplace_back(Pause{!snapshot.is_paused});
      break;
    case Key::right:
      actions.emplace_back(Step{press.shift ? 10 : 1});
      break;
    case Key::left:
      actions.emplace_back(Rewind{});
      break;
    case Key::up:
      set_temperature(dial_.nudged(snapshot.dial, 1, press.shift), actions);
      break;
    case Key::down:
      set_temperature(dial_.nudged(snapshot.dial, -1, press.shift), actions);
      break;
    case Key::zero:
      set_temperature(Temperature::zero(), actions);
      break;
    case Key::c:
      if (snapshot.frame.peak) {
        set_temperature(*snapshot.frame.peak, actions);
      }
      break;
    case Key::i:
      set_temperature(Temperature::infinite(), actions);
      break;
    case Key::plus:
      change_speed(1);
      break;
    case Key::minus:
      change_speed(-1);
      break;
    case Key::r:
      actions.emplace_back(Command(ResetScene{snapshot.frame.seed}));
      break;
    case Key::n:
      wish(Wish::new_seed);
      break;
    case Key::a:
      actions.emplace_back(Command(PlaySchedule{course_}));
      break;
    case Key::q:
      actions.emplace_back(Command(ResetScene{snapshot.frame.seed}));
      set_temperature(Temperature::zero(), actions);
      break;
    case Key::m:
      if (const auto next = next_choice(snapshot.frame.settings, "kernel")) {
        actions.emplace_back(Command(ChangeSetting{"kernel", *next}));
      }
      break;
    case Key::p:
      palette_ = all_grid_palettes[(static_cast<std::size_t>(palette_) + 1) % all_grid_palettes.size()];
      break;
    case Key::t:
      set_theme(all_themes[(static_cast<std::size_t>(theme_.kind) + 1) % all_themes.size()]);
      break;
    case Key::s:
      wish(Wish::picture);
      break;
    case Key::g:
      wish(press.shift ? Wish::record_state : Wish::record);
      break;
    case Key::e:
      wish(Wish::report);
      break;
    case Key::f1:
      shows_keys_ = !shows_keys_;
      break;
    case Key::f2:
      shows_performance_ = !shows_performance_;
      break;
    case Key::f11:
      wish(Wish::full_screen);
      break;
    case Key::escape:
      shows_keys_ = false;
      closes_lists_ = true;
      break;
    default:
      break;
  }
}

}  // namespace onedial::viewer
