#include "train_restricted.hpp"

#include <fmt/format.h>

#include <array>

#include "interrupt.hpp"
#include "logits_options.hpp"
#include "number_text.hpp"
#include "onedial/learn/model_file.hpp"
#include "training_figure.hpp"

namespace onedial::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string_view end_name(TrainingEnd end) {
  constexpr std::array<std::string_view, 4> names = {"finished", "early_stop", "interrupted", "diverged"};
  return names.at(static_cast<std::size_t>(end));
}

/// What was asked for, and what came of it, for the document.
Json document_of(const RestrictedTraining& training, const MachineExamples& examples,
                 const TrainingSession& session) {
  const TrainingResult& result = session.result();
  const RestrictedMachine& machine = result.state.machine;
  Json json = {{"machine",
                {{"kind", "restricted"},
                 {"visible_units", visible_units_name(training.visible_units)},
                 {"visible", machine.visible()},
                 {"hidden", machine.hidden()}}},
               {"examples",
                {{"source", valid_utf8(examples.source)},
                 {"learned", examples.learned.rows()},
                 {"held_out", examples.held_out.rows()}}},
               {"epochs", session.history().empty() ? 0 : session.history().back().report.epoch},
               {"steps", result.state.step},
               {"end", end_name(result.end)},
               {"reason", result.reason},
               {"seconds", session.seconds()},
               {"samples_per_second", session.samples_per_second()}};
  return json;
}

Json or_null(const std::optional<double>& value) {
  return value ? Json(*value) : Json(nullptr);
}

/// ln Z as `onedial logz` has it, by names that say what they are of.
void add_log_z(Json& json, const FoundLogZ& found) {
  const Json told = log_z_json(found);
  for (const auto& [name, value] : told.items()) {
    const bool is_short = name == "method" || name == "lower" || name == "upper";
    json[is_short ? "log_z_" + name : name] = value;
  }
}

/// The mean log-likelihoods of a row, bounded as ln Z is.
void add_bounds(Json& json, const EpochRow& row, const FoundLogZ& found) {
  const auto add = [&](const std::string& name, const std::optional<Estimate>& measured) {
    const auto shifted = [&](const std::optional<double>& log_z) {
      return measured && log_z ? Json(measured->value + found.value - *log_z) : Json(nullptr);
    };
    json[name + "_lower"] = shifted(found.upper);
    json[name + "_upper"] = shifted(found.lower);
  };
  add("mean_log_likelihood", row.learned);
  add("held_out_mean_log_likelihood", row.held_out);
}

void add_likelihoods(Json& json, const EpochRow& row, const std::optional<double>& upper_bound) {
  const auto mean = [](const std::optional<Estimate>& measured) {
    return measured ? Json(measured->value) : Json(nullptr);
  };
  const auto error = [](const std::optional<Estimate>& measured) {
    return measured ? Json(measured->error) : Json(nullptr);
  };
  json["mean_log_likelihood"] = mean(row.learned);
  json["mean_log_likelihood_error"] = error(row.learned);
  json["held_out_mean_log_likelihood"] = mean(row.held_out);
  json["held_out_mean_log_likelihood_error"] = error(row.held_out);
  json["upper_bound"] = or_null(upper_bound);
  json["pseudo_likelihood"] = or_null(row.report.pseudo_likelihood);
  json["held_out_pseudo_likelihood"] = or_null(row.report.held_out_pseudo_likelihood);
  json["reconstruction_error"] = row.report.reconstruction_error;
  json["free_energy_gap"] = or_null(row.report.free_energy_gap);
}

std::string likelihood_text(const EpochRow& row, const std::optional<double>& upper_bound) {
  std::string text;
  if (row.learned) {
    text = fmt::format("{} nats an example", with_error(row.learned->value, row.learned->error));
    if (upper_bound) {
      text += fmt::format(", {:.2f} % of the upper bound {:.4f}", 100 * *upper_bound / row.learned->value,
                          *upper_bound);
    }
  }
  if (row.held_out) {
    text += fmt::format("{}{} held out", text.empty() ? "" : "; ",
                        with_error(row.held_out->value, row.held_out->error));
  }
  return text;
}

/// A second machine, trained in the same way but by another negative phase.
struct Rival {
  explicit Rival(const RestrictedTraining& of, const MachineExamples& examples, bool quiet)
      : training(with_other_phase(of)), session(training, examples, quiet) {
    session.start();
    session.train(fmt::format("{}, ", phase_name(training.settings.negative)), {});
  }

  static RestrictedTraining with_other_phase(RestrictedTraining training) {
    training.settings.negative = *training.beside;
    training.checkpoint_seconds = 0;
    return training;
  }

  RestrictedTraining training;
  TrainingSession session;
};

/// The last row of a session's history with the likelihood of its machine.
EpochRow last_row(const TrainingSession& session, const std::optional<FoundLogZ>& found) {
  EpochRow last = session.history().back();
  if (found) {
    session.measure(last, session.result().state.machine, *found);
  }
  return last;
}

