#include "main_window.hpp"

#include <fmt/format.h>

#include <imgui_internal.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "imgui_canvas.hpp"
#include "onedial/plot/number_format.hpp"
#include "settings_form.hpp"
#include "widgets.hpp"

namespace onedial::viewer {
namespace {

constexpr ImGuiWindowFlags plain = ImGuiWindowFlags_NoTitleBar | ImGuiWindowFlags_NoResize |
                                   ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                                   ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoBringToFrontOnFocus |
                                   ImGuiWindowFlags_NoScrollWithMouse | ImGuiWindowFlags_NoScrollbar;

/// A window without frame or background in a part of the display, for the time of its life.
class Part {
 public:
  Part(const char* name, const Area& area) {
    ImGui::SetNextWindowPos(area.min);
    ImGui::SetNextWindowSize({area.width(), area.height()});
    ImGui::Begin(name, nullptr, plain);
  }
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  ~Part() { ImGui::End(); }
};

std::string beta_words(Temperature t) {
  return t.is_zero() ? "∞" : format_compact(t.reduced(1), 4);
}

/// How many panes stand side by side so that each has the largest square.
std::size_t pane_columns(std::size_t count, float width, float height) {
  std::size_t best = 1;
  float largest = 0;
  for (std::size_t columns = 1; columns <= count; ++columns) {
    const std::size_t rows = (count + columns - 1) / columns;
    const float square = std::min(width / static_cast<float>(columns), height / static_cast<float>(rows));
    if (square > largest) {
      best = columns;
      largest = square;
    }
  }
  return best;
}

}  // namespace

struct MainWindow::Room {
  Area top;
  Area left;
  Area panels;
  Area bottom;

