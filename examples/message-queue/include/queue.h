#ifndef QUEUE_H
#define QUEUE_H

#include "message.h"

#include <cstddef>
#include <deque>
#include <string>
#include <vector>

class Queue {
public:
  void push(const Message &M) { Waiting.push_back(M); }
  std::size_t size() const { return Waiting.size(); }

  /// Takes all messages out, the oldest first.
  std::vector<Message> drain();
  /// The messages of one topic; they stay in the queue.
  std::vector<Message> onTopic(std::uint16_t Topic) const;
  /// The texts of all messages.
  std::vector<std::string> texts() const;

private:
  std::deque<Message> Waiting;
};

#endif
