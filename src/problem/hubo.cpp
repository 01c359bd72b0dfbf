#include "onedial/problem/hubo.hpp"

#include <fmt/format.h>

#include "encoding_choice.hpp"
#include "level_list.hpp"

namespace onedial {
namespace {

std::string penalty_text(const QuadraticForm& form) {
  const std::optional<double> gap = form.gap();
  if (!gap) {
    return {};
  }
  const std::string products = fmt::format("{} auxiliary bits", form.products.size());
  return *gap >= 0
             ? fmt::format("{}, a wrong one costs {:.6g} or more", products, *gap)
             : fmt::format("{}, a wrong one may save {:.6g}: the penalty is too small", products, -*gap);
}

}  // namespace

Hubo::Hubo(Polynomial polynomial) : Problem(polynomial.source), polynomial_(std::move(polynomial)) {}

std::string Hubo::size_text() const {
  return fmt::format("{} {}, {} terms of degree {} at most", polynomial_.units,
                     polynomial_.domain == Domain::spin ? "spins" : "bits", polynomial_.terms.size(),
                     polynomial_.degree());
}

Encoding Hubo::encode(const EncodingChoice& choice) const {
  require_encoding(*this, choice, {"qubo"});
  const QuadraticForm form = quadratic_form(polynomial_.in_bits(), choice.penalty);
  Encoding encoding{
      .name = "qubo",
      .model = std::make_shared<const PairwiseModel>(
          pairwise_model(Domain::binary, form.terms, 1, form.terms.offset)),
      .decode = [units = polynomial_.units](
                    const State& state) { return State(state.begin(), state.begin() + units); },
      .encode =
          [products = form.products](const State& answer) {
            State state = answer;
            for (const QuadraticForm::Product& product : products) {
              state.push_back(static_cast<Level>(state[static_cast<std::size_t>(product.first)] *
                                                 state[static_cast<std::size_t>(product.second)]));
            }
            return state;
          },
      .has_slack = !form.products.empty()};
  encoding.slack_may_pay = form.gap().value_or(0) < 0;
  encoding.penalty_text = penalty_text(form);
  return encoding;
}

Evaluation Hubo::evaluate(const State& answer) const {
  require_answer_size(answer, polynomial_.units);
  return {.objective = polynomial_.value(answer)};
}

std::string Hubo::answer_text(const State& answer) const {
  return level_list_text(answer, {.first_index = 0, .domain = polynomial_.domain});
}

State Hubo::read_answer(const std::filesystem::path& path) const {
  return read_level_list(path, polynomial_.units, {.first_index = 0, .domain = polynomial_.domain});
}

}  // namespace onedial
