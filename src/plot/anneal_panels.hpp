#pragma once
#include <optional>

#include "onedial/plot/anneal_report.hpp"

namespace onedial {

/// The energies of a run against the sweep: the replicas', the best so far, and the target.
Panel energy_panel(const AnnealReport& report);

/// A third panel with the answer, where it is something to see, and a column for it.
void add_answer(Figure& figure, const std::optional<Picture>& answer);

}  // namespace onedial
