// The options of memlint: names, values, help, and the commands that take them.
//
// llvm-tblgen turns this file into tool/Options.inc, which OptionTable reads. A new option stands
// here once; parsing, help and "did you mean" follow from it.

include "llvm/Option/OptParser.td"

// The commands besides the default one, which is DefaultVis.
def FactsCommand : OptionVisibility;
def LinkCommand : OptionVisibility;
def DoctorCommand : OptionVisibility;
def ExplainCommand : OptionVisibility;
def ChecksCommand : OptionVisibility;
def LayoutCommand : OptionVisibility;
def EscapesCommand : OptionVisibility;

defvar Default = [DefaultVis];
defvar Extracting = [DefaultVis, FactsCommand, LayoutCommand, EscapesCommand];
defvar ReadingUnits = [DefaultVis, FactsCommand, LayoutCommand, EscapesCommand,
                        DoctorCommand];
defvar Reporting = [DefaultVis, LinkCommand];
defvar Everywhere = [DefaultVis, FactsCommand, LinkCommand, DoctorCommand, ExplainCommand,
                     ChecksCommand, LayoutCommand, EscapesCommand];

// The headings of the help, in the order of HelpText.cpp.
def units : OptionGroup<"units">, HelpText<"What to analyse">;
def rules : OptionGroup<"rules">, HelpText<"What to look for">;
def report : OptionGroup<"report">, HelpText<"What to report">;
def change : OptionGroup<"change">, HelpText<"What to change">;
def other : OptionGroup<"other">, HelpText<"Other">;

class Long<string name, OptionKind kind, list<OptionVisibility> commands>
    : Option<["--", "-"], name, kind>, Visibility<commands>;

// --name=VALUE and --name VALUE; the help shows the former.
multiclass Value<string name, string meta, OptionGroup group, list<OptionVisibility> commands,
                 string help> {
  def NAME : Long<name, KIND_SEPARATE, commands>;
  def NAME#_eq : Long<name#"=", KIND_JOINED, commands>, Alias<!cast<Option>(NAME)>,
                 MetaVarName<meta>, Group<group>, HelpText<help>;
}

class Switch<string name, OptionGroup group, list<OptionVisibility> commands, string help>
    : Long<name, KIND_FLAG, commands>, Group<group>, HelpText<help>;

// A second spelling of a value; not shown.
multiclass Spelling<string name, Option same, list<OptionVisibility> commands> {
  def NAME : Long<name, KIND_SEPARATE, commands>, Alias<same>;
  def NAME#_eq : Long<name#"=", KIND_JOINED, commands>, Alias<same>;
}

// What to analyse.
def database : Separate<["-"], "p">, Visibility<ReadingUnits>, MetaVarName<" DIR">, Group<units>,
               HelpText<"The directory that holds compile_commands.json">;
def database_eq : Joined<["-"], "p=">, Alias<database>, Visibility<ReadingUnits>;
defm root : Value<"root", "DIR", units, !listconcat(ReadingUnits, [LinkCommand]),
                  "The project's root: paths below it are shown relative to it">;
defm extra_arg : Value<"extra-arg", "FLAG", units, ReadingUnits,
                       "Append a compiler flag to every unit's; repeatable">;
defm extra_arg_before : Value<"extra-arg-before", "FLAG", units, ReadingUnits,
                              "Put a compiler flag before every unit's; repeatable">;
defm query_driver : Value<"query-driver", "GLOBS", units, ReadingUnits,
                          "Compilers, beside GCC in /usr/bin, that may be run to ask where their "
                          "headers are: globs over their paths, separated by commas">;
defm resource_dir : Value<"resource-dir", "DIR", units, ReadingUnits,
                          "Clang's own headers, if memlint does not find them by itself">;
def jobs : JoinedOrSeparate<["-"], "j">, Visibility<Extracting>, MetaVarName<" N">, Group<units>,
           HelpText<"Parse up to N units at once (default: one per core); also --jobs=N">;
defm jobs_long : Spelling<"jobs", jobs, Extracting>;
defm unit_timeout : Value<"unit-timeout", "SECONDS", units, Extracting,
                          "Give up a unit that takes longer (default: 300)">;
def whole_program : Switch<"whole-program", units, [DefaultVis, LinkCommand, EscapesCommand],
                           "These units are all there is: no other code overrides their virtual "
                           "functions or sets their hooks">;
