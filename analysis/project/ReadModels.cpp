#include "analysis/project/ReadModels.h"

#include "analysis/models/EmbeddedModels.h"
#include "analysis/project/CppcheckModels.h"
#include "analysis/project/YamlWords.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"

#include <algorithm>
#include <array>
#include <vector>

namespace memlint {
namespace {

using llvm::StringRef;

/// Of memlint's own files the one whose models beat bodies.
constexpr std::string_view MarksFile = "marks.yaml";

constexpr StringRef ListOfEntries = "a list of entries, each with 'fn', 'type' or 'kind'";

/// What keeps a name from ever being found; empty where nothing does.
StringRef wrongName(StringRef Name) {
  if (Name.starts_with("::"))
    return " begins with '::'; names are qualified without it";
  if (Name.contains('(') && !Name.ends_with("operator()"))
    return " has parentheses; 'args' tells overloads apart";
  if (Name.drop_back().contains('*') && !Name.contains("operator"))
    return ": a '*' stands only at the end of a name";
  if (Name.contains('<') && !Name.contains("operator"))
    return " has template arguments; a name speaks of all instances";
  if (Name.contains(' ') && !Name.contains("operator "))
    return " is no name: it has a space";
  return Name.empty() ? " is no name" : "";
}

/// YAML list → ModelSet. Goes on after a mistake.
class ModelReader : public YamlWords {
public:
  ModelReader(StringRef Path, ModelSet &To) : YamlWords(Path), To(To) {}

  void read(const PlacedText &Key, const YamlValue &List) {
    if (!expect(YamlValue::List, Key, List, ListOfEntries))
      return;
    for (const YamlValue &Entry : List.Items)
      readEntry(Key, Entry);
    reportTwice(llvm::ArrayRef(To.Functions).drop_front(FirstFunction));
    for (const ModelKind &K : llvm::ArrayRef(To.Kinds).drop_front(FirstKind))
      reportTwice(K.Members);
    reportTwice(llvm::ArrayRef(To.Types).drop_front(FirstType), "type");
    reportTwice(llvm::ArrayRef(To.Kinds).drop_front(FirstKind), "kind");
  }

private:
  static const YamlValue *valueOf(const YamlValue &Map, StringRef Key) {
    auto Place = llvm::find_if(Map.Keys, [&](const PlacedText &K) { return K.Text == Key; });
    return Place == Map.Keys.end() ? nullptr : &Map.Items[Place - Map.Keys.begin()];
  }

  static ModelName placed(StringRef Name, TextPosition At) {
    return {Name.str(), At.Line, At.Column};
  }

  void readEntry(const PlacedText &List, const YamlValue &Entry) {
    if (!expect(YamlValue::Map, List, Entry, ListOfEntries))
      return;
    if (valueOf(Entry, "fn"))
      readFunction(Entry, To.Functions);
    else if (valueOf(Entry, "type"))
      readType(Entry);
    else if (valueOf(Entry, "kind"))
      readKind(Entry);
    else
      fail(Entry.At, "this entry of '" + List.Text + "' has no 'fn', 'type' or 'kind'");
  }

  /// Names separated by commas, each where it stands.
  void readNames(std::vector<ModelName> &Names, const YamlValue &Text) {
    StringRef Rest = Text.Source;
    TextPosition Behind = Text.At;
    for (StringRef Part : llvm::split(Text.Value, ',')) {
      StringRef Name = Part.trim();
      TextPosition At = Text.At;
      if (std::size_t Found = Rest.find(Name); Found != StringRef::npos) {
        At = advance(Behind, Rest.take_front(Found));
        Behind = advance(At, Name);
        Rest = Rest.drop_front(Found + Name.size());
      }
      if (StringRef Wrong = wrongName(Name); !Wrong.empty())
        fail(At, "'" + Name + "'" + Wrong);
      else
        Names.push_back(placed(Name, At));
    }
  }

  void readFunction(const YamlValue &Entry, std::vector<NamedModel> &List) {
    static constexpr std::array<std::string_view, 9> Known = {
        "fn", "args", "when", "given", "effects", "handles", "ok", "fails", "undone-by"};
    Model M;
    M.What.Known = M.Handles.Known = true;
    std::vector<ModelName> Names;
    for (auto [Key, Value] : llvm::zip_equal(Entry.Keys, Entry.Items)) {
      if (Key.Text == "fn")
        forEachText(Key, Value, "a name or a list of names",
                    [&](const YamlValue &Text) { readNames(Names, Text); });
      else if (Key.Text == "args")
        readArguments(M, Key, Value);
      else if (Key.Text == "when")
        readForm(M, Key, Value);
      else if (Key.Text == "given")
        readGiven(M, Key, Value);
      else if (Key.Text == "effects")
        readLines(M.What, Key, Value);
      else if (Key.Text == "handles")
        readLines(M.Handles, Key, Value);
      else if (Key.Text == "ok" || Key.Text == "fails")
        readCase(M, Key, Value);
      else if (Key.Text == "undone-by")
        readUndoing(M, Key, Value);
      else
        unknownKey(Key, Known);
    }
    if (!valueOf(Entry, "effects"))
      fail(Entry.At, "this entry has no 'effects'; 'effects: pure' says that there are none");
    for (ModelName &Name : Names)
      List.push_back({std::move(Name), static_cast<std::uint32_t>(To.Models.size())});
    To.Models.push_back(std::move(M));
  }

