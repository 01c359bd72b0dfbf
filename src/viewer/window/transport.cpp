#include <algorithm>
#include <cmath>

#include "main_window.hpp"
#include "onedial/plot/number_format.hpp"
#include "widgets.hpp"

namespace onedial::viewer {
namespace {

std::string speed_words(double sweeps_per_second) {
  return std::isfinite(sweeps_per_second) ? format_compact(sweeps_per_second, 3) + "/s" : "max";
}

bool button(const char* words, const char* help, bool is_on = false) {
  if (is_on) {
    ImGui::PushStyleColor(ImGuiCol_Button, ImGui::GetStyleColorVec4(ImGuiCol_ButtonActive));
  }
  const bool pressed = ImGui::Button(words);
  if (is_on) {
    ImGui::PopStyleColor();
  }
  tooltip(help);
  return pressed;
}

}  // namespace

void MainWindow::draw_transport(const Snapshot& snapshot, Actions& actions) {
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth();
  ImGui::AlignTextToFramePadding();
  ImGui::TextUnformatted("T");
  ImGui::SameLine();
  ImGui::SetNextItemWidth(78 * scale_);
  if (ImGui::InputTextWithHint("##temperature", temperature_words(snapshot.frame.temperature).c_str(),
                               temperature_text_.data(), temperature_text_.size(),
                               ImGuiInputTextFlags_EnterReturnsTrue)) {
    if (const auto t = parse_temperature(temperature_text_.data())) {
      set_temperature(*t, actions);
      temperature_text_.fill(0);
    }
  }
  if (!ImGui::IsItemActive()) {
    temperature_text_.fill(0);
  }
  const bool is_typing_nonsense =
      temperature_text_[0] != 0 && !parse_temperature(temperature_text_.data()).has_value();
  tooltip(is_typing_nonsense ? "A temperature is a number of 0 or more, or inf."
                             : "Type a temperature (0 and inf too) and press Enter.");
  ImGui::SameLine();
  if (button("T → 0", "T → 0: only the states of least energy count (key 0).")) {
    set_temperature(Temperature::zero(), actions);
  }
  ImGui::SameLine();
  if (button("T*", "The peak: T*, where the heat capacity C = Var(E)/T² is highest (key C).") &&
      snapshot.frame.peak) {
    set_temperature(*snapshot.frame.peak, actions);
  }
  ImGui::SameLine();
  if (button("T → ∞", "T → ∞: energies do not count, all states are alike (key I).")) {
    set_temperature(Temperature::infinite(), actions);
  }
  ImGui::SameLine(0, 18 * scale_);
  if (button("Anneal", "Play the course drawn above (key A).", snapshot.playing.has_value())) {
    actions.emplace_back(Command(PlaySchedule{course_}));
  }
  ImGui::SameLine();
  if (button("Quench", "Start again with the same seed, at T = 0 from the first sweep on (key Q).")) {
    actions.emplace_back(Command(ResetScene{snapshot.frame.seed}));
    set_temperature(Temperature::zero(), actions);
  }
  flow("in 100000 sweeps    ", right);
  ImGui::SetNextItemWidth(80 * scale_);
  int sweeps = static_cast<int>(course_.sweeps);
  if (ImGui::InputInt("sweeps", &sweeps, 0)) {
    course_.sweeps = std::clamp(sweeps, 1, 100'000'000);
  }
  tooltip("How many sweeps the course takes.");

  if (button(snapshot.is_paused ? "▶" : "▮▮", "Go on, or pause (Space).")) {
    actions.emplace_back(Pause{!snapshot.is_paused});
  }
  ImGui::SameLine();
  if (button("◀", "Back to the last round number of sweeps (←).")) {
    actions.emplace_back(Rewind{});
  }
  ImGui::SameLine();
  if (button("+1", "One sweep more (→; with Shift ten).")) {
    actions.emplace_back(Step{1});
  }
  ImGui::SameLine();
  ImGui::SetNextItemWidth(84 * scale_);
  if (ImGui::BeginCombo("##speed", speed_words(snapshot.speed.sweeps_per_second).c_str())) {
    for (const double speed : speeds) {
      if (ImGui::Selectable(speed_words(speed).c_str(), speed == snapshot.speed.sweeps_per_second)) {
        actions.emplace_back(ChangeSpeed{{speed}});
      }
    }
    ImGui::EndCombo();
  }
  tooltip("Sweeps a second (+ and −); max makes as many as there can be.");
  const auto wish = [&](const char* words, const char* help, Wish what) {
    flow(words, right);
    if (button(words, help)) {
      actions.emplace_back(what);
    }
  };
  ImGui::SameLine(0, 18 * scale_);
  if (button("Restart", "Start again with the same seed (R).")) {
    actions.emplace_back(Command(ResetScene{snapshot.frame.seed}));
  }
  wish("New seed", "Start again with another seed (N).", Wish::new_seed);
  wish("Picture", "A PNG of the window (S).", Wish::picture);
  wish("Record", "Record the window until pressed again (G).", Wish::record);
  wish("Report", "The curves as CSV, SVG, PDF and HTML (E).", Wish::report);
  flow("Theme", right);
  if (button("Theme", "Light, dark or projector (T).")) {
    press({.key = Key::t}, snapshot, actions);
  }
  flow("Keys", right);
  if (button("Keys", "All keys (F1).", shows_keys_)) {
    shows_keys_ = !shows_keys_;
  }
}

}  // namespace onedial::viewer
