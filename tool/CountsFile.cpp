#include "tool/CountsFile.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/LineIterator.h"
#include "llvm/Support/MathExtras.h"
#include "llvm/Support/MemoryBuffer.h"

namespace memlint {
namespace {

using llvm::StringRef;

constexpr StringRef Blanks = " \t\r";

/// `ns::Node` of `struct ::ns::Node`.
StringRef typeName(StringRef Text) {
  for (StringRef Keyword : {"struct", "class"})
    if (StringRef Rest = Text; Rest.consume_front(Keyword) && Rest.ltrim(Blanks) != Rest)
      Text = Rest.ltrim(Blanks);
  Text.consume_front("::");
  return Text;
}

} // namespace

llvm::Expected<std::map<std::string, std::uint64_t, std::less<>>>
readCounts(llvm::vfs::FileSystem &Disk, StringRef File) {
  auto Buffer = Disk.getBufferForFile(File);
  if (!Buffer)
    return llvm::createStringError("--counts: '" + File +
                                   "' cannot be read: " + Buffer.getError().message());
  std::map<std::string, std::uint64_t, std::less<>> Counts;
  llvm::Error Wrong = llvm::Error::success();
  for (llvm::line_iterator Line(**Buffer); !Line.is_at_eof(); ++Line) {
    StringRef Text = Line->split('#').first.trim(Blanks);
    if (Text.empty())
      continue;
    StringRef Number = Text.take_until([](char C) { return Blanks.contains(C); });
    StringRef Type = typeName(Text.drop_front(Number.size()).ltrim(Blanks));
    std::uint64_t Count = 0;
    if (llvm::to_integer(Number, Count, 10) && !Type.empty()) {
      std::uint64_t &Sum = Counts[Type.str()];
      Sum = llvm::SaturatingAdd(Sum, Count);
      continue;
    }
    Wrong = llvm::joinErrors(std::move(Wrong),
                             llvm::createStringError(File + ":" + llvm::Twine(Line.line_number()) +
                                                     ": error: '" + Text +
                                                     "' is not a number and a type's name"));
  }
  if (Wrong)
    return std::move(Wrong);
  return Counts;
}

} // namespace memlint
