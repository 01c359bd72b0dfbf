#include <fmt/format.h>

#include <numeric>

#include "formats.hpp"
#include "json_document.hpp"
#include "onedial/problem/convert.hpp"
#include "onedial/problem/dimod_json.hpp"

namespace onedial {
namespace {

constexpr std::string_view model_type = "BinaryQuadraticModel";

JsonDocument read_document(const std::string& path, std::string_view text) {
  JsonDocument document(path, text, model_type);
  if (document.value("type") != model_type) {
    document.fail(document.value("type") == "BinaryPolynomial"
                      ? "is a polynomial; use kind = \"hubo\""
                      : fmt::format("is JSON, but has no \"type\": \"{}\", as dimod writes it", model_type));
  }
  if (const auto bytes = document.value("use_bytes"); !bytes.is_null() && bytes != false) {
    document.fail("keeps its biases as bytes; write it with use_bytes=False");
  }
  return document;
}

Domain domain_of(const JsonDocument& document) {
  const auto& type = document.at("variable_type");
  if (type != "SPIN" && type != "BINARY") {
    document.fail("\"variable_type\" must be \"SPIN\" or \"BINARY\"");
  }
  return type == "SPIN" ? Domain::spin : Domain::binary;
}

}  // namespace

InstanceFile read_dimod_json(const std::string& path, std::string_view text) {
  const JsonDocument document = read_document(path, text);
  InstanceFile file{.path = path,
                    .format = InstanceFormat::dimod_json,
                    .layout = EntryLayout::terms,
                    .domain = domain_of(document)};
  file.units = static_cast<Index>(document.count("num_variables", most_instance_units));
  if (file.units == 0) {
    document.fail("has no variables");
  }
  constexpr std::int64_t most_interactions = std::int64_t{1} << 40U;
  const auto pairs = static_cast<std::size_t>(document.count("num_interactions", most_interactions));
  const auto linear = document.list<double>("linear_biases", static_cast<std::size_t>(file.units));
  const auto quadratic = document.list<double>("quadratic_biases", pairs);
  const auto heads = document.list<std::int64_t>("quadratic_head", pairs);
  const auto tails = document.list<std::int64_t>("quadratic_tail", pairs);
  const auto labels = document.value("variable_labels");
  if (!labels.is_null() && (!labels.is_array() || labels.size() != static_cast<std::size_t>(file.units))) {
    document.fail(fmt::format("\"variable_labels\" must be a list of {} labels", file.units));
  }
  const auto& offset = document.at("offset");
  if (!offset.is_number()) {
    document.fail("\"offset\" must be a number");
  }
  file.offset = offset.get<double>();

  for (Index i = 0; i < file.units; ++i) {
    const double bias = linear[static_cast<std::size_t>(i)];
    if (bias != 0) {
      file.entries.push_back({.row = i, .column = i, .value = bias, .line = 0});
    }
  }
  for (std::size_t k = 0; k < pairs; ++k) {
    for (const std::int64_t end : {heads[k], tails[k]}) {
      if (end < 0 || end >= file.units) {
        document.fail(fmt::format("interaction {} has variable {}; they are numbered from 0 to {}", k, end,
                                  file.units - 1));
      }
    }
    if (heads[k] == tails[k]) {
      document.fail(fmt::format("interaction {} joins variable {} with itself", k, heads[k]));
    }
    file.entries.push_back({.row = static_cast<Index>(heads[k]),
                            .column = static_cast<Index>(tails[k]),
                            .value = quadratic[k],
                            .line = 0});
  }
  return file;
}

/// As dimod writes it with use_bytes=False (schema 3.0.0). Variables are labelled 0 … N−1.
std::string write_dimod_json(const InstanceFile& file) {
  const auto size = static_cast<std::size_t>(file.units);
  std::vector<Index> labels(size);
  std::iota(labels.begin(), labels.end(), Index{0});
  std::vector<double> linear(size);
  std::vector<Index> heads;
  std::vector<Index> tails;
  std::vector<double> quadratic;
  for (const InstanceFile::Entry& entry : file.entries) {
    if (entry.row == entry.column) {
      linear[static_cast<std::size_t>(entry.row)] = entry.value;
    } else {
      heads.push_back(entry.row);
      tails.push_back(entry.column);
      quadratic.push_back(entry.value);
    }
  }
  const JsonDocument::Json json = {{"type", model_type},
                                   {"version", {{"bqm_schema", "3.0.0"}}},
                                   {"use_bytes", false},
                                   {"index_type", "int32"},
                                   {"bias_type", "float64"},
                                   {"num_variables", size},
                                   {"num_interactions", quadratic.size()},
                                   {"variable_labels", labels},
                                   {"variable_type", file.domain == Domain::spin ? "SPIN" : "BINARY"},
                                   {"offset", file.offset},
                                   {"info", JsonDocument::Json::object()},
                                   {"linear_biases", linear},
                                   {"quadratic_biases", quadratic},
                                   {"quadratic_head", heads},
                                   {"quadratic_tail", tails}};
  return json.dump() + '\n';
}

std::string to_dimod_json(const PairwiseModel& model) {
  return instance_bytes(ground_state_problem(model, "a model")->instance(InstanceFormat::dimod_json));
}

}  // namespace onedial
