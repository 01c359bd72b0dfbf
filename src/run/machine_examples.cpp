#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "onedial/core/error.hpp"
#include "onedial/core/memory.hpp"
#include "onedial/data/generated.hpp"
#include "onedial/learn/machine_memory.hpp"
#include "onedial/run/train_config.hpp"

namespace onedial {
namespace {

Dataset generated(const ExampleSource& source) {
  if (source.kind == "bars_and_stripes") {
    return bars_and_stripes(source.size);
  }
  return source.kind == "encoder" ? encoder_patterns(source.size) : shifter(source.size);
}

std::string place(const std::string& source, Index row, Index column) {
  return fmt::format("{}: example {}, value {}", source, row + 1, column + 1);
}

FloatRows one_hot(const Dataset& dataset, Index levels, const std::string& source) {
  const bool is_image = dataset.height > 0;
  FloatRows rows = FloatRows::Zero(dataset.size(), dataset.features() * levels);
  for (Index row = 0; row < dataset.size(); ++row) {
    for (Index column = 0; column < dataset.features(); ++column) {
      const float value = dataset.values(row, column);
      const float level = is_image ? std::round(value * static_cast<float>(levels - 1)) : value;
      if (!(level >= 0 && level < static_cast<float>(levels)) || level != std::floor(level)) {
        throw InputError(fmt::format("{} is {}; must be an integer from 0 to {} for softmax units",
                                     place(source, row, column), value, levels - 1));
      }
      rows(row, column * levels + static_cast<Index>(level)) = 1;
    }
  }
  return rows;
}

MachineExamples generated_examples(const RestrictedTraining& training) {
  const Dataset dataset = generated(training.data);
  return {.learned = visible_values_of(dataset, training.visible_units, training.levels, 0.5, "[data]"),
          .held_out = {},
          .height = dataset.height,
          .width = dataset.width,
          // Each of n different examples is there once.
          .upper_bound = training.visible_units == VisibleUnits::gaussian
                             ? std::nullopt
                             : std::optional(-std::log(static_cast<double>(dataset.size()))),
          .source = fmt::format("{} of size {}", training.data.kind, training.data.size)};
}

}  // namespace

FloatRows visible_values_of(const Dataset& dataset, VisibleUnits units, Index levels, double threshold,
                            const std::string& source) {
  switch (units) {
    case VisibleUnits::gaussian:
      return dataset.values;
    case VisibleUnits::softmax:
      return one_hot(dataset, levels, source);
    default:
      break;
  }
  const float off = units == VisibleUnits::spin ? -1.0F : 0.0F;
  const auto limit = static_cast<float>(threshold);
  return dataset.values.unaryExpr([&](float value) { return value > limit ? 1.0F : off; });
}

double training_bytes(const RestrictedTraining& training, const MachineExamples& examples) {
  TrainerSettings settings = training.settings;
  const auto bytes = [&] {
    return training_bytes(examples.learned.cols(), training.hidden, examples.learned.rows(), settings);
  };
  const double alone = bytes();
  if (!training.beside) {
    return alone;
  }
  settings.negative = *training.beside;
  return alone + bytes();
}

void require_memory_for(const RestrictedTraining& training, const MachineExamples& examples) {
  require_memory(training_bytes(training, examples),
                 fmt::format("training {} x {} units", examples.learned.cols(), training.hidden));
}

MachineExamples load_examples(const RestrictedTraining& training) {
  const ExampleSource& source = training.data;
  if (source.kind != "file") {
    return generated_examples(training);
  }
  const auto load = [&](const std::filesystem::path& path, const DatasetSettings& settings,
                        Dataset& dataset) {
    dataset = read_dataset(path, settings);
    return visible_values_of(dataset, training.visible_units, training.levels, source.threshold,
                             path.string());
  };
  Dataset dataset;
  FloatRows all = load(source.file, source.dataset, dataset);
  if (source.dataset.limit > all.rows()) {
    throw InputError(fmt::format("{}: holds {} examples; {} are asked for", source.file.string(), all.rows(),
                                 source.dataset.limit));
  }
  MachineExamples examples{.learned = {},
                           .held_out = {},
                           .height = dataset.height,
                           .width = dataset.width,
                           .source = source.file.filename().string()};
  if (source.held_out >= all.rows()) {
    throw InputError(fmt::format("{}: holds {} examples; [data] held_out = {} leaves none to learn from",
                                 source.file.string(), all.rows(), source.held_out));
  }
  examples.held_out = all.bottomRows(source.held_out);
  examples.learned = all.topRows(all.rows() - source.held_out);
  if (!source.held_out_file.empty()) {
    DatasetSettings settings = source.dataset;
    settings.limit = 0;
    Dataset other;
    examples.held_out = load(source.held_out_file, settings, other);
    if (examples.held_out.cols() != examples.learned.cols()) {
      throw InputError(fmt::format("{}: has examples of {} values; must be {}, as in {}",
                                   source.held_out_file.string(), other.features(), dataset.features(),
                                   source.file.string()));
    }
  }
  if (training.settings.largest_free_energy_gap > 0 &&
      std::min(examples.learned.rows(), examples.held_out.rows()) < 2) {
    throw InputError(
        fmt::format("[learning] largest_free_energy_gap: {} examples are learned and {} held out; must be at "
                    "least 2 each",
                    examples.learned.rows(), examples.held_out.rows()));
  }
  return examples;
}

}  // namespace onedial
