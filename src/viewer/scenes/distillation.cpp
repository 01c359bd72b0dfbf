#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "distillation_task.hpp"
#include "onedial/core/entropy.hpp"
#include "onedial/plot/number_format.hpp"
#include "onedial/softmax/small_classifier.hpp"
#include "onedial/softmax/softmax.hpp"
#include "onedial/viewer/history.hpp"
#include "onedial/viewer/scene.hpp"
#include "spectrum_curve.hpp"

namespace onedial::viewer {
namespace {

using Eigen::MatrixXd;

const SceneInfo scene_info{
    .name = "distillation",
    .title = "Distillation: dark knowledge",
    .story =
        "A teacher that knows its digits teaches a student with its softened answers softmax(z/T). At "
        "T = 1 they say little more than the label; hot, they tell which wrong digits are nearly right. "
        "The student never sees the hidden digit, and yet learns it from what the teacher says of the "
        "others; a student of the labels alone cannot. Paint on the digit to see both answers.",
    .order = 12,
    .coldest = Temperature(0.2),
    .hottest = Temperature(100),
    .start = Temperature(8)};

std::vector<Setting> scene_settings() {
  return {
      {.key = "hidden_digit",
       .label = "Hidden digit",
       .help = "The digit that students never see an example of.",
       .kind = ChoiceSetting{.options = {"none", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"},
                             .value = "3"}},
      {.key = "examples",
       .label = "Examples",
       .help = "How many examples the students learn from.",
       .kind =
           NumberSetting{.value = 200, .least = 20, .most = 1000, .is_whole = true, .is_logarithmic = true}},
      {.key = "noise",
       .label = "Noise",
       .help = "Standard deviation of the noise on each pixel.",
       .kind = NumberSetting{.value = 0.4, .least = 0, .most = 1}},
      {.key = "rate",
       .label = "Learning rate",
       .help = "The size of a step.",
       .kind = NumberSetting{.value = 0.05, .least = 0.001, .most = 0.1, .is_logarithmic = true}},
      {.key = "next_digit",
       .label = "Next digit",
       .help = "Shows another digit of the test.",
       .kind = ButtonSetting{}},
      {.key = "restart",
       .label = "Restart students",
       .help = "Both students forget all they learnt.",
       .kind = ButtonSetting{}}};
}

class DistillationScene final : public Scene {
 public:
  DistillationScene() : Scene(scene_settings()) {}

  [[nodiscard]] const SceneInfo& info() const override { return scene_info; }

  void reset(std::uint64_t seed) override {
    seed_ = seed;
    make_task();
  }

  Temperature sweep(Temperature dial) override {
    constexpr Index batch = 16;
    std::vector<Index> rows;
    std::vector<Level> labels;
    for (Index k = 0; k < batch; ++k) {
      rows.push_back(static_cast<Index>(uniform01(random_) * static_cast<double>(train_.labels.size())));
      labels.push_back(train_.labels[static_cast<std::size_t>(rows.back())]);
    }
    const MatrixXd images = train_.images(rows, Eigen::all);
    const double rate = settings_.number("rate");
    const BatchLoss soft = soft_loss(soft_.logits(images), taught_(rows, Eigen::all), dial);
    const BatchLoss hard = hard_loss(hard_.logits(images), labels);
    soft_.step(images, soft.gradient, rate);
    hard_.step(images, hard.gradient, rate);
    loss_ = soft.value;
    best_loss_ = steps_ == 0 ? loss_ : std::min(best_loss_, loss_);
    constexpr Index steps_per_test = 20;
    if (steps_ % steps_per_test == 0) {
      test();
    }
    ++steps_;
    history_.add(std::array{soft.value, hard.value, soft_score_.accuracy, hard_score_.accuracy,
                            soft_score_.hidden_accuracy, hard_score_.hidden_accuracy, soft_score_.nll,
                            hard_score_.nll});
    return dial;
  }

  void show(Frame& frame, Temperature dial) const override {
    const std::vector<double> targets = softmax(teacher_logits_, dial);
    frame.panes = {target_bars(targets, dial), digit_grid()};
    frame.panels = {accuracy_panel(), target_entropy_panel(dial),
                    hidden_panel(),   target_panel(dial),
                    nll_panel(),      loss_panel()};
    frame.facts = facts(targets);
    frame.verdict = verdict(dial);
    frame.peak = curve_.peak();
    frame.energy = loss_;
    frame.best_energy = best_loss_;
    frame.flip_rate = 0;
  }

  void touch(const Touch& touch) override {
    const bool is_inside =
        touch.x >= 0 && touch.x < NoisyDigits::width && touch.y >= 0 && touch.y < NoisyDigits::height;
    if (touch.pane != 1 || !is_inside) {
      return;
    }
    const Index pixel = static_cast<Index>(touch.y) * NoisyDigits::width + static_cast<Index>(touch.x);
    image_(0, pixel) = touch.erase ? 0 : 1;
    ask_teacher();
  }

 protected:
  void changed(std::string_view key) override {
    if (key == "next_digit") {
      shown_ = (shown_ + 1) % test_.images.rows();
      show_digit();
    } else if (key == "restart") {
      restart();
    } else if (key != "rate") {
      make_task();
    }
  }

 private:
  static constexpr Index tests = 500;

  [[nodiscard]] Level hidden() const {
    const std::string& choice = settings_.choice("hidden_digit");
    return choice == "none" ? -1 : choice[0] - '0';
  }

  void make_task() {
    const double noise = settings_.number("noise");
    RandomStream random(seed_, 1);
    if (!teacher_ || taught_by_ != std::pair(seed_, noise)) {
      constexpr Index lessons = 300;
      const NoisyDigits digits = draw_digits(lessons, -1, noise, random);
      teacher_.emplace(digits.images.cols(), 24, NoisyDigits::classes, seed_);
      teacher_->train(digits.images, hard_targets(digits.labels, NoisyDigits::classes), Temperature(1),
                      {.epochs = 100, .learning_rate = 0.02});
      taught_by_ = {seed_, noise};
    }
    RandomStream test_random(seed_, 2);
    test_ = draw_digits(tests, -1, noise, test_random);
    RandomStream train_random(seed_, 3);
    train_ = draw_digits(static_cast<Index>(settings_.number("examples")), hidden(), noise, train_random);
    taught_ = teacher_->logits(train_.images);
    teacher_score_ = score(teacher_->logits(test_.images), test_, hidden());
    shown_ = 8;
    show_digit();
    find_target_entropy();
    restart();
  }

  void restart() {
    random_ = RandomStream(seed_, 0);
    soft_ = {};
    hard_ = {};
    history_.clear();
    steps_ = 0;
    loss_ = 0;
    best_loss_ = 0;
    test();
  }

  void show_digit() {
    image_ = test_.images.row(shown_);
    ask_teacher();
  }

  void ask_teacher() {
    teacher_logits_ = row_major(teacher_->logits(image_));
    curve_ = SpectrumCurve(Spectrum::from_logits(teacher_logits_), scene_info.coldest, scene_info.hottest);
  }

  /// The mean entropy in bits of the targets of some examples, along the dial.
  void find_target_entropy() {
    constexpr Index most_examples = 50;
    const Index examples = std::min(most_examples, taught_.rows());
    target_entropy_.clear();
    for (const double t : curve_.temperatures()) {
      double sum = 0;
      for (Index i = 0; i < examples; ++i) {
        sum += softmax_thermodynamics(row_major(taught_.row(i)), Temperature(t)).entropy;
      }
      target_entropy_.push_back(bits_from_nats(sum / static_cast<double>(examples)));
    }
  }

  void test() {
    soft_score_ = score(soft_.logits(test_.images), test_, hidden());
    hard_score_ = score(hard_.logits(test_.images), test_, hidden());
  }

  [[nodiscard]] Bars target_bars(const std::vector<double>& targets, Temperature dial) const {
    Bars bars{.title = "Teacher's soft targets at T", .values = targets};
    for (Level digit = 0; digit < NoisyDigits::classes; ++digit) {
      bars.labels.push_back(std::to_string(digit));
    }
    bars.references = softmax(row_major(soft_.logits(image_)), dial);
    bars.reference_label = "student at T";
    return bars;
  }

  [[nodiscard]] Grid digit_grid() const {
    Grid grid{.title = fmt::format("Digit {} of the test", test_.labels[static_cast<std::size_t>(shown_)]),
              .note = "paint, or erase with the other button",
              .width = NoisyDigits::width,
              .height = NoisyDigits::height};
    for (Index k = 0; k < image_.size(); ++k) {
      grid.values.push_back(
          static_cast<std::uint8_t>(std::lround(255 * std::clamp(0.1 + 0.8 * image_(0, k), 0.0, 1.0))));
    }
    grid.colours = GridColours::sequential;
    grid.is_editable = true;
    return grid;
  }

  /// A quantity of both students, step by step.
  [[nodiscard]] Panel both_students(const std::string& title, const std::string& y_label, std::size_t soft,
                                    std::size_t hard) const {
    Panel panel{.title = title, .note = "no step yet"};
    panel.x.label = "step";
    panel.y.label = y_label;
    panel.series = {
        curve(history_.times(), history_.means(soft), {.label = "soft targets"}),
        curve(history_.times(), history_.means(hard),
              {.label = "labels alone", .colour = ColourRole::secondary, .style = LineStyle::dashed})};
    return panel;
  }

  [[nodiscard]] Panel accuracy_panel() const {
    Panel panel = both_students("Accuracy on the test", "share right", 2, 3);
    panel.y.limits = AxisLimits{.lower = 0, .upper = 1};
    panel.references.push_back({.value = teacher_score_.accuracy, .label = "teacher"});
    return panel;
  }

  [[nodiscard]] Panel hidden_panel() const {
    Panel panel =
        both_students(hidden() < 0 ? "The hidden digit" : fmt::format("The hidden digit {}", hidden()),
                      "share right", 4, 5);
    panel.note = hidden() < 0 ? "no digit is hidden" : panel.note;
    panel.y.limits = AxisLimits{.lower = 0, .upper = 1};
    return panel;
  }

  [[nodiscard]] Panel nll_panel() const { return both_students("Surprise of labels", "−ln p (nats)", 6, 7); }

  [[nodiscard]] Panel loss_panel() const {
    return both_students("Loss that is trained", "T²·KL, or −ln p", 0, 1);
  }

  [[nodiscard]] Panel target_entropy_panel(Temperature dial) const {
    Panel panel = curve_.bits_panel(
        dial, {.label = "this digit", .colour = ColourRole::tertiary, .style = LineStyle::dashed});
    panel.title = "Entropy of targets";
    panel.series.insert(panel.series.begin(),
                        curve(curve_.temperatures(), target_entropy_, {.label = "mean of examples"}));
    return panel;
  }

  /// The three classes that the teacher thinks most likely, over T.
  [[nodiscard]] Panel target_panel(Temperature dial) const {
    constexpr std::array looks = {std::pair{ColourRole::primary, LineStyle::solid},
                                  std::pair{ColourRole::secondary, LineStyle::dashed},
                                  std::pair{ColourRole::tertiary, LineStyle::solid}};
    Panel panel = curve_.panel("Targets over T", "q", dial);
    panel.y.limits = AxisLimits{.lower = 0, .upper = 1};
    std::vector<std::size_t> order = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return teacher_logits_[a] > teacher_logits_[b]; });
    for (std::size_t k = 0; k < looks.size(); ++k) {
      Series line{
          .label = std::to_string(order[k]), .colour = looks.at(k).first, .style = looks.at(k).second};
      for (const double t : curve_.temperatures()) {
        line.x.push_back(t);
        line.y.push_back(softmax(teacher_logits_, Temperature(t))[order[k]]);
      }
      panel.series.push_back(std::move(line));
    }
    return panel;
  }

