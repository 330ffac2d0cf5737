#include "analysis/project/CommandLine.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/Path.h"

#include <optional>

namespace memlint {
namespace {

/// Of ccache.dev, distcc.org, mozilla/sccache, Goma, icecc/icecream, mbitsnbites/buildcache.
constexpr llvm::StringLiteral Launchers[] = {"ccache", "distcc", "sccache",   "gomacc",
                                             "icecc",  "icerun", "buildcache"};

llvm::StringRef programName(llvm::StringRef Word) {
  llvm::StringRef Name = llvm::sys::path::filename(Word);
  Name.consume_back(".exe");
  return Name;
}

bool isAssignment(llvm::StringRef Word) {
  auto [Name, Value] = Word.split('=');
  return Name.size() < Word.size() && !Name.empty() && !llvm::isDigit(Name.front()) &&
         llvm::all_of(Name, [](char C) { return llvm::isAlnum(C) || C == '_'; });
}

/// How many words of `env`, its options and its assignments stand at the front.
std::size_t envWords(const std::vector<std::string> &Words) {
  std::size_t I = 1;
  for (; I < Words.size(); ++I) {
    llvm::StringRef Word = Words[I];
    if (Word == "--")
      return I + 1;
    if (Word == "-u" || Word == "--unset" || Word == "-C" || Word == "--chdir")
      ++I;
    else if (!Word.starts_with("-") && !isAssignment(Word))
      break;
  }
  return std::min(I, Words.size());
}

/// How many words at the front are not the compiler's; 0 when the first one is the compiler.
std::size_t launcherWords(const std::vector<std::string> &Words) {
  llvm::StringRef Name = programName(Words.front());
  if (isAssignment(Words.front()))
    return 1;
  if (Name == "env")
    return envWords(Words);
  if (Name == "cmake" && Words.size() > 2 && Words[1] == "-E" && Words[2] == "env")
    return 2;
  return llvm::is_contained(Launchers, Name) ? 1 : 0;
}

} // namespace

std::vector<std::string> splitShellWords(llvm::StringRef Text) {
  std::vector<std::string> Words;
  std::optional<std::string> Word;
  char Quote = 0;
  for (std::size_t I = 0; I < Text.size(); ++I) {
    char C = Text[I];
    if (!Quote && llvm::isSpace(C)) {
      if (Word)
        Words.push_back(*std::exchange(Word, std::nullopt));
      continue;
    }
    if (!Word)
      Word.emplace();
    if (Quote ? C == Quote : C == '\'' || C == '"') {
      Quote = Quote ? 0 : C;
      continue;
    }
    bool HasNext = I + 1 < Text.size();
    bool Escapes = C == '\\' && HasNext && Quote != '\'' &&
                   (!Quote || llvm::StringRef("$`\"\\\n").contains(Text[I + 1]));
    if (Escapes)
      C = Text[++I];
    if (!Escapes || C != '\n')
      *Word += C;
  }
  if (Word)
    Words.push_back(*Word);
  return Words;
}

void dropLaunchers(std::vector<std::string> &Words) {
  while (!Words.empty()) {
    std::size_t Count = launcherWords(Words);
    if (!Count)
      return;
    bool CompilerImplied = Count < Words.size() && llvm::StringRef(Words[Count]).starts_with("-");
    if (CompilerImplied) { // `distcc -c a.c` runs cc
      Words.erase(Words.begin(), Words.begin() + Count - 1);
      Words.front() = "cc";
      return;
    }
    Words.erase(Words.begin(), Words.begin() + Count);
  }
}

void expandResponseFiles(std::vector<std::string> &Words, llvm::StringRef Directory,
                         llvm::vfs::FileSystem &FS) {
  if (llvm::none_of(Words, [](llvm::StringRef Word) { return Word.starts_with("@"); }))
    return;
  llvm::BumpPtrAllocator Allocator;
  llvm::SmallVector<const char *> Pointers;
  Pointers.reserve(Words.size());
  for (const std::string &Word : Words)
    Pointers.push_back(Word.c_str());
  llvm::cl::ExpansionContext Context(Allocator, llvm::cl::TokenizeGNUCommandLine, &FS);
  Context.setCurrentDir(Directory);
  if (llvm::Error E = Context.expandResponseFiles(Pointers)) {
    llvm::consumeError(std::move(E)); // told of the unit, by the word that is left
    return;
  }
  Words = std::vector<std::string>(Pointers.begin(), Pointers.end());
}

} // namespace memlint
