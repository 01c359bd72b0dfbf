#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "catch.hpp"
#include "font.hpp"
#include "grid_palette.hpp"
#include "main_window.hpp"
#include "onedial/viewer/session.hpp"
#include "user_interface.hpp"
#include "widgets.hpp"

namespace onedial::viewer {
namespace {

/// A session and a window that shows it, without a display.
struct Bench {
  Session session;
  UserInterface interface;
  MainWindow window = MainWindow(scene_infos());
  Snapshot snapshot;

  Bench(const std::string& scene, float scale = 1, ThemeKind theme = ThemeKind::light)
      : session(named_scene(scene), 3), interface(scale) {
    window.set_scale(scale);
    window.set_theme(theme);
    window.open(session.scene().info(), session.scene().schedule());
  }

  void sweep(int times) {
    for (int k = 0; k < times; ++k) {
      session.sweep();
    }
  }
  const Snapshot& take() {
    session.show(snapshot.frame);
    snapshot.dial = session.dial();
    return snapshot;
  }
  Picture picture(int width = 1280, int height = 800) {
    return interface.draw_without_display(window, take(), {}, width, height);
  }
  Actions press(KeyPress key) {
    Actions actions;
    window.press(key, take(), actions);
    return actions;
  }
};

auto count(const Picture& picture, Rgb colour) {
  return std::count(picture.pixels.begin(), picture.pixels.end(), opaque(colour[0], colour[1], colour[2]));
}

TEST_CASE("The picture of the spins has as many cells of each colour as there are spins") {
  Bench bench("ising");
  bench.session.apply(ChangeSetting{"size", "32"});
  bench.session.apply(SetTemperature{Temperature(2.4)});
  bench.sweep(50);
  const Picture picture = bench.picture();
  const Grid& grid = std::get<Grid>(bench.snapshot.frame.panes.front());
  const auto up = std::count(grid.values.begin(), grid.values.end(), 1);
  const auto down = std::count(grid.values.begin(), grid.values.end(), 0);
  REQUIRE(up + down == 32 * 32);
  const auto pixels_up = count(picture, cell_colour(grid, GridPalette::cividis, 1));
  const auto pixels_down = count(picture, cell_colour(grid, GridPalette::cividis, 0));
  // All cells are squares of one whole number of pixels.
  const auto cell = (pixels_up + pixels_down) / (32 * 32);
  const auto side = std::lround(std::sqrt(static_cast<double>(cell)));
  CHECK(side * side == cell);
  CHECK(cell > 16);
  CHECK(pixels_up == cell * up);
  CHECK(pixels_down == cell * down);
}

TEST_CASE("Every scene is drawn in every theme, size and scale, with all of its glyphs") {
  for (const std::string& name : scene_names()) {
    INFO(name);
    Bench bench(name);
    bench.sweep(30);
    const Frame& frame = bench.take().frame;
    const ImFont& font = *ImGui::GetIO().Fonts->Fonts[0];
    const SceneInfo& info = bench.session.scene().info();
    std::string words = info.title + info.story + frame.verdict;
    for (const Fact& fact : frame.facts) {
      words += fact.symbol + fact.meaning;
    }
    for (const Setting& setting : frame.settings) {
      words += setting.label + setting.help + value_text(setting);
    }
    for (const Panel& panel : frame.panels) {
      words += panel.title + panel.x.label + panel.y.label + panel.note;
      for (const auto& series : panel.series) {
        words += series.label;
      }
      for (const auto& points : panel.points) {
        words += points.label;
      }
      for (const auto& mark : panel.marks) {
        words += mark.label;
      }
      for (const auto& line : panel.references) {
        words += line.label;
      }
    }
    words += "▮▮▶◀●…–∞";
    CHECK(missing_glyph(font, words).empty());
    for (const ThemeKind theme : all_themes) {
      bench.window.set_theme(theme);
      for (const auto& [width, height] : {std::pair(1280, 800), std::pair(800, 600), std::pair(640, 480)}) {
        INFO(theme_name(theme) << ", " << width << " x " << height);
        const Picture picture = bench.picture(width, height);
        const std::set<std::uint32_t> colours(picture.pixels.begin(), picture.pixels.end());
        CHECK(colours.size() > 50);
        const ImVec4 paper = bench.window.theme().paper;
        const auto byte = [](float part) { return static_cast<std::uint8_t>(std::lround(255 * part)); };
        const auto empty = count(picture, {byte(paper.x), byte(paper.y), byte(paper.z)});
        const double part = static_cast<double>(empty) / (width * height);
        CHECK(part > 0.2);
        CHECK(part < 0.9);
      }
    }
  }
}

TEST_CASE("A picture at twice the scale is the same window") {
  Bench bench("energy_entropy");
  const Picture small = bench.picture();
  Bench large("energy_entropy", 2);
  const Picture twice = large.picture(2560, 1600);
  CHECK(twice.width == 2 * small.width);
  // What is paper here is paper there, but for the edges of glyphs and lines.
  std::size_t differ = 0;
  for (int y = 0; y < small.height; ++y) {
    for (int x = 0; x < small.width; ++x) {
      const auto here = small.pixels[static_cast<std::size_t>(y * small.width + x)];
      const auto there = twice.pixels[static_cast<std::size_t>(2 * y * twice.width + 2 * x)];
      differ += (here == opaque(255, 255, 255)) != (there == opaque(255, 255, 255)) ? 1 : 0;
    }
  }
  CHECK(static_cast<double>(differ) < 0.1 * static_cast<double>(small.pixels.size()));
}

TEST_CASE("Keys do what the window says that they do") {
  Bench bench("ising");
  bench.sweep(3);
  const auto only = [](const Actions& actions) {
    REQUIRE(actions.size() == 1);
    return actions.front();
  };
  const auto temperature = [&](const Action& action) {
    return std::get<SetTemperature>(std::get<Command>(action)).temperature;
  };
  CHECK(!std::get<Pause>(only(bench.press({.key = Key::space}))).paused == false);
  CHECK(std::get<Step>(only(bench.press({.key = Key::right}))).sweeps == 1);
  CHECK(std::get<Step>(only(bench.press({.key = Key::right, .shift = true}))).sweeps == 10);
  CHECK(std::holds_alternative<Rewind>(only(bench.press({.key = Key::left}))));
  CHECK(temperature(only(bench.press({.key = Key::up}))) > bench.session.dial());
  CHECK(temperature(only(bench.press({.key = Key::down}))) < bench.session.dial());
  CHECK(temperature(only(bench.press({.key = Key::zero}))).is_zero());
  CHECK(temperature(only(bench.press({.key = Key::i}))).is_infinite());
  CHECK(temperature(only(bench.press({.key = Key::c}))) == *bench.snapshot.frame.peak);
  CHECK(std::get<ChangeSpeed>(only(bench.press({.key = Key::plus}))).speed.sweeps_per_second == 600);
  CHECK(std::get<ChangeSpeed>(only(bench.press({.key = Key::minus}))).speed.sweeps_per_second == 10);
  CHECK(std::get<ResetScene>(std::get<Command>(only(bench.press({.key = Key::r})))).seed == 3);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::n}))) == Wish::new_seed);
  CHECK(std::holds_alternative<PlaySchedule>(std::get<Command>(only(bench.press({.key = Key::a})))));
  CHECK(std::get<ChangeSetting>(std::get<Command>(only(bench.press({.key = Key::m})))).value == "metropolis");
  CHECK(std::get<OpenScene>(only(bench.press({.key = Key::one}))).name == "softmax");
  CHECK(std::get<Wish>(only(bench.press({.key = Key::s}))) == Wish::picture);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::s, .control = true}))) == Wish::save_session);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::g}))) == Wish::record);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::e}))) == Wish::report);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::c, .control = true}))) == Wish::copy_command);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::f11}))) == Wish::full_screen);
  CHECK(std::get<Wish>(only(bench.press({.key = Key::q, .control = true}))) == Wish::quit);
  const Actions quench = bench.press({.key = Key::q});
  REQUIRE(quench.size() == 2);
  CHECK(std::holds_alternative<ResetScene>(std::get<Command>(quench.front())));
  CHECK(temperature(quench.back()).is_zero());
  CHECK(bench.press({.key = Key::p}).empty());
  CHECK(bench.press({.key = Key::t}).empty());
  CHECK(bench.window.theme().kind == ThemeKind::dark);
  CHECK(bench.press({.key = Key::f1}).empty());
}

