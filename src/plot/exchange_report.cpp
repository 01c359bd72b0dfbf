#include "onedial/plot/exchange_report.hpp"

#include <cmath>

#include "anneal_panels.hpp"

namespace onedial {
namespace {

Panel swap_panel(const ExchangeReport& report) {
  Panel panel{.title = "Swaps between neighbours", .note = "no swaps were tried"};
  panel.x = {.label = "Temperature T", .kind = AxisKind::logarithmic};
  panel.y = {.label = "Part of the swaps made", .limits = AxisLimits{.lower = 0, .upper = 1}};
  Points points{.colour = ColourRole::tertiary};
  for (std::size_t k = 0; k < report.swap_rates.size(); ++k) {
    points.x.push_back(std::sqrt(report.temperatures[k] * report.temperatures[k + 1]));
    points.y.push_back(report.swap_rates[k]);
  }
  panel.points = {points};
  return panel;
}

}  // namespace

Figure exchange_figure(const ExchangeReport& report) {
  Panel energies = energy_panel(report.run);
  energies.title = "Energy at the coldest level";
  Figure figure{.title = report.run.title,
                .subtitle = report.run.subtitle,
                .width = 560,
                .height = 230,
                .columns = 2,
                .panels = {std::move(energies), swap_panel(report)}};
  add_answer(figure, report.run.answer);
  return figure;
}

}  // namespace onedial
