#ifndef MESSAGE_H
#define MESSAGE_H

#include <cstdint>

enum class Priority : std::uint8_t { Low, Normal, Urgent };

/// A message while it waits in a queue; its text belongs to the sender.
struct Message {
  Priority Level;
  std::uint64_t SentAt; // nanoseconds
  std::uint16_t Topic;
  const char *Text;
  std::uint32_t Length;
};

#endif