/// Moves the mouse over a window and returns what that asks for.
class Mouse {
 public:
  explicit Mouse(Bench& bench) : bench_(bench) {
    ImGuiIO& io = ImGui::GetIO();
    io.DisplaySize = {1280, 800};
    io.DeltaTime = 1.0F / 60;
    frame();
  }

  Actions to(float x, float y, bool left, bool right = false) {
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {x, y};
    io.MouseDown[0] = left;
    io.MouseDown[1] = right;
    return frame();
  }

 private:
  Actions frame() {
    Actions actions;
    bench_.interface.draw(bench_.window, bench_.take(), {}, actions);
    return actions;
  }

  Bench& bench_;
};

TEST_CASE("Dragging the dial turns T, from one stop to the other") {
  Bench bench("ising");
  Mouse mouse(bench);
  // The dial's middle is at (102, 735); its stops are at the lower left and the lower right.
  mouse.to(60, 760, false);
  const auto cold = mouse.to(57, 782, true);
  REQUIRE(!cold.empty());
  CHECK(std::get<SetTemperature>(std::get<Command>(cold.back())).temperature.is_zero());
  const auto middle = mouse.to(102, 672, true);
  REQUIRE(!middle.empty());
  const Temperature half = std::get<SetTemperature>(std::get<Command>(middle.back())).temperature;
  const SceneInfo& info = bench.session.scene().info();
  CHECK(half.value() == Approx(std::sqrt(info.coldest.value() * info.hottest.value())).epsilon(0.05));
  const auto hot = mouse.to(147, 782, true);
  REQUIRE(!hot.empty());
  CHECK(std::get<SetTemperature>(std::get<Command>(hot.back())).temperature.is_infinite());
}

