// Lists of globs in options.
#include "checks/GlobList.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(GlobListTest, IsSplitAtCommasAndLines) {
  EXPECT_THAT(globsOf("a,b"), ElementsAre("a", "b"));
  EXPECT_THAT(globsOf(" a ,\n\tb c,,\r\n"), ElementsAre("a", "b c"));
  EXPECT_THAT(globsOf(" , "), IsEmpty());
}

TEST(GlobListTest, FitsWholeNames) {
  EXPECT_TRUE(listFits("x, wire::*", "wire::v2::Message"));
  EXPECT_TRUE(listFits("*::Message", "wire::Message"));
  EXPECT_FALSE(listFits("Message", "wire::Message"));
  EXPECT_FALSE(listFits("wire", "wire::Message"));
  EXPECT_FALSE(listFits("", "Message"));
}

TEST(GlobListTest, FitsPathsFromAnySlash) {
  EXPECT_TRUE(listFitsPath("include/*", "include/lib/a.h"));
  EXPECT_TRUE(listFitsPath("include/*", "/home/me/project/include/a.h"));
  EXPECT_TRUE(listFitsPath("x,api.h", "src/api.h"));
  EXPECT_TRUE(listFitsPath("/usr/*", "/usr/include/a.h"));
  EXPECT_FALSE(listFitsPath("/usr/*", "/opt/usr/include/a.h"));
  EXPECT_FALSE(listFitsPath("api.h", "src/own-api.h"));
  EXPECT_FALSE(listFitsPath("include/*", "src/myinclude/a.h"));
  EXPECT_FALSE(listFitsPath("", "a.h"));
}

} // namespace
} // namespace memlint
