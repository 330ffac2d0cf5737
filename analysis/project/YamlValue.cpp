#include "analysis/project/YamlValue.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/SourceMgr.h"
#include "llvm/Support/YAMLParser.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace memlint {
namespace {

using llvm::StringRef;

/// Deeper than the format ever goes. Bounds the recursion, whatever the file holds.
constexpr unsigned MaxDepth = 16;

/// Turns the parser's nodes into values until the first mistake.
class YamlReader {
public:
  YamlReader(StringRef Path, StringRef Text)
      : Path(Path), Stream(llvm::MemoryBufferRef(Text, Path), Lines, /*ShowColors=*/false) {
    Lines.setDiagHandler([](const llvm::SMDiagnostic &D,
                            void *Self) { static_cast<YamlReader *>(Self)->syntaxError(D); },
                         this);
  }

  llvm::Expected<YamlValue> read() {
    YamlValue Result;
    auto Document = Stream.begin();
    if (Document != Stream.end()) {
      if (llvm::yaml::Node *Root = Document->getRoot())
        Result = convert(*Root, 0);
      if (!Mistake && !Stream.failed() && ++Document != Stream.end())
        fail(Document->getRoot() ? position(*Document->getRoot()) : TextPosition{},
             "a second document begins here, by '---' or by an indentation smaller than above");
    }
    if (Stream.failed())
      fail({}, "not valid YAML");
    if (Mistake)
      return positionedError(Path, Mistake->At, Mistake->Text);
    return Result;
  }

private:
  void fail(TextPosition At, const llvm::Twine &Message) {
    if (!Mistake)
      Mistake = {Message.str(), At};
  }

  void syntaxError(const llvm::SMDiagnostic &D) {
    std::string Message = D.getMessage().str();
    if (!Message.empty())
      Message[0] = llvm::toLower(Message[0]);
    StringRef Remedy = StringRef(Message).contains("alias") ? "; put a glob in quotes" : "";
    fail({static_cast<std::uint32_t>(std::max(D.getLineNo(), 1)),
          static_cast<std::uint32_t>(std::max(D.getColumnNo(), 0)) + 1},
         "not valid YAML: " + StringRef(Message).rtrim(".!") + Remedy);
  }

  TextPosition position(llvm::SMLoc Where) const {
    if (!Where.isValid()) // behind a syntax error
      return {};
    auto [Line, Column] = Lines.getLineAndColumn(Where);
    return {Line, Column};
  }
  TextPosition position(StringRef Source) const {
    return position(llvm::SMLoc::getFromPointer(Source.data()));
  }
  TextPosition position(const llvm::yaml::Node &N) const {
    return position(N.getSourceRange().Start);
  }

  /// A mistake at the sign that stands before a name.
  void failBefore(StringRef Name, const llvm::Twine &Message) {
    TextPosition At = position(Name);
    fail({At.Line, At.Column - 1}, Message);
  }

  YamlValue convert(llvm::yaml::Node &N, unsigned Depth) {
    YamlValue Result;
    Result.At = position(N);
    if (Depth > MaxDepth)
      fail(Result.At, "nested too deeply");
    else if (auto *Alias = llvm::dyn_cast<llvm::yaml::AliasNode>(&N))
      failBefore(Alias->getName(),
                 "'*" + Alias->getName() + "' is an alias in YAML; put a glob in quotes");
    else if (StringRef Anchor = N.getAnchor(); !Anchor.empty())
      failBefore(Anchor, "an anchor ('&" + Anchor + "') has no meaning here");
    else if (StringRef Tag = N.getRawTag(); !Tag.empty())
      fail(position(Tag), "a tag ('" + Tag + "') has no meaning here");
    else if (auto *Scalar = llvm::dyn_cast<llvm::yaml::ScalarNode>(&N))
      convertScalar(*Scalar, Result);
    else if (auto *Block = llvm::dyn_cast<llvm::yaml::BlockScalarNode>(&N))
      convertBlock(*Block, Result);
    else if (auto *List = llvm::dyn_cast<llvm::yaml::SequenceNode>(&N))
      convertList(*List, Result, Depth);
    else if (auto *Map = llvm::dyn_cast<llvm::yaml::MappingNode>(&N))
      convertMap(*Map, Result, Depth);
    return Result;
  }

  void convertScalar(llvm::yaml::ScalarNode &N, YamlValue &Result) {
    llvm::SmallString<64> Storage;
    Result.Is = YamlValue::Text;
    Result.Value = N.getValue(Storage).str();
    Result.Source = N.getRawValue();
  }

