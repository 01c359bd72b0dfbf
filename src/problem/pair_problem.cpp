#include "onedial/problem/pair_problem.hpp"

#include <fmt/format.h>

#include <stdexcept>

#include "encoding_choice.hpp"
#include "formats/formats.hpp"
#include "level_list.hpp"

namespace onedial {

PairProblem::PairProblem(Domain domain, PairTerms terms, const EntryMeaning& meaning)
    : Problem(terms.source), domain_(domain), terms_(std::move(terms)), meaning_(meaning) {}

InstanceFile PairProblem::instance(InstanceFormat format) const {
  const FormatTraits& traits = traits_of(format);
  const bool fits = is_graph() ? traits.holds_graphs
                               : traits.holds_models && (traits.holds_spins || domain_ == Domain::binary);
  if (!fits) {
    throw std::invalid_argument(fmt::format("the format {} holds no {}", traits.name, kind()));
  }
  InstanceFile file{.path = source(),
                    .format = format,
                    .layout = traits.layout,
                    .units = terms_.units(),
                    .first_index = traits.first_index,
                    .entries = entries_of(terms_, meaning_, traits.layout),
                    .offset = terms_.offset};
  if (!is_graph()) {
    file.domain = domain_;
  }
  return file;
}

std::string PairProblem::size_text() const {
  return fmt::format("{} {}, {} couplings", terms_.units(), domain_ == Domain::spin ? "spins" : "bits",
                     terms_.coupling_count());
}

std::vector<std::string_view> PairProblem::encodings() const {
  return {domain_ == Domain::spin ? "spins" : "bits"};
}

Encoding PairProblem::encode(const EncodingChoice& choice) const {
  require_encoding(*this, choice, {});
  return own_encoding(std::string(encodings().front()), std::make_shared<const PairwiseModel>(model()));
}

Evaluation PairProblem::evaluate(const State& answer) const {
  require_answer_size(answer, terms_.units());
  return {.objective = objective(answer)};
}

std::string PairProblem::answer_text(const State& answer) const {
  return level_list_text(answer, {.first_index = terms_.first_index, .domain = domain_});
}

State PairProblem::read_answer(const std::filesystem::path& path) const {
  return read_level_list(
      path, terms_.units(),
      {.first_index = terms_.first_index, .domain = domain_, .takes_bits_for_spins = takes_bits_for_spins()});
}

}  // namespace onedial
