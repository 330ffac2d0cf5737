#include "tool/OptionTable.h"

#include "llvm/ADT/STLExtras.h"

namespace memlint {
namespace {

#define OPTTABLE_STR_TABLE_CODE
#include "tool/Options.inc"
#undef OPTTABLE_STR_TABLE_CODE

#define OPTTABLE_PREFIXES_TABLE_CODE
#include "tool/Options.inc"
#undef OPTTABLE_PREFIXES_TABLE_CODE

constexpr llvm::opt::OptTable::Info OptionEntries[] = {
#define OPTION(...) LLVM_CONSTRUCT_OPT_INFO(__VA_ARGS__),
#include "tool/Options.inc"
#undef OPTION
};

constexpr CommandWord CommandWords[] = {
    {"explain", Command::Explain, ExplainCommand, "CHECK",
     "What a check finds, why, and how to fix it",
     "Prints the page of one check: what it finds, why that costs memory, an example\n"
     "and its cure, when it stays silent, and its options."},
    {"checks", Command::Checks, ChecksCommand, "", "List all checks",
     "Lists every check with its title, and whether it runs by default."},
    {"facts", Command::Facts, FactsCommand, "[DATABASE] [FILE...] [-- FLAGS...]",
     "Write what the source says, before any check",
     "Writes the facts that checks are run over: as JSON to look at, or with --output\n"
     "for 'memlint link', which may run on another machine."},
    {"link", Command::Link, LinkCommand, "FACTS...", "Run the checks over the facts of many units",
     "Joins the facts written by 'memlint facts --output' and runs the checks over the\n"
     "whole program. Needs no compiler and no database."},
    {"layout", Command::Layout, LayoutCommand, "RECORD [DATABASE] [FILE...] [-- FLAGS...]",
     "Draw a record: its fields, bases and holes",
     "Draws a struct, class or union byte by byte: pointers to virtual tables, bases,\n"
     "fields, holes, and where cache lines of 64 bytes begin. RECORD is its name, or\n"
     "the end of it where that is enough, as 'Node' for 'list::Node'; an instance of a\n"
     "template is named with its arguments, as 'Pair<int, char>'. With --all, instead\n"
     "of RECORD, every record is listed, those that waste the most first."},
    {"escapes", Command::Escapes, EscapesCommand,
     "[FUNCTION...] [DATABASE] [FILE...] [-- FLAGS...]",
     "Say of each allocation why it is on the heap",
     "Says of each allocation of the functions named, or of all, whether its object\n"
     "stays in the function or where it escapes to, and on which path: through the\n"
     "functions of all units read. What code does that was not read is marked\n"
     "[assumed]. FUNCTION is a qualified name or the end of one."},
    {"doctor", Command::Doctor, DoctorCommand, "[DATABASE] [FILE] [-- FLAGS...]",
     "Show the tool chain, and the flags of a unit",
     "Prints the tool chain and the headers that memlint found and, for one unit, the\n"
     "flags that Clang is given in the end. Look here first when a unit fails."},
};

} // namespace

OptionTable::OptionTable() : GenericOptTable(OptionStrTable, OptionPrefixesTable, OptionEntries) {}

llvm::ArrayRef<CommandWord> commandWords() { return CommandWords; }

const CommandWord *wordOf(Command C) {
  const auto *Found = llvm::find_if(CommandWords, [&](const CommandWord &W) { return W.Run == C; });
  return Found == std::end(CommandWords) ? nullptr : Found;
}

} // namespace memlint
