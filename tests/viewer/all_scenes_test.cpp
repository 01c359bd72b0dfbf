#include <algorithm>
#include <cmath>
#include <set>

#include "catch.hpp"
#include "onedial/viewer/frame_report.hpp"
#include "onedial/viewer/session.hpp"

namespace onedial::viewer {
namespace {

void check_panes(const Frame& frame) {
  for (const Pane& pane : frame.panes) {
    if (const auto* grid = std::get_if<Grid>(&pane)) {
      CHECK(static_cast<Index>(grid->values.size()) == grid->width * grid->height);
      if (grid->colours == GridColours::levels) {
        CHECK(
            std::all_of(grid->values.begin(), grid->values.end(), [&](auto v) { return v < grid->levels; }));
      }
    }
    if (const auto* graph = std::get_if<Graph>(&pane)) {
      const auto nodes = static_cast<Index>(graph->nodes.size());
      for (const Graph::Edge& edge : graph->edges) {
        CHECK((edge.first >= 0 && edge.first < nodes && edge.second >= 0 && edge.second < nodes));
      }
    }
    if (const auto* bars = std::get_if<Bars>(&pane)) {
      CHECK(bars->labels.size() == bars->values.size());
      CHECK(bars->most > 0);
    }
  }
}

void check_frame(const Frame& frame) {
  check_panes(frame);
  Figure figure = frame_figure(frame, "title", "command");
  CHECK_NOTHROW(validate(figure));
  CHECK(!frame.panes.empty());
  CHECK(!frame.panels.empty());
  CHECK(!frame.verdict.empty());
  CHECK(std::isfinite(frame.energy));
  CHECK(std::isfinite(frame.best_energy));
  CHECK((frame.flip_rate >= 0 && frame.flip_rate <= 1));
  for (const Fact& fact : frame.facts) {
    INFO(fact.symbol);
    CHECK(!fact.meaning.empty());
    CHECK(!std::isinf(fact.value));
    CHECK(fact.error >= 0);
  }
}

TEST_CASE("There are the scenes that the documents name") {
  const auto names = scene_names();
  CHECK(names == std::vector<std::string>{"softmax", "energy_entropy", "surprise", "max_entropy", "hopfield",
                                          "boltzmann_machine", "ising", "peak_tracker", "anneal_quench",
                                          "gibbs_metropolis", "replica_exchange", "distillation",
                                          "schedule_race"});
  for (const std::string& name : names) {
    const SceneInfo info = make_scene(name)->info();
    CHECK(info.name == name);
    CHECK(info.story.size() > 60);
    CHECK(info.coldest < info.hottest);
  }
  CHECK_THROWS_AS(make_scene("isng"), std::invalid_argument);
}

TEST_CASE("All scenes show a whole frame at every temperature, T = 0 and infinity included") {
  for (const std::string& name : scene_names()) {
    INFO(name);
    Session session(named_scene(name), 7);
    Frame frame;
    session.show(frame);
    check_frame(frame);
    for (const double t : {1.0, 0.0, std::numeric_limits<double>::infinity(), 1e-9, 1e9, 0.3}) {
      INFO("T = " << t);
      session.apply(SetTemperature{Temperature(t)});
      for (int k = 0; k < 5; ++k) {
        session.sweep();
      }
      session.show(frame);
      check_frame(frame);
    }
  }
}

TEST_CASE("All scenes follow each of their settings and refuse nonsense") {
  for (const std::string& name : scene_names()) {
    INFO(name);
    Session session(named_scene(name), 7);
    Frame frame;
    const std::vector<Setting> settings = session.scene().settings().all();
    std::set<std::string> keys;
    for (const Setting& setting : settings) {
      INFO(setting.key);
      CHECK(keys.insert(setting.key).second);
      CHECK(!setting.help.empty());
      CHECK_THROWS_AS(session.apply(ChangeSetting{setting.key + "?", ""}), std::invalid_argument);
      std::vector<std::string> values = {value_text(setting)};
      if (const auto* choice = std::get_if<ChoiceSetting>(&setting.kind)) {
        // The largest sizes take their time and show nothing else.
        const auto options = std::min<std::ptrdiff_t>(4, static_cast<std::ptrdiff_t>(choice->options.size()));
        values.assign(choice->options.begin(), choice->options.begin() + options);
        CHECK_THROWS_AS(session.apply(ChangeSetting{setting.key, "?"}), std::invalid_argument);
      } else if (const auto* number = std::get_if<NumberSetting>(&setting.kind)) {
        values.push_back(
            value_text({"", "", "", NumberSetting{.value = number->least, .least = 0, .most = 0}}));
        CHECK_THROWS_AS(session.apply(ChangeSetting{setting.key, "1e300"}), std::invalid_argument);
      } else if (std::holds_alternative<ToggleSetting>(setting.kind)) {
        values = {"on", "off"};
      }
      for (const std::string& value : values) {
        INFO(value);
        session.apply(ChangeSetting{setting.key, value});
        session.sweep();
        session.sweep();
        session.show(frame);
        check_frame(frame);
      }
      session.apply(ChangeSetting{setting.key, value_text(setting)});
    }
  }
}

TEST_CASE("All scenes replay to the same bits, resets included") {
  for (const std::string& name : scene_names()) {
    INFO(name);
    Session session(named_scene(name), 21);
    const auto sweep = [&](int times) {
      for (int k = 0; k < times; ++k) {
        session.sweep();
      }
    };
    sweep(20);
    session.apply(SetTemperature{Temperature(0.7)});
    sweep(10);
    session.apply(PlaySchedule{cooling(session.scene().info().hottest, session.scene().info().coldest, 15)});
    sweep(10);
    session.apply(ResetScene{4});
    sweep(15);
    Frame frame;
    session.show(frame);
    const Session again = Session::replay(named_scene(name), 21, session.log(), session.sweeps());
    Frame same;
    again.show(same);
    CHECK(fingerprint(frame) == fingerprint(same));
    // A reset leaves nothing behind: a session that begins with its seed is the same.
    Session fresh(named_scene(name), 4);
    fresh.apply(SetTemperature{session.dial()});
    session.apply(ResetScene{4});
    for (int k = 0; k < 12; ++k) {
      fresh.sweep();
      session.sweep();
    }
    session.show(frame);
    fresh.show(same);
    CHECK(fingerprint(frame) == fingerprint(same));
  }
}

TEST_CASE("The curves of a frame as CSV have all of their points") {
  Session session(named_scene("ising"), 7);
  for (int k = 0; k < 30; ++k) {
    session.sweep();
  }
  Frame frame;
  session.show(frame);
  std::size_t rows = 1;
  for (const Panel& panel : frame.panels) {
    for (const Series& series : panel.series) {
      rows += series.x.size();
    }
    for (const Points& points : panel.points) {
      rows += points.x.size();
    }
    for (const Band& band : panel.bands) {
      rows += band.x.size();
    }
  }
  const std::string csv = curves_csv(frame);
  CHECK(static_cast<std::size_t>(std::count(csv.begin(), csv.end(), '\n')) == rows);
  CHECK(csv.rfind("panel,curve,kind,x,y,lower,upper\n", 0) == 0);
  const std::string html = report_html(frame, "Ising <&>", "onedial view ising", "<?xml?><svg></svg>");
  CHECK(html.find("<h1>Ising &lt;&amp;&gt;</h1>") != std::string::npos);
  CHECK(html.find("<?xml") == std::string::npos);
}

}  // namespace
}  // namespace onedial::viewer
