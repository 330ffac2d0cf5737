// The memory IR: what a function does with pointers, handles and the objects behind them, as a
// graph of blocks of small operations. Extract lowers Clang's CFG to it; summaries, escape and
// ownership are read from it. Plain values; analysis/ir has its text form.
//
// A function holds its own tables (types, names, symbols, paths), so that equal functions of many
// units are equal values. All indices count from 0 and point into the function's own tables; where
// a field says "1 + index", 0 stands for none. `wellFormed` (analysis/ir/WellFormed.h) checks them.
#ifndef MEMLINT_ANALYSIS_MODEL_MEMORYIR_H
#define MEMLINT_ANALYSIS_MODEL_MEMORYIR_H

#include "analysis/model/Fields.h"
#include "analysis/model/Span.h"

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace memlint::ir {

/// A token in the file of the function's `Where`; a line of 0 means nowhere. Lines and columns
/// count from 1, columns and the length in bytes.
struct Place {
  std::uint32_t Line = 0, Column = 0, Length = 0;

  auto operator<=>(const Place &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("line", &Place::Line), field("column", &Place::Column),
                      field("length", &Place::Length));
  }
};

/// What may be said of a type. Bits of Type::Flags.
enum TypeFlag : std::uint32_t {
  PointerType = 1,        // a raw pointer; Element is what it points to
  ReferenceType = 2,      // holds the address of what it is bound to; Element is that
  RecordType = 4,         // struct, class or union
  ArrayType = 8,          // of constant size; Element is the element
  IncompleteType = 16,    // size and alignment are unknown
  PolymorphicType = 32,   // has a virtual function
  VirtualDestructor = 64, //
  TrivialDestructor = 128,
  TrivialCopy = 256,      // trivially copyable
  NothrowMove = 512,      // the move constructor cannot throw
  FinalType = 1024,       // nothing derives from it: marked so, or in an anonymous namespace
  FunctionType = 2048,    // or a pointer to one, where PointerType is set as well
  ClosureType = 4096,     // of a lambda; CallOperator is its body
  GslOwner = 8192,        // [[gsl::Owner]], inferred for std types as Clang does
  GslPointer = 16384,     // [[gsl::Pointer]]
  OwnNew = 32768,         // its class has an operator new of its own
  OverAligned = 65536,    // beyond what operator new gives without asking
  IntegerType = 131072,   // or bool or an enum
  AggregateType = 262144, //
  SharesThis = 524288,    // derives from std::enable_shared_from_this
};

/// A type that the function's objects have.
struct Type {
  std::string Name;          // as diagnostics write it
  std::string Template;      // of an instance of a class template: its qualified name
  std::uint64_t Size = 0;    // bytes; 0 where incomplete
  std::uint32_t Align = 0;   // bytes
  std::uint32_t Flags = 0;   // TypeFlag
  std::uint32_t Element = 0; // 1 + index: the pointee, the element, or the first template argument
  std::uint64_t Count = 0;   // elements of an array
  std::uint32_t CallOperator = 0; // 1 + symbol, of a closure that is no generic lambda
  std::uint32_t Destructor = 0;   // 1 + symbol, where it is not trivial

  auto operator<=>(const Type &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("name", &Type::Name), field("template", &Type::Template),
                      field("size", &Type::Size), field("align", &Type::Align),
                      field("flags", &Type::Flags), field("element", &Type::Element),
                      field("count", &Type::Count), field("callOperator", &Type::CallOperator),
                      field("destructor", &Type::Destructor));
  }
};

