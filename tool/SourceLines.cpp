#include "tool/SourceLines.h"

#include "analysis/project/ApplyEdits.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Path.h"

namespace memlint {

SourceLines::SourceLines(llvm::IntrusiveRefCntPtr<llvm::vfs::FileSystem> FS, std::string Root)
    : FS(std::move(FS)), Root(std::move(Root)) {}

const SourceLines::File &SourceLines::load(llvm::StringRef Path) {
  auto [I, New] = Files.try_emplace(Path);
  File &Loaded = I->second;
  if (!New)
    return Loaded;
  llvm::SmallString<256> Absolute(Path);
  llvm::sys::path::make_absolute(Root, Absolute);
  // A FIFO would block for ever.
  auto Status = FS->status(Absolute);
  if (!Status || !Status->isRegularFile())
    return Loaded;
  // Volatile: never mapped, for a file that shrinks while it is mapped kills the process.
  auto Buffer = FS->getBufferForFile(Absolute, /*FileSize=*/-1, /*RequiresNullTerminator=*/false,
                                     /*IsVolatile=*/true);
  if (!Buffer)
    return Loaded;
  Loaded.LineStarts = lineStarts((*Buffer)->getBuffer());
  Loaded.Buffer = std::move(*Buffer);
  return Loaded;
}

std::optional<llvm::StringRef> SourceLines::text(llvm::StringRef Path) {
  const File &F = load(Path);
  if (!F.Buffer)
    return std::nullopt;
  return F.Buffer->getBuffer();
}

std::optional<llvm::StringRef> SourceLines::line(llvm::StringRef Path, std::uint32_t Number) {
  const File &F = load(Path);
  if (Number == 0 || Number > F.LineStarts.size())
    return std::nullopt;
  llvm::StringRef Rest = F.Buffer->getBuffer().substr(F.LineStarts[Number - 1]);
  return Rest.take_until([](char C) { return C == '\n' || C == '\r'; });
}

static void decodeNonAscii(llvm::StringRef Bytes, llvm::function_ref<void(char16_t)> Visit) {
  std::vector<llvm::UTF32> CodePoints(Bytes.size());
  auto *From = reinterpret_cast<const llvm::UTF8 *>(Bytes.begin());
  auto *To = CodePoints.data();
  llvm::ConvertUTF8toUTF32(&From, reinterpret_cast<const llvm::UTF8 *>(Bytes.end()), &To,
                           To + CodePoints.size(), llvm::lenientConversion);
  for (auto *I = CodePoints.data(); I != To; ++I) {
    if (*I < 0x10000) {
      Visit(static_cast<char16_t>(*I));
      continue;
    }
    Visit(static_cast<char16_t>(0xD800 + ((*I - 0x10000) >> 10)));
    Visit(static_cast<char16_t>(0xDC00 + (*I & 0x3FF)));
  }
}

static bool isUtf8(llvm::StringRef Text) {
  auto *From = reinterpret_cast<const llvm::UTF8 *>(Text.begin());
  return llvm::isLegalUTF8String(&From, reinterpret_cast<const llvm::UTF8 *>(Text.end()));
}

bool isUtf8(const Fix &F) {
  return llvm::all_of(F.Edits, [](const TextEdit &E) { return isUtf8(E.Old) && isUtf8(E.New); });
}

void forEachUtf16Unit(llvm::StringRef Utf8, llvm::function_ref<void(char16_t)> Visit) {
  auto IsAscii = [](char C) { return static_cast<unsigned char>(C) < 0x80; };
  while (!Utf8.empty()) {
    llvm::StringRef Ascii = Utf8.take_while(IsAscii);
    for (char C : Ascii)
      Visit(static_cast<unsigned char>(C));
    Utf8 = Utf8.drop_front(Ascii.size());
    llvm::StringRef Other = Utf8.take_until(IsAscii);
    decodeNonAscii(Other, Visit);
    Utf8 = Utf8.drop_front(Other.size());
  }
}

} // namespace memlint
