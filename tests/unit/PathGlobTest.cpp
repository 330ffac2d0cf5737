#include "analysis/project/PathGlob.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace memlint {
namespace {

using testing::HasSubstr;

struct GlobCase {
  const char *Glob, *Path;
  bool Fits;
};

TEST(PathGlobTest, FitsWholePathsNameByName) {
  for (GlobCase C : std::initializer_list<GlobCase>{{"*.cpp", "a.cpp", true},
                                                    {"*.cpp", "x/a.cpp", false},
                                                    {"**/*.cpp", "a.cpp", true},
                                                    {"**/*.cpp", "x/y/a.cpp", true},
                                                    {"x/**", "x/a/b.cpp", true},
                                                    {"x/**", "y/a.cpp", false},
                                                    {"a/**/**/b", "a/b", true},
                                                    {"a/**/c/**/b", "a/x/c/y/z/b", true},
                                                    {"a/**/c/**/b", "a/x/y/b", false},
                                                    {"a?.[ch]", "ab.c", true},
                                                    {"a?.[ch]", "a/.c", false},
                                                    {"{a,b/c}/x", "b/c/x", true},
                                                    {"{a,b/c}/x", "b/x", false},
                                                    {"{a,}b", "b", true},
                                                    {"{a", "{a", true},
                                                    {"\\{a,b\\}", "{a,b}", true},
                                                    {"/usr/bin/*", "/usr/bin/g++", true},
                                                    {"/usr/bin/*", "/usr/bin/x/g++", false},
                                                    {"/usr/bin/*", "/opt/usr/bin/g++", false},
                                                    {"usr/*", "/usr/x", false},
                                                    {"**/g++", "/usr/bin/g++", true},
                                                    {"", "", true}}) {
    auto Glob = PathGlob::create(C.Glob);
    ASSERT_TRUE(bool(Glob)) << C.Glob << ": " << llvm::toString(Glob.takeError());
    EXPECT_EQ(Glob->match(C.Path), C.Fits) << C.Glob << " and " << C.Path;
  }
}

TEST(PathGlobTest, RefusesWhatIsNoGlob) {
  for (const char *Text :
       {"[a", "x/[/]", "{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}"}) {
    auto Glob = PathGlob::create(Text);
    EXPECT_FALSE(bool(Glob)) << Text;
    EXPECT_THAT(llvm::toString(Glob.takeError()), HasSubstr(Text));
  }
}

} // namespace
} // namespace memlint
