#include "onedial/core/atomic_file.hpp"

#include "onedial/core/temporary_file.hpp"

namespace onedial {

void write_file_atomically(const std::filesystem::path& path, std::string_view bytes) {
  TemporaryFile file(path, bytes);
  file.replace_target();
  flush_directory(path.parent_path());
}

}  // namespace onedial
