#include "onedial/core/state_archive.hpp"

#include <cstring>
#include <stdexcept>

namespace onedial {

void StateArchive::carry(void* data, std::size_t size) {
  if (size == 0) {
    return;  // an empty vector may have no data
  }
  if (!is_loading_) {
    bytes_.append(static_cast<const char*>(data), size);
    return;
  }
  require(size <= bytes_.size() - at_);
  std::memcpy(data, bytes_.data() + at_, size);
  at_ += size;
}

void StateArchive::require(bool fits) {
  if (!fits) {
    throw std::invalid_argument("the stored state is that of something of another size");
  }
}

}  // namespace onedial
