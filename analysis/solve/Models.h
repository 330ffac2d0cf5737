// The models of functions whose bodies are not seen, to be asked by name: what memlint brings along
// (analysis/models) and what users add in `.memlint`. Plain values; analysis/project reads them
// from YAML. The solver asks for each callee without a body.
#ifndef MEMLINT_ANALYSIS_SOLVE_MODELS_H
#define MEMLINT_ANALYSIS_SOLVE_MODELS_H

#include "analysis/model/MemoryIr.h"
#include "analysis/solve/EffectText.h"
#include "analysis/solve/Summary.h"

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace memlint {

/// Which functions of a name a model speaks of.
enum class ModelForm : std::uint8_t {
  Any,
  Copy,   // constructor or assignment from the same class, which stays as it is
  Move,   // the same, which may be emptied
  Rvalue, // the first parameter is an rvalue reference
  Pointer // the first parameter is a raw pointer, taken by value
};

/// What is known of the arguments of a call, the object aside.
struct CallArguments {
  CallArguments(std::size_t Count) : Count(Count) {}
  CallArguments(const ir::Function &F, const ir::Op &Call);

  std::size_t Count = 0;             // default arguments are among them
  std::span<const ir::Value> Values; // none: only their number is known
};

/// A name as its author wrote it. Lines and columns count from 1.
struct ModelName {
  std::string Name;
  std::uint32_t Line = 0, Column = 0;
};

struct Model {
  ModelForm Form = ModelForm::Any;
  std::uint32_t MinArguments = 0, MaxArguments = ~0u; // without the object
  std::vector<Guard> Given;                           // arguments, which are known to be so
  Summary What;
  Summary Handles; // what it does with resources that are numbers, or live in an object as locks do
  std::optional<Guard> Success; // where it does not hold, nothing of What has happened
  bool SuccessIsGuess = false;  // it may as well be the other way round
  std::vector<ModelName> UndoneBy; // functions that take back what it has put somewhere
};

struct NamedModel {
  ModelName Name;          // qualified, or of a member; `*` at its end stands for any end
  std::uint32_t Model = 0; // index into ModelSet::Models
};

/// What classes of one kind have in common: sequences, single owners.
struct ModelKind {
  ModelName Name;
  ModelName Base; // the kind that has the members not listed here; may be empty
  std::vector<NamedModel> Members;
};

struct ModelType {
  ModelName Name;
  ModelName Kind;
};

/// All that one file says, in its order.
struct ModelSet {
  std::string Path; // as messages show it
  std::vector<Model> Models;
  std::vector<NamedModel> Functions;
  std::vector<ModelKind> Kinds;
  std::vector<ModelType> Types;

  bool empty() const { return Functions.empty() && Kinds.empty() && Types.empty(); }
};

/// In place of a member's name in a kind: constructors and destructors are named by their class,
/// conversions by the type that they make.
inline constexpr std::string_view ConstructorMember = "constructor",
                                  DestructorMember = "destructor", ConversionMember = "conversion",
                                  AnyMember = "*";

/// Whose models are asked. A function with a body in the program may have a name that a library
/// uses, too: only what a user says of it counts more than its body.
enum class ModelsOf : std::uint8_t { Everybody, Users };

/// Not to be moved once a set is in it.
class Models {
public:
  Models() = default;
  Models(const Models &) = delete;
  Models &operator=(const Models &) = delete;

  /// Adds a set whose models beat those added before. What it names and nobody knows is returned,
  /// with what is wrong with it, and left out.
  std::vector<std::pair<ModelName, std::string>> add(ModelSet Set, ModelsOf Author);
  /// The same for a set that all those added before beat.
  std::vector<std::pair<ModelName, std::string>> addBelow(ModelSet Set, ModelsOf Author);

  /// The model of a function that gets these arguments. A function's own name beats its class, the
  /// class beats a name with a `*`, and of these the longest wins. Null: no model; see
  /// `borrowsWithoutModel`.
  const Summary *find(const ir::Symbol &Function, CallArguments Arguments,
                      ModelsOf Asked = ModelsOf::Everybody) const {
    const Model *M = model(Function, Arguments, Asked);
    return M ? &M->What : nullptr;
  }
  /// The same, with what is said of its success.
  const Model *model(const ir::Symbol &Function, CallArguments Arguments,
                     ModelsOf Asked = ModelsOf::Everybody) const;

  /// Whether some function ends all of a family, whoever holds it; see `endsAllOf` of a model.
  bool endAllOf(std::string_view Family) const;

  /// The names in the sets of a path that none of the functions has, in the order of the file: each
  /// misspelt or no longer needed. One line each: `.memlint:3:9: warning: ...`.
  std::vector<std::string> unmatched(std::string_view Path,
                                     const std::vector<const ir::Symbol *> &Functions) const;

private:
  using Indices = std::vector<std::uint32_t>; // of NamedModels in the same list
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  template <class T> using Names = std::unordered_map<std::string, T, Hash, std::equal_to<>>;

  struct Layer;
  struct Kind {
    const Layer *From = nullptr;
    const ModelKind *Said = nullptr;
    const Kind *Base = nullptr;
    Names<Indices> Members;
  };
  struct Layer {
    ModelSet Set;
    ModelsOf Author = ModelsOf::Users;
    Names<Indices> Functions;
    std::map<std::size_t, Names<Indices>, std::greater<>> Prefixes; // by their lengths
    Names<const Kind *> Types;
    std::deque<Kind> Kinds;
  };
  using Problems = std::vector<std::pair<ModelName, std::string>>;
  Problems fill(Layer &L, ModelSet Set, ModelsOf Author);
  void addFunctions(Layer &L);
  void addKinds(Layer &L, Problems &Wrong);
  void addTypes(Layer &L, Problems &Wrong);
  const Kind *kind(std::string_view Name) const;

  static const Model *look(const Layer &L, const ir::Symbol &Function, CallArguments Arguments);
  static const Model *among(const Layer &L, const std::vector<NamedModel> &List,
                            const Indices *These, const ir::Symbol &Function,
                            CallArguments Arguments);
  static const Model *member(const Kind &K, const ir::Symbol &Function, CallArguments Arguments);

  std::deque<Layer> Layers; // what beats others last
};

/// Whether a function ends what it is not given: all of a family, as far as it can reach them.
bool endsAllOf(const Model &M, std::string_view Family);

/// Whether a function of which nothing is known but its declaration is taken to leave what it is
/// given to its caller, when the question is who must release it: functions of system headers. No
/// such function is trusted where a claim needs that it keeps nothing.
bool borrowsWithoutModel(const ir::Symbol &Function);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_SOLVE_MODELS_H