  void convertBlock(llvm::yaml::BlockScalarNode &N, YamlValue &Result) {
    const char *Begin = N.getSourceRange().Start.getPointer();
    Result.Is = YamlValue::Text;
    Result.Value = N.getValue().str();
    Result.Source = StringRef(Begin, N.getSourceRange().End.getPointer() - Begin);
  }

  void convertList(llvm::yaml::SequenceNode &N, YamlValue &Result, unsigned Depth) {
    Result.Is = YamlValue::List;
    for (llvm::yaml::Node &Item : N) {
      Result.Items.push_back(convert(Item, Depth + 1));
      if (Mistake)
        return; // iterating further would make the parser walk what was left unread
    }
  }

  void convertMap(llvm::yaml::MappingNode &N, YamlValue &Result, unsigned Depth) {
    Result.Is = YamlValue::Map;
    for (llvm::yaml::KeyValueNode &Entry : N) {
      llvm::yaml::Node *Key = Entry.getKey();
      YamlValue Name = Key ? convert(*Key, Depth + 1) : YamlValue();
      if (!Mistake && Name.Is != YamlValue::Text)
        fail(Name.At, "a key must be a word");
      if (Mistake)
        return;
      llvm::yaml::Node *Value = Entry.getValue();
      Result.Items.push_back(Value ? convert(*Value, Depth + 1) : YamlValue());
      if (Mistake)
        return;
      addKey(Result, {std::move(Name.Value), Name.At});
    }
  }

  void addKey(YamlValue &Map, PlacedText Key) {
    auto Same = llvm::find_if(Map.Keys, [&](const PlacedText &K) { return K.Text == Key.Text; });
    if (Same != Map.Keys.end())
      fail(Key.At,
           "duplicate key '" + Key.Text + "'; the first is on line " + llvm::Twine(Same->At.Line));
    Map.Keys.push_back(std::move(Key));
  }

  StringRef Path;
  llvm::SourceMgr Lines;
  llvm::yaml::Stream Stream;
  std::optional<PlacedText> Mistake; // the first: others may follow from it
};

/// Whether nothing but white space or a comment is left of a line.
bool endsLine(StringRef Rest) {
  Rest = Rest.ltrim(" \t\r");
  return Rest.empty() || Rest.front() == '\n' || Rest.front() == '#';
}

/// The first thing in a text that YAML forbids and llvm::yaml lets pass: bytes that are not UTF-8,
/// control characters, tabs in an indentation.
std::optional<PlacedText> findForbidden(StringRef Text) {
  const auto *I = Text.bytes_begin(), *End = Text.bytes_end();
  auto Place = [&] { return advance({}, Text.take_front(I - Text.bytes_begin())); };
  for (bool Indentation = true; I != End; I += *I < 0x80 ? 1 : llvm::getNumBytesForUTF8(*I)) {
    if (*I >= 0x80 && !llvm::isLegalUTF8Sequence(I, End))
      return PlacedText{"not valid UTF-8 (byte 0x" + llvm::utohexstr(*I) + ")", Place()};
    if (*I < ' ' && *I != '\t' && *I != '\n' && *I != '\r')
      return PlacedText{"a control character (byte 0x" + llvm::utohexstr(*I) + ")", Place()};
    if (*I == '\t' && Indentation && !endsLine(Text.drop_front(I - Text.bytes_begin())))
      return PlacedText{"a tab in the indentation; YAML wants spaces", Place()};
    Indentation = *I == '\n' || (Indentation && *I == ' ');
  }
  return std::nullopt;
}

} // namespace

TextPosition advance(TextPosition From, StringRef Text) {
  std::size_t LastLine = Text.rfind('\n');
  if (LastLine == StringRef::npos)
    return {From.Line, From.Column + static_cast<std::uint32_t>(Text.size())};
  return {From.Line + static_cast<std::uint32_t>(Text.count('\n')),
          static_cast<std::uint32_t>(Text.size() - LastLine)};
}

llvm::Error positionedError(StringRef Path, TextPosition At, const llvm::Twine &Message) {
  return llvm::createStringError(Path + ":" + llvm::Twine(At.Line) + ":" + llvm::Twine(At.Column) +
                                 ": error: " + Message);
}

llvm::Expected<YamlValue> readYaml(StringRef Path, StringRef Text) {
  Text.consume_front("\xEF\xBB\xBF"); // a byte order mark
  if (auto Forbidden = findForbidden(Text))
    return positionedError(Path, Forbidden->At, Forbidden->Text);
  return YamlReader(Path, Text).read();
}

} // namespace memlint