  Room(ImVec2 size, float pixels) {
    const float top_height = 34 * pixels;
    const float bottom_height = 158 * pixels;
    const float left_width = std::clamp(0.42F * size.x, 320 * pixels, 640 * pixels);
    top = {{0, 0}, {size.x, top_height}};
    left = {{0, top_height}, {left_width, size.y - bottom_height}};
    panels = {{left_width, top_height}, {size.x, size.y - bottom_height}};
    bottom = {{0, size.y - bottom_height}, size};
  }
};

MainWindow::MainWindow(std::vector<SceneInfo> scenes)
    : scenes_(std::move(scenes)), theme_(make_theme(ThemeKind::light)) {}

void MainWindow::open(const SceneInfo& info, const std::optional<DialSchedule>& course) {
  info_ = info;
  dial_ = DialScale(info.coldest, info.hottest);
  course_ = course ? *course : cooling(info.hottest, info.coldest, default_course_sweeps);
  dragged_node_.reset();
  temperature_in_hand_.reset();
  setting_texts_.clear();
}

void MainWindow::set_theme(ThemeKind theme) {
  theme_ = make_theme(theme);
  apply(theme_, scale_);
}

void MainWindow::set_scale(float scale) {
  scale_ = scale;
  apply(theme_, scale_);
}

void MainWindow::set_temperature(Temperature t, Actions& actions) {
  actions.emplace_back(Command(SetTemperature{t}));
}

void MainWindow::draw(const Snapshot& snapshot, const WindowFacts& facts, Actions& actions) {
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  if (closes_lists_) {
    ImGui::ClosePopupToLevel(0, false);
    closes_lists_ = false;
  }
  if (size.x < least_width * scale_ || size.y < least_height * scale_) {
    const Part part("too small", {{0, 0}, size});
    ImGui::TextUnformatted("Too small: make the window larger, or press Ctrl -");
    return;
  }
  const Room room(size, scale_);
  {
    const Part part("top", room.top);
    draw_top(snapshot, facts, actions);
  }
  {
    const Part part("state", room.left);
    draw_left(snapshot, actions);
  }
  {
    const Part part("curves", room.panels);
    draw_panels(snapshot);
  }
  {
    const Part part("dial", room.bottom);
    draw_bottom(snapshot, actions);
  }
  if (shows_keys_) {
    draw_keys();
  }
  if (shows_performance_) {
    draw_performance(snapshot, facts);
  }
}

void MainWindow::draw_top(const Snapshot& snapshot, const WindowFacts& facts, Actions& actions) {
  const Frame& frame = snapshot.frame;
  ImGui::SetNextItemWidth(std::min(250 * scale_, 0.3F * ImGui::GetWindowWidth()));
  if (ImGui::BeginCombo("##scene", info_.title.c_str(), ImGuiComboFlags_HeightLargest)) {
    for (std::size_t i = 0; i < scenes_.size(); ++i) {
      const std::string name =
          i < 9 ? fmt::format("{}  {}", i + 1, scenes_[i].title) : "    " + scenes_[i].title;
      if (ImGui::Selectable(name.c_str(), scenes_[i].name == info_.name)) {
        actions.emplace_back(OpenScene{scenes_[i].name});
      }
    }
    ImGui::EndCombo();
  }
  tooltip(info_.story);
  const auto fact = [&](const std::string& words, const char* help) {
    if (ImGui::GetItemRectMax().x + ImGui::CalcTextSize(words.c_str()).x + 20 * scale_ >
        ImGui::GetWindowWidth()) {
      return;
    }
    ImGui::SameLine(0, 16 * scale_);
    ImGui::AlignTextToFramePadding();
    ImGui::TextUnformatted(words.c_str());
    tooltip(help);
  };
  fact(fmt::format("T {}", temperature_words(frame.temperature)),
       "T, the temperature of the last sweep, in units of energy (k = 1).");
  fact(fmt::format("β {}", beta_words(frame.temperature)), "β = 1/T, what multiplies energies in e^(−βE).");
  fact(fmt::format("E {}", format_compact(frame.energy, 5)), "E, the energy of the state that is shown.");
  fact(fmt::format("sweep {}", format_fixed(static_cast<double>(frame.sweep), 0)),
       "Sweeps since the last start. A sweep is one update tried for each unit.");
  fact(fmt::format("seed {}", frame.seed),
       "The seed: the same seed and the same commands give the same bits. R starts again with it, N with a "
       "new one.");

  std::string status = fmt::format("{} sweeps/s", format_compact(snapshot.sweeps_per_second, 3));
  ImVec4 colour = theme_.soft_ink;
  if (!snapshot.error.empty()) {
    status = snapshot.error;
    colour = theme_.warning;
  } else if (!facts.notice.empty()) {
    status = facts.notice;
    colour = facts.is_warning ? theme_.warning : theme_.accent;
  } else if (snapshot.is_rewinding) {
    status = "rewinding …";
  } else if (facts.is_recording) {
    status = "● recording";
    colour = theme_.warning;
  } else if (snapshot.is_paused) {
    status = "paused";
  }
  const float left = ImGui::GetItemRectMax().x + 16 * scale_;
  const float right = ImGui::GetWindowWidth() - 10 * scale_;
  const float width = std::min(ImGui::CalcTextSize(status.c_str()).x, right - left);
  if (width > 30 * scale_) {
    draw_words({right - width, 10 * scale_}, colour, status, width + 1);
  }
}

void MainWindow::draw_left(const Snapshot& snapshot, Actions& actions) {
  const Frame& frame = snapshot.frame;
  const ImVec2 origin = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  const float margin = 10 * scale_;
  const bool has_story = size.y > 520 * scale_;
  const float words_height =
      has_story ? ImGui::CalcTextSize(info_.story.c_str(), nullptr, false, size.x - 2 * margin).y + 4 * scale_
                : 0;
  const float facts_height = std::min(facts_height_, 0.35F * size.y);
  const float settings_height =
      frame.settings.empty()
          ? 0
          : std::min(settings_form_height(frame.settings, size.x - 2 * margin), 0.3F * size.y);

  float y = origin.y + 2 * scale_;
  if (has_story) {
    ImGui::SetCursorScreenPos({origin.x + margin, y});
    ImGui::BeginChild("story", {size.x - 2 * margin, words_height}, false,
                      ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
    draw_story();
    ImGui::EndChild();
    y += words_height + 4 * scale_;
  }
  const float panes_bottom = origin.y + size.y - facts_height - settings_height - 8 * scale_;
  const Area panes{{origin.x + margin, y}, {origin.x + size.x - margin, panes_bottom}};
  pictures_.resize(std::max(pictures_.size(), frame.panes.size()));
  const float gap = 10 * scale_;
  const std::size_t columns = pane_columns(frame.panes.size(), panes.width(), panes.height());
  const std::size_t rows = (frame.panes.size() + columns - 1) / std::max<std::size_t>(columns, 1);
  const auto side = [gap](float length, std::size_t parts) {
    return (length - gap * static_cast<float>(parts - 1)) / static_cast<float>(parts);
  };
  for (std::size_t i = 0; i < frame.panes.size(); ++i) {
    const ImVec2 size_of_one = {side(panes.width(), columns), side(panes.height(), rows)};
    Area area = panes;
    area.min.x += static_cast<float>(i % columns) * (size_of_one.x + gap);
    area.min.y += static_cast<float>(i / columns) * (size_of_one.y + gap);
    area.max = {area.min.x + size_of_one.x, area.min.y + size_of_one.y};
    if (const auto touch = draw_pane(frame.panes[i], i, area, pictures_[i], palette_, theme_, scale_)) {
      actions.emplace_back(Command(TouchPane{*touch}));
    }
  }
  ImGui::SetCursorScreenPos({origin.x + margin, panes_bottom + 4 * scale_});
  ImGui::BeginChild("facts", {size.x - 2 * margin, facts_height}, false,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
  draw_facts(frame);
  facts_height_ = ImGui::GetCursorPosY() + 4 * scale_;
  ImGui::EndChild();
  if (settings_height > 0) {
    ImGui::SetCursorScreenPos({origin.x + margin, origin.y + size.y - settings_height - 2 * scale_});
    ImGui::BeginChild("settings", {size.x - 2 * margin, settings_height}, false,
                      ImGuiWindowFlags_NoBackground);
    draw_settings_form(frame.settings, setting_texts_, [&](const std::string& key, const std::string& value) {
      actions.emplace_back(Command(ChangeSetting{key, value}));
    });
    ImGui::EndChild();
  }
}

void MainWindow::draw_story() const {
  ImGui::PushStyleColor(ImGuiCol_Text, theme_.soft_ink);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(info_.story.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
}

void MainWindow::draw_facts(const Frame& frame) const {
  ImGui::PushStyleColor(ImGuiCol_Text, theme_.accent);
  ImGui::PushTextWrapPos(0);
  ImGui::TextUnformatted(frame.verdict.c_str());
  ImGui::PopTextWrapPos();
  ImGui::PopStyleColor();
  bool is_first = true;
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowWidth();
  for (const Fact& fact : frame.facts) {
    std::string words = fact.symbol + " ";
    if (std::isnan(fact.value)) {
      words += "–";
    } else {
      words += format_compact(fact.value, fact.digits);
      if (fact.error > 0) {
        words += " ± " + format_compact(fact.error, 2);
      }
    }
    if (!is_first) {
      flow(words + "  ", right);
    }
    is_first = false;
    ImGui::TextUnformatted(words.c_str());
    tooltip(fact.meaning);
  }
}

void MainWindow::draw_panels(const Snapshot& snapshot) const {
  const auto& panels = snapshot.frame.panels;
  if (panels.empty()) {
    return;
  }
  const ImVec2 origin = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  const float narrowest = 205 * scale_;
  const float lowest = 128 * scale_;
  const auto columns = static_cast<std::size_t>(std::clamp(std::floor(size.x / narrowest), 1.0F, 2.0F));
  const auto most_rows = static_cast<std::size_t>(std::max(1.0F, std::floor(size.y / lowest)));
  const std::size_t rows = std::min((panels.size() + columns - 1) / columns, most_rows);
  const float width = (size.x - 6 * scale_) / static_cast<float>(columns);
  const float height = size.y / static_cast<float>(rows);
  for (std::size_t i = 0; i < std::min(panels.size(), rows * columns); ++i) {
    const std::size_t row = i / columns;
    const ImVec2 min{origin.x + static_cast<float>(i % columns) * width,
                     origin.y + static_cast<float>(row) * height};
    ImGui::SetCursorScreenPos(min);
    ImGui::PushID(static_cast<int>(i));
    // A list of its own for each: none may hold more than 2¹⁶ vertices.
    ImGui::BeginChild(
        "panel", {width, height}, false,
        ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoInputs);
    const float point = 1.4F * scale_;
    ImGuiCanvas canvas(ImGui::GetWindowDrawList(), {min.x + 4 * scale_, min.y + 2 * scale_}, point,
                       theme_.plot);
    draw_panel(canvas, panels[i], (width - 8 * scale_) / point, (height - 6 * scale_) / point);
    ImGui::EndChild();
    ImGui::PopID();
  }
}

void MainWindow::draw_bottom(const Snapshot& snapshot, Actions& actions) {
  const ImVec2 origin = ImGui::GetWindowPos();
  const ImVec2 size = ImGui::GetWindowSize();
  const float dial_width = 200 * scale_;
  const Area dial{{origin.x + 4 * scale_, origin.y + 8 * scale_},
                  {origin.x + dial_width, origin.y + size.y - 4 * scale_}};
  const Temperature shown = temperature_in_hand_.value_or(snapshot.frame.temperature);
  const auto turned = draw_dial(dial, dial_, shown, snapshot.frame.peak, theme_, scale_);
  if (turned && *turned != shown) {
    set_temperature(*turned, actions);
  }
  temperature_in_hand_ =
      ImGui::IsItemActive() ? turned.has_value() ? turned : temperature_in_hand_ : std::nullopt;

  const float left = origin.x + dial_width + 10 * scale_;
  const float right = origin.x + size.x - 10 * scale_;
  const bool is_narrow = size.x < 980 * scale_;  // then the buttons take three lines
  const float lines = is_narrow ? 3.0F : 2.0F;
  const float controls = lines * ImGui::GetFrameHeightWithSpacing();
  const Area timeline{{left, origin.y + 6 * scale_}, {right, origin.y + size.y - controls - 8 * scale_}};
  std::optional<double> playhead;
  if (snapshot.playing) {
    playhead = static_cast<double>(snapshot.playing_sweep) /
               static_cast<double>(std::max<Index>(1, snapshot.playing->sweeps));
  }
  draw_timeline(timeline, course_, dragged_node_, dial_, playhead, theme_, scale_);
  ImGui::SetCursorScreenPos({left, timeline.max.y + 6 * scale_});
  ImGui::BeginChild("transport", {right - left, controls + 2 * scale_}, false,
                    ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoScrollbar);
  draw_transport(snapshot, actions);
  ImGui::EndChild();
}

void MainWindow::draw_performance(const Snapshot& snapshot, const WindowFacts& facts) {
  ImGui::SetNextWindowPos({ImGui::GetIO().DisplaySize.x - 12 * scale_, 44 * scale_}, ImGuiCond_Always,
                          {1, 0});
  ImGui::Begin(
      "Performance", &shows_performance_,
      ImGuiWindowFlags_AlwaysAutoResize | ImGuiWindowFlags_NoSavedSettings | ImGuiWindowFlags_NoMove);
  ImGui::TextUnformatted(fmt::format("{:.0f} frames/s\n{:.2f} ms to draw one\n{} sweeps/s\n{} vertices",
                                     facts.frames_per_second, facts.frame_milliseconds,
                                     format_compact(snapshot.sweeps_per_second, 4),
                                     ImGui::GetIO().MetricsRenderVertices)
                             .c_str());
  ImGui::End();
}

}  // namespace onedial::viewer