  [[nodiscard]] std::vector<Fact> facts(const std::vector<double>& targets) const {
    const auto share = [&](const std::string& symbol, double value, const std::string& meaning) {
      return Fact{.symbol = symbol,
                  .value = value,
                  .error = std::sqrt(value * (1 - value) / tests),
                  .meaning = meaning,
                  .digits = 3};
    };
    return {
        share("soft", soft_score_.accuracy, "share of the test that the student of soft targets gets right"),
        share("hard", hard_score_.accuracy, "share that the student of labels alone gets right"),
        share("teacher", teacher_score_.accuracy, "share that the teacher gets right"),
        {.symbol = "H(q)",
         .value = bits_from_nats(entropy_nats(targets)),
         .meaning = "entropy in bits of the teacher's targets q = softmax(z/T) for the digit shown"},
        {.symbol = "dark",
         .value = std::max(0.0, 1 - *std::max_element(targets.begin(), targets.end())),
         .meaning = "dark knowledge: the probability that the targets give to other classes than the first"},
        {.symbol = "loss",
         .value = steps_ > 0 ? loss_ : not_known,
         .meaning = "T²·KL(q‖p) of the last batch, teacher q and student p both softened by T"},
        {.symbol = "nll",
         .value = soft_score_.nll,
         .meaning = "mean −ln p(label) in nats at T = 1 of the student of soft targets",
         .digits = 3},
        {.symbol = "steps",
         .value = static_cast<double>(steps_),
         .meaning = "gradient steps, each on 16 examples",
         .digits = 7}};
  }

