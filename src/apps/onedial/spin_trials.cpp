#include "spin_trials.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace onedial::cli {
namespace {

constexpr Index most_pictures = 10;

Panel course_panel(const Trials& trials, const MeanCourse& mean) {
  Panel panel{.title = trials.temperatures.empty() ? "Overlaps, sweep by sweep" : "Overlaps while it cools",
              .x = {.label = "sweep"},
              .y = {.label = "overlap m", .limits = AxisLimits{-0.05, 1.05}}};
  panel.bands = {
      {.x = mean.sweep, .lower = mean.least, .upper = mean.greatest, .label = "with the cue: mean, range"}};
  panel.series = {{.x = mean.sweep, .y = mean.with_cue, .label = "with the cue: mean, range"},
                  {.x = mean.sweep,
                   .y = mean.other,
                   .label = "largest other",
                   .colour = ColourRole::secondary,
                   .style = LineStyle::dashed}};
  if (!trials.temperatures.empty()) {
    Series t{.label = "T", .colour = ColourRole::muted, .style = LineStyle::dotted};
    for (std::size_t k = 0; k < trials.temperatures.size(); ++k) {
      t.x.push_back(static_cast<double>(k + 1));
      t.y.push_back(trials.temperatures[k]);
    }
    panel.series.push_back(std::move(t));
  }
  return panel;
}

Panel ends_panel(const Trials& trials) {
  constexpr Index bins = 40;
  std::vector<double> counts(bins, 0.0);
  for (std::size_t k = 0; k < trials.ends.size(); ++k) {
    const double m = moment_of(trials.set.patterns, trials.cued(k), trials.ends[k].state).with_cue;
    const auto bin = std::clamp(static_cast<Index>((m + 1) / 2 * bins), Index{0}, bins - 1);
    counts[static_cast<std::size_t>(bin)] += 1;
  }
  Panel panel{
      .title = "Where cues end", .x = {.label = "overlap with the cue at the end"}, .y = {.label = "cues"}};
  Series steps;
  Band area;
  for (Index bin = 0; bin < bins; ++bin) {
    const double low = -1 + 2.0 * static_cast<double>(bin) / bins;
    for (const double x : {low, low + 2.0 / bins}) {
      steps.x.push_back(x);
      steps.y.push_back(counts[static_cast<std::size_t>(bin)]);
    }
  }
  area.x = steps.x;
  area.lower.assign(steps.x.size(), 0);
  area.upper = steps.y;
  panel.bands = {area};
  panel.series = {steps};
  return panel;
}

Panel energy_panel(const Trials& trials) {
  Panel panel{.title = "Energies of the ends",
              .x = {.label = "overlap with the cue at the end"},
              .y = {.label = "E/N"}};
  const auto n = static_cast<double>(trials.set.patterns.rows());
  for (const Verdict verdict : verdicts) {
    Points points{.label = std::string(verdict_name(verdict)),
                  .colour = static_cast<ColourRole>(static_cast<int>(verdict))};
    std::replace(points.label.begin(), points.label.end(), '_', ' ');
    for (std::size_t k = 0; k < trials.ends.size() && k < 2000; ++k) {
      if (trials.judgements[k].verdict == verdict) {
        points.x.push_back(moment_of(trials.set.patterns, trials.cued(k), trials.ends[k].state).with_cue);
        points.y.push_back(trials.ends[k].energy / n);
      }
    }
    if (!points.x.empty()) {
      panel.points.push_back(std::move(points));
    }
  }
  return panel;
}

}  // namespace

Moment moment_of(const Patterns& patterns, Index cued, const State& state) {
  Eigen::VectorXd m = overlaps(patterns, state);
  Moment moment{.with_cue = m(cued)};
  m(cued) = 0;
  moment.largest_other = m.cwiseAbs().maxCoeff();
  return moment;
}