  /// `2`, `1-3`, `2+`
  void readArguments(Model &M, const PlacedText &Key, const YamlValue &Value) {
    constexpr StringRef What = "a number, as in '2', '1-3' or '2+'";
    if (!expect(YamlValue::Text, Key, Value, What))
      return;
    StringRef Rest = Value.Value;
    bool Wrong = Rest.consumeInteger(10, M.MinArguments);
    M.MaxArguments = M.MinArguments;
    if (Rest.consume_front("+"))
      M.MaxArguments = ~0u;
    else if (Rest.consume_front("-"))
      Wrong |= Rest.consumeInteger(10, M.MaxArguments);
    if (Wrong || !Rest.empty() || M.MaxArguments < M.MinArguments)
      fail(Value.At, "'args' needs " + What + ", not '" + Value.Value + "'");
  }

  void readForm(Model &M, const PlacedText &Key, const YamlValue &Value) {
    static constexpr std::array<std::string_view, 4> Forms = {"copy", "move", "rvalue", "pointer"};
    if (!expect(YamlValue::Text, Key, Value, "copy, move, rvalue or pointer"))
      return;
    auto Form = llvm::find(Forms, std::string_view(Value.Value));
    if (Form == Forms.end())
      return fail(Value.At,
                  "'when' needs copy, move, rvalue or pointer, not '" + Value.Value + "'");
    M.Form = static_cast<ModelForm>(1 + (Form - Forms.begin()));
  }

  void readLines(Summary &S, const PlacedText &Key, const YamlValue &Value) {
    forEachText(Key, Value, "an effect or a list of effects, as in 'ret = arg1'",
                [&](const YamlValue &Text) {
                  if (auto Wrong = readEffects(Text.Value, S))
                    fail(Text.At, *Wrong);
                });
    llvm::sort(S.Effects);
    S.Effects.erase(llvm::unique(S.Effects), S.Effects.end());
    // What an inserter's container does the call does not tell: most iterators are none.
    auto IsInserters = [](const SlotStep &S) { return S.Name == InserterField; };
    S.Allocates |= llvm::any_of(S.Effects, [&](const Effect &E) {
      return E.From.Kind == SlotKind::Fresh && llvm::none_of(E.To.Steps, IsInserters) &&
             llvm::is_contained({"new", "new[]", "heap"}, StringRef(E.From.Word));
    });
  }

  void readGiven(Model &M, const PlacedText &Key, const YamlValue &Value) {
    forEachText(Key, Value, "a comparison of an argument or a list of them, as in 'arg1 == null'",
                [&](const YamlValue &Text) {
                  Guard G;
                  if (auto Wrong = readGuard(Text.Value, G))
                    return fail(Text.At, *Wrong);
                  const Slot &S = G.Subject;
                  if (S.Kind != SlotKind::Argument || S.Index == 0 || !S.Steps.empty() || S.Address)
                    return fail(Text.At,
                                "'given' compares an argument, as in 'arg1 == null', not '" +
                                    Text.Value + "'");
                  M.Given.push_back(std::move(G));
                });
  }

  void readCase(Model &M, const PlacedText &Key, const YamlValue &Value) {
    if (!expect(YamlValue::Text, Key, Value, "a comparison, as in 'ret == 0'"))
      return;
    if (M.Success)
      return fail(Key.At, "an entry has one of 'ok' and 'fails'");
    Guard G;
    if (auto Wrong = readGuard(Value.Value, G))
      return fail(Value.At, *Wrong);
    if (Key.Text == "fails")
      G.Holds = !G.Holds;
    M.Success = std::move(G);
  }

  void readUndoing(Model &M, const PlacedText &Key, const YamlValue &Value) {
    forEachText(Key, Value, "the name of a function or a list of them",
                [&](const YamlValue &Text) { readNames(M.UndoneBy, Text); });
    for (const ModelName &Name : M.UndoneBy)
      if (StringRef(Name.Name).ends_with("*") && !StringRef(Name.Name).ends_with("operator*"))
        fail({Name.Line, Name.Column},
             "'undone-by' needs the whole name of a function, not '" + Name.Name + "'");
  }

  void readType(const YamlValue &Entry) {
    static constexpr std::array<std::string_view, 2> Known = {"type", "kind"};
    std::vector<ModelName> Names;
    ModelName Kind;
    for (auto [Key, Value] : llvm::zip_equal(Entry.Keys, Entry.Items)) {
      if (Key.Text == "type")
        forEachText(Key, Value, "the name of a class or a list of them",
                    [&](const YamlValue &Text) { readNames(Names, Text); });
      else if (Key.Text == "kind")
        readWord(Kind, Key, Value);
      else
        unknownKey(Key, Known);
    }
    if (!valueOf(Entry, "kind"))
      fail(Entry.At, "this type has no 'kind'");
    for (ModelName &Name : Names)
      To.Types.push_back({std::move(Name), Kind});
  }

