#include "gibbs_chains.hpp"

namespace onedial {
GibbsChains::GibbsChains(const LaneMachine& machine, Index chains)
    : visible(machine.visible_rows(chains)),
      hidden(machine.hidden_rows(chains)),
      visible_fields(chains, machine.visible()),
      hidden_fields(chains, machine.hidden()),
      chains_(chains) {}

void GibbsChains::find_hidden_fields(const LaneMachine& machine, Index first, Index last) {
  machine.hidden_fields(visible.rows(first, last), hidden_fields, first);
}

void GibbsChains::find_visible_fields(const LaneMachine& machine, Index first, Index last) {
  machine.visible_fields(hidden.rows(first, last), visible_fields, first);
}

}  // namespace onedial