/// What is known of a callee or a global from its declaration. Bits of Symbol::Flags.
enum SymbolFlag : std::uint32_t {
  NoReturn = 1,
  NoThrow = 2,
  Variadic = 4,
  InSystemHeader = 8,   // of a library, not of the program
  InternalLinkage = 16, // no other unit has it
  HasThis = 32,         // the first argument is the address of the object
  Constructor = 64,
  Destructor = 128,
  CopyOrMove = 256, // a constructor or assignment of the same class; with RvalueArgument: a move
  RvalueArgument = 512, // the first parameter is an rvalue reference, of an instance at least
  Assignment = 1024,
  VirtualMethod = 2048,
  FinalMethod = 4096, // nothing overrides it: marked so, or in a class that is
  GlobalVariable = 8192,
  ConstantGlobal = 16384, // never changes once initialised
  ThreadLocal = 32768,
  Implicit = 65536,          // the compiler's own: copies, moves or ends member by member
  Trivial = 131072,          // does what copying bytes does
  AllocatesNever = 262144,   // [[clang::nonallocating]] or stricter
  Deallocation = 524288,     // an operator delete
  MethodOfOwner = 1048576,   // its class is a GslOwner
  PointerArgument = 2097152, // the first parameter is a raw pointer, taken by value
  SecondRvalue = 4194304,    // as RvalueArgument, of the second parameter
  ThirdRvalue = 8388608,
  FourthRvalue = 16777216,
  OfPlainOwner = 33554432, // a method of a class whose objects keep no pointer that they are given
  Namesake = 67108864,     // of C's library by its name, but not by its parameters and its result
  OnlyReads = 134217728,   // it answers, or makes an object, by what it is given, and no more
};

/// Of the first parameter, the second, and so on: as many as a symbol tells of.
inline constexpr std::uint32_t RvalueFlags[] = {RvalueArgument, SecondRvalue, ThirdRvalue,
                                                FourthRvalue};

/// An attribute that speaks of memory.
enum class AttributeKind : std::uint8_t {
  NoEscape,      // [[clang::noescape]] of Param
  LifetimeBound, // [[clang::lifetimebound]] of Param
  CaptureBy,     // [[clang::lifetime_capture_by(Other)]] of Param
  ReturnsOwned,  // ownership_returns, *_returns_retained; Word: the family. Without: malloc, and of
                 // malloc(f) `f()`: what f releases
  Takes,         // ownership_takes of Param; Word: the family
  Holds,         // ownership_holds of Param, *_consumed; Word: the family
  NonNullResult, // returns_nonnull
  Cleanup,       // of a variable: Word is the function
  Acquires,      // acquire_handle, acquire_capability; Param 0: the result; Word: the family
  Releases,      // release_handle, release_capability
  Annotation,    // annotate("memlint:..."): Word is what follows the colon
  Calls,         // not written: the compiler's own body, which no unit may have, calls Word, a USR;
                 // "?": a function without one
  Makes          // not written: the library's function hands its arguments to a constructor of the
                 // class Word, a qualified name without template arguments
};

/// Parameters count from 1; 0 is the result, and `ThisParameter` the object.
inline constexpr std::uint32_t ThisParameter = 0xffff;

struct Attribute {
  AttributeKind Kind = AttributeKind::NoEscape;
  std::uint32_t Param = 0, Other = 0;
  std::string Word;

  auto operator<=>(const Attribute &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("kind", &Attribute::Kind), field("param", &Attribute::Param),
                      field("other", &Attribute::Other), field("word", &Attribute::Word));
  }
};

/// A function or a global by which units are joined.
struct Symbol {
  std::string Usr;         // with the unit's main file before it, where the linkage is internal
  std::string Name;        // qualified, without template arguments, as models name it
  std::uint32_t Flags = 0; // SymbolFlag
  std::vector<Attribute> Attributes;

  auto operator<=>(const Symbol &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("usr", &Symbol::Usr), field("name", &Symbol::Name),
                      field("flags", &Symbol::Flags), field("attributes", &Symbol::Attributes));
  }
};

enum class VariableKind : std::uint8_t {
  Parameter, // in the order of the declaration, before all others, `this` aside; of a variadic
             // function one more, `varargs`, which stands for all arguments that follow
  This,      // a pointer; the first of all
  Local,
  Temporary, // lives until an `end` of its own: of the full expression, or of what extends it
  Static     // of the function, initialised once
};

struct Variable {
  std::string Name; // as the source has it; `this`, `t1`, `t2`
  VariableKind Kind = VariableKind::Local;
  std::uint32_t Type = 0;
  Place Where;
  std::vector<Attribute> Attributes;

  auto operator<=>(const Variable &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("name", &Variable::Name), field("kind", &Variable::Kind),
                      field("type", &Variable::Type), field("where", &Variable::Where),
                      field("attributes", &Variable::Attributes));
  }
};

