#include "tool/HelpText.h"

#include "tool/OptionTable.h"

#include "llvm/ADT/StringExtras.h"

#include <algorithm>

namespace memlint {
namespace {

using llvm::StringRef;

constexpr std::size_t HelpWidth = 80, HelpColumn = 30;

/// A name and its text beside it, broken into lines at white space.
std::string helpRow(StringRef Name, StringRef Text) {
  std::string Row = "  " + Name.str();
  Row.resize(std::max(Row.size(), HelpColumn), ' ');
  if (Name.size() + 4 > HelpColumn)
    Row += "\n" + std::string(HelpColumn, ' ');
  std::size_t Column = HelpColumn;
  for (StringRef Word : llvm::split(Text, ' ')) {
    if (Column != HelpColumn && Column + 1 + Word.size() > HelpWidth) {
      Row += "\n" + std::string(HelpColumn, ' ');
      Column = HelpColumn;
    }
    Row += (Column == HelpColumn ? "" : " ") + Word.str();
    Column += Word.size() + (Column == HelpColumn ? 0 : 1);
  }
  return Row + "\n";
}

/// The options that a command takes, by groups.
std::string optionsHelp(CommandBit Bit) {
  OptionTable Table;
  std::string Result, Rows;
  for (OptionId Group : {OPT_units, OPT_rules, OPT_report, OPT_change, OPT_other}) {
    Rows.clear();
    for (unsigned Id : Table.options()) {
      const llvm::opt::Option Option = Table.getOption(Id);
      if (Table.getOptionGroupID(Id) != Group || !Option.hasVisibilityFlag(Bit))
        continue;
      const char *Value = Table.getOptionMetaVar(Id);
      Rows +=
          helpRow((Option.getPrefixedName() + (Value ? Value : "")).str(), Option.getHelpText());
    }
    if (!Rows.empty())
      Result += "\n" + std::string(Table.getOption(Group).getHelpText()) + ":\n" + Rows;
  }
  return Result;
}

std::string mainHelp() {
  std::string Commands;
  for (const CommandWord &Word : commandWords())
    Commands += helpRow(
        ("memlint " + Word.Name + (Word.Usage.empty() ? "" : " ") + Word.Usage.split(' ').first)
            .str(),
        Word.Summary);
  return R"(memlint finds memory that C and C++ programs waste or lose, from their source.

Usage:
  memlint [OPTION...] [DATABASE] [FILE...]      whole programs
  memlint [OPTION...] FILE... -- [FLAG...]      without a database
  memlint COMMAND ...                           see below

DATABASE is a compile_commands.json or a directory that holds one. Without it,
the working directory, those above it and their build*/ are searched. FILE is a
path or a glob, as 'src/**/net*.cpp'; without it, every unit of the database is
analysed.

Commands (see 'memlint COMMAND --help'; for a path of that name write ./NAME):
)" + Commands +
         optionsHelp(DefaultVis) +
         R"(
Examples:
  memlint                                       this directory's project
  memlint build/ 'src/net/**'                   a part of it
  memlint a.cpp b.cpp -- -std=c++20 -Iinclude   without a database
  memlint --checks='-*,layout-*' --set layout-padding.min-saved-bytes=64 build/
  memlint --format=text --format=sarif:memlint.sarif build/
  memlint --diff build/ | less                  what --fix would change

Exit status: 0 no finding at or above --fail-on; 1 such findings; 2 wrong usage;
3 some units could not be analysed. What --fix has fixed does not count; with
--diff the status is the same as without it.
)";
}

} // namespace

std::string helpText(Command About) {
  const CommandWord *Word = wordOf(About);
  if (!Word)
    return mainHelp();
  return ("Usage: memlint " + Word->Name + " [OPTION...]" + (Word->Usage.empty() ? "" : " ") +
          Word->Usage + "\n\n" + Word->Details + "\n" + optionsHelp(Word->Bit))
      .str();
}

} // namespace memlint
