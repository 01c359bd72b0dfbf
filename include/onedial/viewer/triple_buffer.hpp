#pragma once
#include <array>
#include <atomic>
#include <cstdint>

namespace onedial::viewer {

/// Hands values from one thread to another without waiting: the newest wins, and the three values are used
/// over and over, so that their arrays keep their memory.
template <class Value>
class TripleBuffer {
 public:
  /// The value to write next; an old one, to be overwritten. For the writing thread only.
  Value& back() { return values_[writing_]; }

  /// Hands over what was written.
  void publish() { writing_ = (shared_.exchange(writing_ | fresh, std::memory_order_acq_rel)) & index; }

  /// Whether what was published last has not been taken yet.
  [[nodiscard]] bool is_waiting() const { return (shared_.load(std::memory_order_acquire) & fresh) != 0; }

  /// Takes the newest value, if there is one that was not taken yet. For the reading thread only.
  bool take() {
    if (!is_waiting()) {
      return false;
    }
    reading_ = (shared_.exchange(reading_, std::memory_order_acq_rel)) & index;
    return true;
  }

  /// The value taken last. For the reading thread only.
  [[nodiscard]] const Value& front() const { return values_[reading_]; }

 private:
  static constexpr std::uint8_t index = 3;
  static constexpr std::uint8_t fresh = 4;

  std::array<Value, 3> values_{};
  std::uint8_t writing_ = 0;
  std::uint8_t reading_ = 1;
  std::atomic<std::uint8_t> shared_ = 2;
};

}  // namespace onedial::viewer
