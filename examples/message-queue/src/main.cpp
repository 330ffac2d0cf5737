#include "queue.h"

#include <cstdio>
#include <cstring>

static Message message(std::uint16_t Topic, const char *Text) {
  Message M{};
  M.Level = Priority::Normal;
  M.Topic = Topic;
  M.Text = Text;
  M.Length = static_cast<std::uint32_t>(std::strlen(Text));
  return M;
}

int main() {
  Queue Inbox;
  Inbox.push(message(1, "the kettle boils"));
  Inbox.push(message(2, "the door is open"));
  Inbox.push(message(1, "the kettle is empty"));

  std::printf("%zu of %zu on topic 1\n", Inbox.onTopic(1).size(), Inbox.texts().size());
  return Inbox.drain().size() == 3 ? 0 : 1;
}
