#pragma once
#include <functional>

#include "onedial/plot/figure.hpp"
#include "onedial/run/run_directory.hpp"

namespace onedial::cli {

/// Adds report.svg and report.png of the figure, or says on standard error why there are none: a picture is
/// not worth an answer.
void add_report(RunDirectory& directory, const std::function<Figure()>& make_figure);

}  // namespace onedial::cli
