// YAML text → plain values that remember where they stand. Read whole, because llvm::yaml parses
// while it is iterated and lets each node be read once. The ground under ConfigFile.
#ifndef MEMLINT_ANALYSIS_PROJECT_YAMLVALUE_H
#define MEMLINT_ANALYSIS_PROJECT_YAMLVALUE_H

#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"
#include "llvm/Support/Error.h"

#include <cstdint>
#include <string>
#include <vector>

namespace memlint {

/// Both count from 1, columns in bytes.
struct TextPosition {
  std::uint32_t Line = 1, Column = 1;
};

/// The place after a text that begins at `From`.
TextPosition advance(TextPosition From, llvm::StringRef Text);

/// A piece of text and where it begins.
struct PlacedText {
  std::string Text;
  TextPosition At;
};

struct YamlValue {
  enum Kind { Null, Text, List, Map } Is = Null;
  TextPosition At;
  std::string Value;            // of a Text
  llvm::StringRef Source;       // of a Text, as the file writes it, from `At` on
  std::vector<YamlValue> Items; // of a List, or the values of a Map
  std::vector<PlacedText> Keys; // of a Map, one for each of Items, no two equal
};

/// Reads one document; an empty text is a Null. What has no meaning in memlint's files and would go
/// unnoticed is an error: anchors, aliases, tags, duplicate keys, a second document, tabs in the
/// indentation, text that is not UTF-8. The error is the first mistake, in the form of
/// positionedError. The result refers to `Text`.
llvm::Expected<YamlValue> readYaml(llvm::StringRef Path, llvm::StringRef Text);

/// `PATH:LINE:COLUMN: error: MESSAGE`
llvm::Error positionedError(llvm::StringRef Path, TextPosition At, const llvm::Twine &Message);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_PROJECT_YAMLVALUE_H