def no_cache : Switch<"no-cache", units, Extracting, "Parse every unit anew">;

// What to look for.
defm checks : Value<"checks", "GLOBS", rules, Reporting,
                    "Switch checks on, or off with a leading '-', from left to right: "
                    "'-*,layout-*' runs the layout checks only; repeatable">;
defm set : Value<"set", "CHECK.OPTION=VALUE", rules, Reporting,
                 "Set an option of a check, as layout-padding.min-saved-bytes=64; repeatable">;
defm config : Value<"config", "FILE", rules, Reporting,
                    "Read this file instead of the .memlint files above each source file">;
defm cppcheck_cfg : Value<"cppcheck-cfg", "FILE", rules,
                          !listconcat(Reporting, [EscapesCommand]),
                          "Learn from a library file of cppcheck which functions acquire, release "
                          "and borrow memory and resources; repeatable">;
defm counts : Value<"counts", "FILE", rules, Reporting,
                    "Weigh records by measured numbers of live objects: lines of COUNT TYPE, with "
                    "the type's qualified name; what follows a # is a comment">;
def print_config : Switch<"print-config", rules, Default,
                          "Print the settings for the working directory, or for the file given, "
                          "as a .memlint file">;
def verify_config : Switch<"verify-config", rules, Default,
                           "Check the .memlint files that apply, and analyse nothing">;
def warn_unused_suppressions : Switch<"warn-unused-suppressions", rules, Reporting,
                                      "Report comments that suppress nothing">;

// What to report.
defm format : Value<"format", "FORMAT[:FILE]", report, Reporting,
                    "text (default), sarif or json, to standard output or to FILE; repeatable, "
                    "one run can write several">;
defm fail_on : Value<"fail-on", "LEVEL", report, Reporting,
                     "The least level of a finding that makes the exit status 1: note, warning "
                     "(default), error or never">;
defm sarif_category : Value<"sarif-category", "NAME", report, Reporting,
                            "Tell this run from others over the same code, in SARIF">;
defm output : Value<"output", "PATH", report, [FactsCommand],
                    "Write the facts for 'memlint link' to PATH, instead of JSON to standard "
                    "output: to a file where the name ends in .mlf or the unit is the only one, "
                    "else to a directory, a file for each unit; also -o PATH">;
def output_short : Separate<["-"], "o">, Alias<output>, Visibility<[FactsCommand]>;
def ir : Switch<"ir", report, [FactsCommand],
                "Print what each function does with memory, in the text form of the memory IR">;
def all : Switch<"all", report, [LayoutCommand],
                 "List every record, those that waste the most first">;
def json : Switch<"json", report, [LayoutCommand, EscapesCommand], "Write JSON, for other programs">;
def codegen : Switch<"codegen", report, Default,
                     "Compile the units with findings of escape-stack, say of each whether the "
                     "optimiser removes the allocation anyway, and put first what survives">;
def stats : Switch<"stats", report, Reporting,
                   "Say how often, and why, checks stayed silent">;
def quiet : Switch<"quiet", report, [DefaultVis, FactsCommand, LinkCommand, LayoutCommand,
                                      EscapesCommand],
                   "No progress and no summary">;
defm color : Value<"color", "WHEN", report, Everywhere,
                   "Colours: auto (default: on a terminal, unless NO_COLOR is set), always or "
                   "never">;
defm colour : Spelling<"colour", color, Everywhere>;

// What to change.
def fix : Switch<"fix", change, Default,
                 "Make the fixes that findings bring, each only if every unit that sees it still "
                 "compiles without a new warning and no record grows; report what remains">;
def diff : Switch<"diff", change, Default,
                  "Print what --fix would do as a unified diff, for patch -p1 in the root, and "
                  "change nothing">;

// Other.
def help : Switch<"help", other, Everywhere, "Show this help; after a command, the command's">;
def help_short : Flag<["-"], "h">, Alias<help>, Visibility<Everywhere>;
def version : Switch<"version", other, Everywhere, "Show the version">;

// Promised, and not yet there: named so that a user is told so.
def later : OptionGroup<"later">;
def baseline : Long<"baseline", KIND_FLAG, Everywhere>, Group<later>;
def baseline_eq : Long<"baseline=", KIND_JOINED, Everywhere>, Group<later>;