  void readWord(ModelName &Word, const PlacedText &Key, const YamlValue &Value) {
    if (expect(YamlValue::Text, Key, Value, "the name of a kind"))
      Word = placed(Value.Value, Value.At);
  }

  void readKind(const YamlValue &Entry) {
    static constexpr std::array<std::string_view, 3> Known = {"kind", "based-on", "members"};
    ModelKind K;
    for (auto [Key, Value] : llvm::zip_equal(Entry.Keys, Entry.Items)) {
      if (Key.Text == "kind")
        readWord(K.Name, Key, Value);
      else if (Key.Text == "based-on")
        readWord(K.Base, Key, Value);
      else if (Key.Text == "members")
        readMembers(K, Key, Value);
      else
        unknownKey(Key, Known);
    }
    To.Kinds.push_back(std::move(K));
  }

  void readMembers(ModelKind &K, const PlacedText &Key, const YamlValue &Value) {
    constexpr StringRef What = "a list of entries, each with 'fn'";
    if (!expect(YamlValue::List, Key, Value, What))
      return;
    for (const YamlValue &Entry : Value.Items) {
      if (!expect(YamlValue::Map, Key, Entry, What))
        continue;
      if (valueOf(Entry, "fn"))
        readFunction(Entry, K.Members);
      else
        fail(Entry.At, "this entry of 'members' has no 'fn'");
    }
  }

  /// Whether `First` is taken wherever `Second` fits.
  static bool covers(const Model &First, const Model &Second) {
    return (First.Form == ModelForm::Any || First.Form == Second.Form) &&
           (First.Given.empty() || First.Given == Second.Given) &&
           First.MinArguments <= Second.MinArguments && First.MaxArguments >= Second.MaxArguments;
  }

  void failTwice(const ModelName &Name, const ModelName &First, StringRef What) {
    fail({Name.Line, Name.Column}, "the " + What + " '" + Name.Name +
                                       "' is told twice; the first is on line " +
                                       llvm::Twine(First.Line));
  }

  /// A model that an earlier one of the same name leaves nothing to.
  void reportTwice(llvm::ArrayRef<NamedModel> List) {
    llvm::StringMap<llvm::SmallVector<const NamedModel *, 1>> Known;
    for (const NamedModel &N : List) {
      auto &Earlier = Known[N.Name.Name];
      auto Same = llvm::find_if(Earlier, [&](const NamedModel *E) {
        return covers(To.Models[E->Model], To.Models[N.Model]);
      });
      if (Same != Earlier.end())
        failTwice(N.Name, (*Same)->Name, "model of");
      Earlier.push_back(&N);
    }
  }

  template <class Named> void reportTwice(llvm::ArrayRef<Named> List, StringRef What) {
    llvm::StringMap<const ModelName *> Known;
    for (const Named &N : List)
      if (auto [Place, New] = Known.try_emplace(N.Name.Name, &N.Name); !New)
        failTwice(N.Name, *Place->second, What);
  }

  ModelSet &To;
  const std::size_t FirstFunction = To.Functions.size(), FirstType = To.Types.size(),
                    FirstKind = To.Kinds.size();
};

} // namespace

llvm::Error readModels(StringRef Path, const PlacedText &Key, const YamlValue &Entries,
                       ModelSet &To) {
  ModelReader Reader(Path, To);
  Reader.read(Key, Entries);
  return Reader.takeErrors();
}

llvm::Error readModelFile(StringRef Path, StringRef Text, ModelSet &To) {
  auto Root = readYaml(Path, Text);
  if (!Root)
    return Root.takeError();
  if (Root->Is != YamlValue::Map || Root->Keys.size() != 1 || Root->Keys[0].Text != "models")
    return positionedError(Path, Root->At, "expected the key 'models' and no other");
  return readModels(Path, Root->Keys[0], Root->Items[0], To);
}

llvm::Error loadModels(Models &To, llvm::ArrayRef<ModelSet> Users,
                       const CppcheckLibrary &Cppcheck) {
  ModelSet Own, Marks;
  for (const EmbeddedModel &File : embeddedModels())
    if (llvm::Error E = readModelFile(File.Name, File.Text, File.Name == MarksFile ? Marks : Own))
      return E;
  llvm::Error Errors = llvm::Error::success();
  auto Add = [&](ModelSet Set, ModelsOf Author) {
    std::string Path = Set.Path;
    for (const auto &[Name, Wrong] : To.add(std::move(Set), Author))
      Errors = llvm::joinErrors(std::move(Errors),
                                positionedError(Path, {Name.Line, Name.Column}, Wrong));
  };
  Add(std::move(Own), ModelsOf::Everybody);
  Add(std::move(Marks), ModelsOf::Users);
  for (const ModelSet &Set : Users)
    Add(Set, ModelsOf::Users);
  CppcheckModels Below = modelsOf(Cppcheck, To);
  To.addBelow(std::move(Below.Groups), ModelsOf::Users);
  To.addBelow(std::move(Below.Others), ModelsOf::Everybody); // their kinds are memlint's own
  return Errors;
}

} // namespace memlint
