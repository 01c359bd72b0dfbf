#include "training_history.hpp"

#include <fmt/format.h>

#include <array>

namespace onedial::cli {
namespace {

const std::string values_name = "training/history";
const std::string known_name = "training/history_known";

constexpr std::string_view column_names =
    "epoch,rate,pseudo_likelihood,held_out_pseudo_likelihood,mean_log_likelihood,mean_log_likelihood_error,"
    "held_out_mean_log_likelihood,held_out_mean_log_likelihood_error,reconstruction_error,free_energy_gap,"
    "greatest_weight";
constexpr std::size_t columns = 11;
using Cells = std::array<std::optional<double>, columns>;

Cells cells_of(const EpochRow& row) {
  const EpochReport& report = row.report;
  Cells cells;
  cells[0] = static_cast<double>(report.epoch);
  cells[1] = report.rate;
  cells[2] = report.pseudo_likelihood;
  cells[3] = report.held_out_pseudo_likelihood;
  if (row.learned) {
    cells[4] = row.learned->value;
    cells[5] = row.learned->error;
  }
  if (row.held_out) {
    cells[6] = row.held_out->value;
    cells[7] = row.held_out->error;
  }
  cells[8] = report.reconstruction_error;
  cells[9] = report.free_energy_gap;
  cells[10] = report.greatest_weight;
  return cells;
}

EpochRow row_of(const Cells& cells) {
  const auto likelihood = [&](std::size_t at) {
    return cells[at] ? std::optional(Estimate{*cells[at], cells[at + 1].value_or(0)}) : std::nullopt;
  };
  return {.report = {.epoch = static_cast<Index>(cells[0].value_or(0)),
                     .rate = cells[1].value_or(0),
                     .pseudo_likelihood = cells[2],
                     .held_out_pseudo_likelihood = cells[3],
                     .reconstruction_error = cells[8].value_or(0),
                     .free_energy_gap = cells[9],
                     .greatest_weight = cells[10].value_or(0)},
          .learned = likelihood(4),
          .held_out = likelihood(6)};
}

}  // namespace

std::string history_csv(const std::vector<EpochRow>& history) {
  std::string text(column_names);
  for (const EpochRow& row : history) {
    const Cells cells = cells_of(row);
    text += fmt::format("\n{}", row.report.epoch);
    for (std::size_t k = 1; k < columns; ++k) {
      text += cells[k] ? fmt::format(",{}", *cells[k]) : ",";
    }
  }
  return text + '\n';
}

void add_history(ArrayFile& file, const std::vector<EpochRow>& history) {
  if (history.empty()) {
    return;
  }
  std::vector<double> values;
  std::vector<std::uint8_t> known;
  for (const EpochRow& row : history) {
    for (const std::optional<double>& cell : cells_of(row)) {
      values.push_back(cell.value_or(0));
      known.push_back(cell ? 1 : 0);
    }
  }
  const std::vector<Index> shape = {std::ssize(history), static_cast<Index>(columns)};
  file.arrays[values_name] = {.shape = shape, .values = std::move(values)};
  file.arrays[known_name] = {.shape = shape, .values = std::move(known)};
}

std::vector<EpochRow> history_of(const ArrayFile& file, const std::filesystem::path& path) {
  if (!file.arrays.contains(values_name)) {
    return {};
  }
  const auto& values = require_array<double>(file, path, values_name, {-1, static_cast<Index>(columns)});
  const auto count = static_cast<Index>(values.size() / columns);
  const auto& known =
      require_array<std::uint8_t>(file, path, known_name, {count, static_cast<Index>(columns)});
  std::vector<EpochRow> history;
  for (std::size_t first = 0; first < values.size(); first += columns) {
    Cells cells;
    for (std::size_t k = 0; k < columns; ++k) {
      cells[k] = known[first + k] != 0 ? std::optional(values[first + k]) : std::nullopt;
    }
    history.push_back(row_of(cells));
  }
  return history;
}

}  // namespace onedial::cli
