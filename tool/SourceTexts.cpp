#include "tool/SourceTexts.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Path.h"

namespace memlint {

std::string SourceTexts::absolute(llvm::StringRef Path) const {
  llvm::SmallString<256> Absolute(Path);
  llvm::sys::path::make_absolute(Root, Absolute);
  return std::string(Absolute);
}

llvm::Expected<std::string> SourceTexts::current(const std::string &Path) {
  auto Known = Read.find(Path);
  if (Known != Read.end())
    return Known->second.New;
  auto Buffer = Disk->getBufferForFile(absolute(Path), /*FileSize=*/-1,
                                       /*RequiresNullTerminator=*/false, /*IsVolatile=*/true);
  if (!Buffer)
    return llvm::createStringError("'" + Path + "' cannot be read: " + Buffer.getError().message());
  std::string Text = (*Buffer)->getBuffer().str();
  Read[Path] = {Text, Text};
  return Text;
}

void SourceTexts::change(const std::string &Path, std::string Text) {
  Read.at(Path).New = std::move(Text);
}

std::map<std::string, ChangedText> SourceTexts::changes() const {
  std::map<std::string, ChangedText> Changed;
  for (const auto &[Path, Texts] : Read)
    if (Texts.Old != Texts.New)
      Changed.emplace(Path, Texts);
  return Changed;
}

EditedTexts SourceTexts::edited() const {
  EditedTexts Texts;
  for (const auto &[Path, Changed] : Read)
    if (Changed.Old != Changed.New)
      Texts[absolute(Path)] = Changed.New;
  return Texts;
}

} // namespace memlint
