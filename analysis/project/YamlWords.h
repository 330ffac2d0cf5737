// What the readers of memlint's YAML files have in common: they go on after a mistake and collect
// all, each with its line and with what to do. The base of ConfigFile's and ReadModels' readers.
#ifndef MEMLINT_ANALYSIS_PROJECT_YAMLWORDS_H
#define MEMLINT_ANALYSIS_PROJECT_YAMLWORDS_H

#include "analysis/project/YamlValue.h"

#include "llvm/ADT/ArrayRef.h"

#include <string>
#include <string_view>
#include <utility>

namespace memlint {

class YamlWords {
public:
  explicit YamlWords(llvm::StringRef Path) : Path(Path) {}

  /// Every mistake so far; to be called once, at the end.
  llvm::Error takeErrors() { return std::move(Errors); }

protected:
  using Words = llvm::ArrayRef<std::string_view>;

  void fail(TextPosition At, const llvm::Twine &Message) {
    Errors = llvm::joinErrors(std::move(Errors), positionedError(Path, At, Message));
  }

  /// `; did you mean 'checks'?`, or the words there are when none is near: an edit distance of at
  /// most a third of the longer word, as everywhere.
  static std::string meant(llvm::StringRef Word, Words Known);

  void unknownKey(const PlacedText &Key, Words Known) {
    fail(Key.At, "unknown key '" + Key.Text + "'" + meant(Key.Text, Known));
  }

  bool expect(YamlValue::Kind Is, const PlacedText &Key, const YamlValue &Value,
              llvm::StringRef What) {
    if (Value.Is == Is)
      return true;
    fail(Value.Is == YamlValue::Null ? Key.At : Value.At, "'" + Key.Text + "' needs " + What);
    return false;
  }

  /// A text, or a list of texts; anything else is reported.
  template <typename Function>
  void forEachText(const PlacedText &Key, const YamlValue &Value, llvm::StringRef What,
                   Function Read) {
    if (Value.Is != YamlValue::List)
      return expect(YamlValue::Text, Key, Value, What) ? Read(Value) : void();
    for (const YamlValue &Item : Value.Items)
      if (expect(YamlValue::Text, Key, Item, What))
        Read(Item);
  }

  const std::string Path; // as messages show it

private:
  llvm::Error Errors = llvm::Error::success();
};

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_YAMLWORDS_H
