// The words of the command line: the options of Options.td as llvm::opt sees them, and the
// commands. Read by Options, which parses them, and by HelpText, which prints them.
#ifndef MEMLINT_TOOL_OPTIONTABLE_H
#define MEMLINT_TOOL_OPTIONTABLE_H

#include "tool/Options.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/Sequence.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Option/OptTable.h"
#include "llvm/Option/Option.h"

namespace memlint {

/// Which commands take an option: the visibilities of Options.td.
enum CommandBit : unsigned {
  DefaultVis = llvm::opt::DefaultVis,
  FactsCommand = 1 << 1,
  LinkCommand = 1 << 2,
  DoctorCommand = 1 << 3,
  ExplainCommand = 1 << 4,
  ChecksCommand = 1 << 5,
  LayoutCommand = 1 << 6,
  EscapesCommand = 1 << 7
};

enum OptionId {
  OPT_INVALID = 0,
#define OPTION(...) LLVM_MAKE_OPT_ID(__VA_ARGS__),
#include "tool/Options.inc"
#undef OPTION
};

class OptionTable : public llvm::opt::GenericOptTable {
public:
  OptionTable();

  /// `checks` for both --checks and --checks=.
  llvm::StringRef nameOf(unsigned Id) const { return getOptionName(Id).rtrim('='); }

  /// The ids of the options proper, without groups, inputs and unknown ones.
  auto options() const { return llvm::seq<unsigned>(OPT_UNKNOWN + 1, getNumOptions() + 1); }
};

/// A first argument that says what memlint is to do.
struct CommandWord {
  llvm::StringRef Name;
  Command Run;
  CommandBit Bit;
  llvm::StringRef Usage;   // after `memlint NAME`
  llvm::StringRef Summary; // for the list of commands
  llvm::StringRef Details; // for the command's own help
};

llvm::ArrayRef<CommandWord> commandWords();

/// Null for Analyse and for what is asked of it by an option.
const CommandWord *wordOf(Command C);

} // namespace memlint

#endif // MEMLINT_TOOL_OPTIONTABLE_H