MeanCourse mean_course(const Trials& trials) {
  std::size_t length = 0;
  for (const auto& course : trials.courses) {
    length = std::max(length, course.size());
  }
  MeanCourse mean;
  for (std::size_t k = 0; k < length; ++k) {
    double sum = 0;
    double other = 0;
    double least = 1;
    double greatest = -1;
    double count = 0;
    for (const auto& course : trials.courses) {
      if (course.empty()) {
        continue;
      }
      const Moment& at = course[std::min(k, course.size() - 1)];
      sum += at.with_cue;
      other += at.largest_other;
      least = std::min(least, at.with_cue);
      greatest = std::max(greatest, at.with_cue);
      count += 1;
    }
    mean.sweep.push_back(static_cast<double>(k));
    mean.with_cue.push_back(sum / count);
    mean.other.push_back(other / count);
    mean.least.push_back(least);
    mean.greatest.push_back(greatest);
  }
  return mean;
}

std::string trials_csv(const Trials& trials) {
  std::string text = "trial,cued,verdict,patterns,overlap_with_cue,energy,sweeps,flips,cycle_length\n";
  for (std::size_t k = 0; k < trials.ends.size(); ++k) {
    const Judgement& judgement = trials.judgements[k];
    std::string names;
    for (std::size_t p = 0; p < judgement.patterns.size(); ++p) {
      names += fmt::format("{}{}{}", p == 0 ? "" : " ", judgement.signs[p] < 0 ? "-" : "",
                           judgement.patterns[p] + 1);
    }
    text += fmt::format(
        "{},{},{},{},{},{},{},{},{}\n", k + 1, trials.cued(k) + 1, verdict_name(judgement.verdict), names,
        moment_of(trials.set.patterns, trials.cued(k), trials.ends[k].state).with_cue, trials.ends[k].energy,
        trials.ends[k].sweeps, trials.ends[k].flips, trials.ends[k].cycle_length);
  }
  return text;
}

std::string course_csv(const Trials& trials, const MeanCourse& mean) {
  std::string text =
      "sweep,temperature,overlap_with_cue,least_overlap_with_cue,greatest_overlap_with_cue,largest_other_"
      "overlap\n";
  for (std::size_t k = 0; k < mean.sweep.size(); ++k) {
    const std::string t = trials.temperatures.empty() ? "0"
                          : k == 0                    ? ""
                                                      : fmt::format("{}", trials.temperatures[k - 1]);
    text += fmt::format("{},{},{},{},{},{}\n", k, t, mean.with_cue[k], mean.least[k], mean.greatest[k],
                        mean.other[k]);
  }
  return text;
}

Figure trials_figure(const SpinRecall& task, const Trials& trials, const std::string& summary,
                     const MeanCourse& mean) {
  Figure figure{
      .title = fmt::format("Recall: {} in {}", source_name(task.patterns), memory_name(task.memory)),
      .subtitle = summary,
      .width = 780,
      .height = 460,
      .columns = 2};
  if (trials.set.height > 0) {
    std::vector<std::vector<Eigen::VectorXd>> rows(3);
    const std::size_t pictures = std::min<std::size_t>(trials.ends.size(), most_pictures);
    for (std::size_t k = 0; k < pictures; ++k) {
      rows[0].emplace_back(trials.set.patterns.col(trials.cued(k)));
      rows[1].push_back(spins_of(trials.starts[k]));
      rows[2].push_back(spins_of(trials.ends[k].state));
    }
    figure.panels.push_back(
        image_panel("Stored, corrupted, recalled", rows, trials.set.height, trials.set.width));
  } else {
    figure.height = 270;
    figure.columns = 3;
    figure.panels.push_back(energy_panel(trials));
  }
  figure.panels.push_back(course_panel(trials, mean));
  figure.panels.push_back(ends_panel(trials));
  if (trials.set.height > 0) {
    figure.panels.push_back(energy_panel(trials));
  }
  return figure;
}

}  // namespace onedial::cli
