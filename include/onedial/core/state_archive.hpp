#pragma once
#include <cstddef>
#include <cstdint>
#include <ranges>
#include <string>
#include <type_traits>
#include <vector>

namespace onedial {

/// Carries the exact state of objects to bytes and back, so that what goes on from it goes on with the same
/// bits. An object names its members once, in a function that serves both ways:
///
///     void transfer(StateArchive& archive) { archive.value(random_); archive.values(levels_); }
///
/// The bytes are those of the memory, without names and checksums, which are left to the file that holds
/// them.
class StateArchive {
 public:
  /// Takes state up.
  StateArchive() = default;
  /// Gives back what an archive has taken up.
  explicit StateArchive(std::string bytes) : bytes_(std::move(bytes)), is_loading_(true) {}

  /// Whether objects get their state from the archive.
  [[nodiscard]] bool is_loading() const { return is_loading_; }
  [[nodiscard]] const std::string& bytes() const { return bytes_; }

  /// One value. Throws std::invalid_argument where the archive ends before it.
  template <class Value>
  void value(Value& one) {
    static_assert(std::is_trivially_copyable_v<Value>);
    carry(&one, sizeof(Value));
  }

  /// As many values as the object always has. Throws as `value`.
  template <std::ranges::contiguous_range Values>
  void values(Values&& all) {
    using Value = std::ranges::range_value_t<Values>;
    static_assert(std::is_trivially_copyable_v<Value>);
    carry(std::ranges::data(all), std::ranges::size(all) * sizeof(Value));
  }

  /// Values and how many there are; never more than the archive can hold. Throws as `value`.
  template <class Value>
  void list(std::vector<Value>& all) {
    std::uint64_t count = all.size();
    value(count);
    if (is_loading_) {
      require(count <= (bytes_.size() - at_) / sizeof(Value));
      all.resize(static_cast<std::size_t>(count));
    }
    values(all);
  }

  /// Throws std::invalid_argument where something was left.
  void require_end() const { require(at_ == bytes_.size() || !is_loading_); }

 private:
  void carry(void* data, std::size_t size);
  static void require(bool fits);

  std::string bytes_;
  std::size_t at_ = 0;  // of the next byte to give back
  bool is_loading_ = false;
};

}  // namespace onedial