  [[nodiscard]] std::string verdict(Temperature dial) const {
    const std::string known =
        hidden() < 0
            ? fmt::format("soft {} %, labels {} % right", percent(soft_score_.accuracy),
                          percent(hard_score_.accuracy))
            : fmt::format("of the hidden {}s soft gets {} % right, labels {} %", hidden(),
                          percent(soft_score_.hidden_accuracy), percent(hard_score_.hidden_accuracy));
    if (dial.is_zero()) {
      return fmt::format("T = 0: targets name the most likely class alone and their gradient is 0; {}",
                         known);
    }
    if (dial.is_infinite()) {
      return fmt::format("T = ∞: all targets are alike, but the gradient still matches logits; {}", known);
    }
    return fmt::format("After {} {}: {}", format_fixed(static_cast<double>(steps_), 0),
                       steps_ == 1 ? "step" : "steps", known);
  }

  static std::string percent(double share) { return format_compact(100 * share, 3); }

  std::uint64_t seed_ = 0;
  RandomStream random_{0, 0};
  std::optional<SmallClassifier> teacher_;
  std::pair<std::uint64_t, double> taught_by_;  // seed and noise of its lessons
  NoisyDigits train_;
  NoisyDigits test_;
  MatrixXd taught_;  // the teacher's logits of train_
  LinearStudent soft_;
  LinearStudent hard_;
  TestScore teacher_score_;
  TestScore soft_score_;
  TestScore hard_score_;
  Index shown_ = 0;
  MatrixXd image_;  // (1 × pixels), painted over
  std::vector<double> teacher_logits_;
  SpectrumCurve curve_{Spectrum(std::vector<double>{0}), scene_info.coldest, scene_info.hottest};
  std::vector<double> target_entropy_;
  History history_{8};
  Index steps_ = 0;
  double loss_ = 0;
  double best_loss_ = 0;
};

}  // namespace

std::unique_ptr<Scene> make_distillation_scene() {
  return std::make_unique<DistillationScene>();
}

}  // namespace onedial::viewer