TEST_CASE("Touching a cell of the lattice names the cell") {
  Bench bench("ising");
  bench.session.apply(ChangeSetting{"size", "16"});
  bench.sweep(1);
  Mouse mouse(bench);
  const Picture picture = bench.picture();
  const Grid& grid = std::get<Grid>(bench.snapshot.frame.panes.front());
  const Rgb up = cell_colour(grid, GridPalette::cividis, 1);
  const Rgb down = cell_colour(grid, GridPalette::cividis, 0);
  int left = picture.width;
  int top = picture.height;
  int right = 0;
  for (int y = 0; y < picture.height; ++y) {
    for (int x = 0; x < picture.width; ++x) {
      const auto pixel = picture.pixels[static_cast<std::size_t>(y * picture.width + x)];
      if (pixel == opaque(up[0], up[1], up[2]) || pixel == opaque(down[0], down[1], down[2])) {
        left = std::min(left, x);
        top = std::min(top, y);
        right = std::max(right, x + 1);
      }
    }
  }
  const auto cell = static_cast<float>(right - left) / 16;
  const float x = static_cast<float>(left) + 5.5F * cell;
  const float y = static_cast<float>(top) + 2.5F * cell;
  mouse.to(x, y, false);
  const auto actions = mouse.to(x, y, true);
  REQUIRE(actions.size() == 1);
  const Touch touch = std::get<TouchPane>(std::get<Command>(actions.front())).touch;
  CHECK(touch.x == 5);
  CHECK(touch.y == 2);
  CHECK(!touch.erase);
}

TEST_CASE("Colours of grids tell levels apart, and palettes run from dark to bright") {
  for (const GridPalette palette : all_grid_palettes) {
    double last = -1;
    for (int k = 0; k <= 16; ++k) {
      const Rgb rgb = palette_colour(palette, k / 16.0);
      const double luminance = 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
      if (palette != GridPalette::contrast) {
        CHECK(luminance > last);
      }
      last = luminance;
    }
    CHECK(palette_colour(palette, -1) == palette_colour(palette, 0));
    CHECK(palette_colour(palette, 2) == palette_colour(palette, 1));
  }
  const Grid walkers{.colours = GridColours::walkers};
  std::set<Rgb> colours;
  for (int k = 0; k < 32; ++k) {
    colours.insert(cell_colour(walkers, GridPalette::cividis, static_cast<std::uint8_t>(k)));
  }
  CHECK(colours.size() == 32);
}

TEST_CASE("Every theme's curves and words stand out from its paper") {
  const auto luminance = [](const Colour& c) {
    const auto linear = [](double part) {
      return part <= 0.04045 ? part / 12.92 : std::pow((part + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(c.red) + 0.7152 * linear(c.green) + 0.0722 * linear(c.blue);
  };
  const auto contrast = [&](const Colour& a, const Colour& b) {
    const auto [dark, bright] = std::minmax({luminance(a), luminance(b)});
    return (bright + 0.05) / (dark + 0.05);
  };
  for (const ThemeKind kind : all_themes) {
    const PlotTheme theme = make_theme(kind).plot;
    INFO(theme_name(kind));
    CHECK(contrast(theme.ink, theme.paper) > 7);
    CHECK(contrast(theme.soft_ink, theme.paper) > 4.5);
    for (const Colour& role : theme.roles) {
      CHECK(contrast(role, theme.paper) > 2.9);
    }
  }
}

}  // namespace
}  // namespace onedial::viewer
