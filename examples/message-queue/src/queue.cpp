#include "queue.h"

std::vector<Message> Queue::drain() {
  std::vector<Message> Batch;
  for (const Message &M : Waiting)
    Batch.push_back(M);
  Waiting.clear();
  return Batch;
}

// How many messages fit is not known before the loop: memlint is silent here.
std::vector<Message> Queue::onTopic(std::uint16_t Topic) const {
  std::vector<Message> Fitting;
  for (const Message &M : Waiting)
    if (M.Topic == Topic)
      Fitting.push_back(M);
  return Fitting;
}

// The length is reserved already: silent too.
std::vector<std::string> Queue::texts() const {
  std::vector<std::string> Texts;
  Texts.reserve(Waiting.size());
  for (const Message &M : Waiting)
    Texts.emplace_back(M.Text, M.Length);
  return Texts;
}