enum class BaseKind : std::uint8_t {
  Variable, // Index into Variables
  Global,   // Index into Symbols
  Result    // what the function returns
};

enum class StepKind : std::uint8_t {
  Field,   // Name; the members of a union share the name `union`; what a mask takes of a number is
           // called `&` and the mask: `&4`; literals that are asked about have one of a few, `=63`
  Deref,   // what the pointer or reference points to
  Element, // Name: of an array of the function's own, 1 + the element's number, where that is
           // constant and small; 0: any element of an array, or of what a pointer points into
  Below    // anything reachable from here: where a path was cut, always its last step
};

struct Step {
  StepKind Kind = StepKind::Deref;
  std::uint32_t Name = 0; // of a field: index into Names; of an element: see there

  auto operator<=>(const Step &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("kind", &Step::Kind), field("name", &Step::Name));
  }
};

/// Steps that a path has at most, a last `Below` aside.
inline constexpr std::size_t MaxSteps = 8;

/// The greatest number of an element that is told.
inline constexpr std::uint32_t MaxElement = 15;

/// A place in memory. A path with a Below or an Element without a number is weak: writing it may
/// leave others as they were.
struct Path {
  BaseKind Base = BaseKind::Variable;
  std::uint32_t Index = 0;
  std::vector<Step> Steps;

  auto operator<=>(const Path &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("base", &Path::Base), field("index", &Path::Index),
                      field("steps", &Path::Steps));
  }
};

enum class ValueKind : std::uint8_t {
  Unknown, // anything, of an origin that is not told
  Held,    // what the path holds: Index into Paths
  Address, // the path's own address: Index into Paths
  Null,
  Number,   // Index, as two's complement
  Function, // Index into Symbols
  Site,     // a new object: Index into Sites
  Opaque,   // a value without pointers; equal Index: equal as long as no operand was written
  Shifted,  // what the path holds, moved by arithmetic within its object: Index into Paths
  Moved     // the same of a pointer, forwards by some constant
};

struct Value {
  ValueKind Kind = ValueKind::Unknown;
  std::uint64_t Index = 0;

  auto operator<=>(const Value &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("kind", &Value::Kind), field("index", &Value::Index));
  }
};

enum class SiteForm : std::uint8_t { New, NewArray };

/// Bits of Site::Flags.
enum SiteFlag : std::uint32_t {
  NothrowNew = 1,
  ClassNew = 2,   // an operator new of the class
  AlignedNew = 4, // with an alignment
};

/// A `new` expression. Library calls that allocate are calls; their models say so. So is a `new`
/// that tells an operator of the program's own more than the size; placement is neither.
struct Site {
  SiteForm Form = SiteForm::New;
  std::uint32_t Type = 0;  // of the object or of an element
  std::uint64_t Count = 0; // elements, where it is constant and at least 1
  std::uint32_t Flags = 0; // SiteFlag

  auto operator<=>(const Site &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("form", &Site::Form), field("type", &Site::Type),
                      field("count", &Site::Count), field("flags", &Site::Flags));
  }
};

/// What only moves numbers is told of variables and fields, not of elements of arrays; the integer
/// locals themselves may have no Begin and no End.
enum class OpKind : std::uint8_t {
  Begin,  // To: a variable comes to life, without a value yet
  Copy,   // To takes Values[0]; Detail: CopyReason
  Call,   // To (if any) takes what the callee returns; Values: its arguments, the object's address
          // first
  Delete, // Values[0]; Callee: the destructor, if any runs; Detail: DeleteForm
  End,    // To: the storage of a variable ends; its destructor was called before
  Throw,  // Values, if any; with none the current exception goes on
  Lose    // Values go where nobody can follow; Detail: LossReason
};

enum class CopyReason : std::uint8_t {
  Init,
  Assign,
  Bind,    // of a reference
  Capture, // by a lambda
  Member,  // by an initializer list or a constructor's initializer
  Return
};

enum class DeleteForm : std::uint8_t { Single, Array, Destroy }; // Destroy: the destructor alone

