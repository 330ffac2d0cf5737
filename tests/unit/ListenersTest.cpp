#include "analysis/solve/Listeners.h"

#include <gtest/gtest.h>

namespace memlint {
namespace {

using Names = std::vector<std::string>;

TEST(Listeners, NamesThatUndo) {
  EXPECT_EQ(undoingNames("subscribe"), Names{"unsubscribe"});
  EXPECT_EQ(undoingNames("addListener"),
            (Names{"removeListener", "deleteListener", "eraseListener"}));
  EXPECT_EQ(undoingNames("AddObserver"),
            (Names{"RemoveObserver", "DeleteObserver", "EraseObserver"}));
  EXPECT_EQ(undoingNames("register_hook"), (Names{"unregister_hook", "deregister_hook"}));
  EXPECT_EQ(undoingNames("addition"), Names());
  EXPECT_EQ(undoingNames("post"), Names());
}

} // namespace
} // namespace memlint
