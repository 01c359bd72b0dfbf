#pragma once
#include <vector>

#include "onedial/plot/anneal_report.hpp"

namespace onedial {

/// What the report of a search by replica exchange shows.
struct ExchangeReport {
  AnnealReport run;                       ///< its trace is that of the coldest level; no heat capacity
  std::vector<double> temperatures = {};  ///< of the levels (K), rising
  std::vector<double> swap_rates = {};    ///< of neighbours (K − 1); NaN where none was tried
};

/// Energies at the coldest level and the best so far against the sweep, the part of the swaps made between
/// neighbours against temperature, and the answer where it is something to see.
Figure exchange_figure(const ExchangeReport& report);

}  // namespace onedial