enum class LossReason : std::uint8_t {
  Integer,   // cast to an integer
  Assembler, // inline assembly
  Construct  // something that is not lowered
};

/// Bits of Op::Detail of a call.
enum CallFlag : std::uint32_t {
  VirtualCall = 1,   // through the receiver's dynamic type
  ExactReceiver = 2, // whose dynamic type is its static one
  ImplicitCall = 4,  // written by the compiler: destructors, conversions, temporaries
  ThroughValue = 8,  // Values[0] is the function; the arguments follow
};

struct Op {
  OpKind Kind = OpKind::Copy;
  Place Where;
  std::uint32_t To = 0; // 1 + index into Paths
  std::vector<Value> Values;
  std::uint32_t Callee = 0; // 1 + index into Symbols
  std::uint32_t Detail = 0;

  auto operator<=>(const Op &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("kind", &Op::Kind), field("where", &Op::Where), field("to", &Op::To),
                      field("values", &Op::Values), field("callee", &Op::Callee),
                      field("detail", &Op::Detail));
  }
};

enum class Comparison : std::uint8_t {
  Equal,
  Less,
  LessEqual,
  LessUnsigned // of numbers that are never negative
};

/// What holds on an edge, or does not.
struct Condition {
  Comparison Compare = Comparison::Equal;
  Value Left, Right;
  Place Where;

  auto operator<=>(const Condition &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("compare", &Condition::Compare), field("left", &Condition::Left),
                      field("right", &Condition::Right), field("where", &Condition::Where));
  }
};

struct Edge {
  std::uint32_t Target = 0;    // index into Blocks
  std::uint32_t Condition = 0; // 1 + index; 0: always, or for a reason that is not told
  bool Holds = true;           // or the edge is taken where the condition does not hold
  bool Thrown = false;         // an exception of the block goes this way

  auto operator<=>(const Edge &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("target", &Edge::Target), field("condition", &Edge::Condition),
                      field("holds", &Edge::Holds), field("thrown", &Edge::Thrown));
  }
};

struct Block {
  std::vector<Op> Ops;
  std::vector<Edge> Edges;

  auto operator<=>(const Block &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("ops", &Block::Ops), field("edges", &Block::Edges));
  }
};

/// Bits of Function::Flags.
enum FunctionFlag : std::uint32_t {
  Coroutine = 1,  // its body is not lowered
  NotLowered = 2, // nothing may be concluded from what is missing in the blocks; of either kind a
                  // Lose has the globals that it names
  GlobalInit = 4, // not a function: the initializer of the global of Symbols[0]
  LambdaBody = 8,
  TemplateCode = 16, // an instance: told of its template once
  HasSetjmp = 32,
  MainFunction = 64,
  NoexceptFalse = 128,
  Damaged = 256,   // of a unit with compile errors: statements may be missing
  LeftAlone = 512, // of a header that says so: nothing is reported in it
};

/// A function body. Symbols[0] is itself; Blocks[0] is where it begins and the last block where it
/// ends.
struct Function {
  Span Where;                         // its name
  std::uint32_t Flags = 0;            // FunctionFlag
  std::uint32_t ResultType = 0;       // 1 + index
  std::vector<std::string> Overrides; // USRs of the methods that it overrides, directly or not
  std::vector<Type> Types;
  std::vector<std::string> Names;
  std::vector<Symbol> Symbols;
  std::vector<Variable> Variables;
  std::vector<Path> Paths;
  std::vector<Site> Sites;
  std::vector<Condition> Conditions;
  std::vector<Block> Blocks;

  auto operator<=>(const Function &) const = default;
  static constexpr auto fields() {
    return std::tuple(field("where", &Function::Where), field("flags", &Function::Flags),
                      field("resultType", &Function::ResultType),
                      field("overrides", &Function::Overrides), field("types", &Function::Types),
                      field("names", &Function::Names), field("symbols", &Function::Symbols),
                      field("variables", &Function::Variables), field("paths", &Function::Paths),
                      field("sites", &Function::Sites), field("conditions", &Function::Conditions),
                      field("blocks", &Function::Blocks));
  }
};

} // namespace memlint::ir

#endif // MEMLINT_ANALYSIS_MODEL_MEMORYIR_H