void add_rival(const RestrictedTraining& training, const MachineExamples& examples, bool quiet,
               Outcome& outcome, TrainingReport& report) {
  const Rival rival(training, examples, quiet);
  const std::string name(phase_name(rival.training.settings.negative));
  const TrainingResult& result = rival.session.result();
  if (result.end == TrainingEnd::diverged || result.end == TrainingEnd::early_stop) {
    outcome.warnings.push_back(fmt::format("the machine beside, by {}: {}", name, result.reason));
  }
  Json& json = outcome.document["beside"];
  json = {{"negative_phase", name}, {"end", end_name(result.end)}, {"reason", result.reason}};
  if (rival.session.history().empty()) {
    return;
  }
  const auto found = rival.session.log_z(result.state.machine, true);
  std::vector<EpochRow> history = rival.session.history();
  history.back() = last_row(rival.session, found);
  const EpochRow& last = history.back();
  json["epochs"] = last.report.epoch;
  if (found) {
    add_log_z(json, *found);
    add_bounds(json, last, *found);
  }
  add_likelihoods(json, last, examples.upper_bound);
  outcome.files.emplace_back("beside.csv", history_csv(history));
  if (found) {
    outcome.facts.emplace_back("beside",
                               fmt::format("{}: {}", name, likelihood_text(last, examples.upper_bound)));
  }
  TrainingReport::Comparison curve{.name = name, .epochs = {}, .log_likelihoods = {}};
  for (const EpochRow& row : history) {
    if (row.learned) {
      curve.epochs.push_back(static_cast<double>(row.report.epoch));
      curve.log_likelihoods.push_back(row.learned->value);
    }
  }
  report.comparisons.push_back(std::move(curve));
}

}  // namespace

Outcome train_restricted(const RestrictedTraining& training, const std::optional<StoredTraining>& stored,
                         bool quiet, const std::function<void(const Outcome&)>& checkpoint) {
  const MachineExamples examples = load_examples(training);
  require_memory_for(training, examples);
  TrainingSession session(training, examples, quiet);
  if (stored) {
    session.go_on(*stored);
  } else {
    session.start();
  }
  const auto files = [&](const TrainerState& state) {
    return std::vector<std::pair<std::string, std::string>>{{"model.npz", session.model_file(state)},
                                                            {"training.csv", history_csv(session.history())}};
  };
  session.train("", [&](const TrainerState& state) {
    Outcome so_far{.files = files(state), .is_interrupted = true};
    so_far.document = {{"end", "going on"}};
    checkpoint(so_far);
  });
  const TrainingResult& result = session.result();
  const RestrictedMachine& machine = result.state.machine;
  Outcome outcome{.document = document_of(training, examples, session),
                  .files = files(result.state),
                  .is_interrupted = result.end == TrainingEnd::interrupted};
  if (result.end == TrainingEnd::diverged) {
    outcome.failure = result.reason;
  }
  outcome.facts = {
      {"machine", fmt::format("{} x {} units, {} visible, {} examples from {}, {} held out",
                              machine.visible(), machine.hidden(), visible_units_name(machine.visible_units),
                              examples.learned.rows(), examples.source, examples.held_out.rows())},
      {"training", fmt::format("{} epochs in {:.3g} s, {:.3g} samples/s on {} thread{}; {}",
                               session.history().empty() ? 0 : session.history().back().report.epoch,
                               session.seconds(), session.samples_per_second(), training.settings.threads,
                               training.settings.threads > 1 ? "s" : "",
                               outcome.failure.empty() ? result.reason : "diverged")}};
  if (outcome.is_interrupted || !outcome.failure.empty() || session.history().empty()) {
    return outcome;
  }
  const auto found = session.log_z(machine, true);
  EpochRow last = last_row(session, found);
  if (found) {
    outcome.facts.emplace_back("ln Z", log_z_text(*found));
    outcome.facts.emplace_back("likelihood", likelihood_text(last, examples.upper_bound));
    add_log_z(outcome.document, *found);
    add_bounds(outcome.document, last, *found);
    if (found->annealed) {
      if (const auto warning = disagreement(*found->annealed)) {
        outcome.warnings.push_back(*warning);
      }
    }
  } else if (InterruptGuard::requested()) {
    outcome.facts.emplace_back("ln Z", "interrupted before it was known");
  }
  add_likelihoods(outcome.document, last, examples.upper_bound);
  std::vector<EpochRow> history = session.history();
  history.back() = last;
  outcome.files.back().second = history_csv(history);
  TrainingReport report = training_report(
      machine, history,
      fmt::format("{} examples from {}, {} epochs by {}, {:.3g} samples/s, seed {}", examples.learned.rows(),
                  examples.source, last.report.epoch, phase_name(training.settings.negative),
                  session.samples_per_second(), training.settings.seed),
      training.settings);
  report.upper_bound = examples.upper_bound;
  if (training.beside && !InterruptGuard::requested()) {
    report.name = phase_name(training.settings.negative);
    add_rival(training, examples, quiet, outcome, report);
  }
  outcome.is_interrupted = InterruptGuard::requested();
  outcome.figure = training_figure(report);
  return outcome;
}

}  // namespace onedial::cli
