#include "analysis/project/CppcheckLibrary.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <tinyxml2.h>

#include <algorithm>

namespace memlint {
namespace {

using llvm::StringRef;
using tinyxml2::XMLElement;

/// Calls Do with each element in another.
template <class Function> void forEachChild(const XMLElement &Parent, const Function &Do) {
  for (const XMLElement *E = Parent.FirstChildElement(); E; E = E->NextSiblingElement())
    Do(*E, StringRef(E->Name()));
}

StringRef attribute(const XMLElement &E, const char *Name) {
  const char *Value = E.Attribute(Name);
  return Value ? StringRef(Value).trim() : StringRef();
}

StringRef textOf(const XMLElement &E) {
  const char *Text = E.GetText();
  return Text ? StringRef(Text).trim() : StringRef();
}

/// An argument's number, or what holds where none is told.
std::uint32_t argument(const XMLElement &E, const char *Name, std::uint32_t Otherwise) {
  std::uint32_t Number = 0;
  return llvm::to_integer(attribute(E, Name), Number, 10) ? Number : Otherwise;
}

/// Names with commas between them, without those of instances of templates: models speak of all.
std::vector<std::string> names(StringRef List) {
  std::vector<std::string> All;
  for (StringRef Name : llvm::split(List, ',')) {
    Name = Name.trim();
    Name.consume_front("::");
    const bool IsOperator = Name.contains("operator");
    if (!Name.empty() && (IsOperator || Name.find_first_of("<>*() ") == StringRef::npos))
      All.push_back(Name.str());
  }
  return All;
}

/// A name that says neither may hide a pointer: HANDLE.
CppcheckResult resultOf(StringRef Type) {
  if (Type.empty())
    return CppcheckResult::Unknown;
  if (Type.contains('*') || Type.contains('&'))
    return CppcheckResult::Pointer;
  llvm::SmallVector<StringRef> Words;
  Type.split(Words, ' ', -1, /*KeepEmpty=*/false);
  llvm::erase(Words, "const");
  if (Words.size() == 1 && Words[0] == "void")
    return CppcheckResult::Nothing;
  const bool IsNumber = llvm::all_of(Words, [](StringRef Word) {
    Word.consume_front("std::");
    StringRef Bits = Word;
    const bool Fixed = (Bits.consume_front("uint") || Bits.consume_front("int")) &&
                       Bits.consume_back("_t") && llvm::all_of(Bits, llvm::isDigit);
    return Fixed || llvm::is_contained({"int", "unsigned", "signed", "short", "long", "char",
                                        "bool", "_Bool", "float", "double", "size_t", "ssize_t",
                                        "ptrdiff_t", "off_t", "BOOL", "DWORD", "gboolean", "gint"},
                                       Word);
  });
  return IsNumber ? CppcheckResult::Number : CppcheckResult::Unknown;
}

CppcheckGroup readGroup(const XMLElement &From, StringRef Name) {
  CppcheckGroup Group;
  Group.IsMemory = Name == "memory";
  forEachChild(From, [&](const XMLElement &E, StringRef Element) {
    CppcheckCall Call;
    if (Element == "realloc") {
      Call.Does = CppcheckCall::Realloc;
      Call.Renewed = argument(E, "realloc-arg", 1);
    } else if (Element == "dealloc") {
      Call.Does = CppcheckCall::Dealloc;
    } else if (Element == "use") {
      Call.Does = CppcheckCall::Use;
    } else if (Element != "alloc") {
      return;
    }
    Call.Argument = argument(E, "arg", Call.Does == CppcheckCall::Dealloc ? 1 : 0);
    Call.NoFail = attribute(E, "no-fail") == "true";
    for (std::string &Each : names(textOf(E))) {
      Call.Name = std::move(Each);
      Group.Calls.push_back(Call);
    }
  });
  return Group;
}

/// How many arguments a call has, by the elements `arg`: those with a default may be missing.
/// Without any element nothing is told of them.
class ArgumentReader {
public:
  explicit ArgumentReader(CppcheckFunction &To) : To(To) {}

  void read(const XMLElement &E) {
    std::uint32_t Number = 0;
    if (!llvm::to_integer(attribute(E, "nr"), Number, 10) || Number == 0) {
      AnyNumber = true; // any, variadic
      return;
    }
    Last = std::max(Last, Number);
    if (E.Attribute("default"))
      FirstOptional = std::min(FirstOptional, Number);
    if (attribute(E, "direction") == "in" && !E.Attribute("indirect"))
      To.ReadOnly.push_back(Number);
  }

  void finish() {
    if (Last == 0)
      return;
    To.MinArguments = std::min(Last, FirstOptional - 1);
    if (!AnyNumber)
      To.MaxArguments = Last;
  }

private:
  CppcheckFunction &To;
  std::uint32_t Last = 0, FirstOptional = ~0u;
  bool AnyNumber = false;
};

CppcheckFunction readFunction(const XMLElement &From) {
  CppcheckFunction F;
  F.Names = names(attribute(From, "name"));
  ArgumentReader Arguments(F);
  forEachChild(From, [&](const XMLElement &E, StringRef Element) {
    if (Element == "leak-ignore" || Element == "pure" || Element == "const") {
      F.LeakIgnore = true;
    } else if (Element == "noreturn") {
      F.NoReturn = textOf(E) != "false" && textOf(E) != "maybe";
    } else if (Element == "use-retval") {
      F.ErrorCode |= attribute(E, "type") == "error-code";
    } else if (Element == "returnValue") {
      F.Result = resultOf(attribute(E, "type"));
      StringRef Value = textOf(E);
      if (!Value.consume_front("arg") || !llvm::to_integer(Value, F.ResultIs, 10))
        F.ResultIs = 0;
    } else if (Element == "arg") {
      Arguments.read(E);
    }
  });
  Arguments.finish();
  return F;
}

void readRoot(const XMLElement &Root, CppcheckLibrary &To) {
  forEachChild(Root, [&](const XMLElement &E, StringRef Element) {
    if (Element == "memory" || Element == "resource") {
      To.Groups.push_back(readGroup(E, Element));
    } else if (Element == "function") {
      To.Functions.push_back(readFunction(E));
    } else if (Element == "smart-pointer") {
      for (std::string &Class : names(attribute(E, "class-name")))
        To.SmartPointers.push_back({std::move(Class), E.FirstChildElement("unique") != nullptr});
    }
  });
}

} // namespace

llvm::Error readCppcheckLibrary(StringRef Path, StringRef Text, CppcheckLibrary &To) {
  tinyxml2::XMLDocument Document;
  if (Document.Parse(Text.data(), Text.size()) != tinyxml2::XML_SUCCESS)
    return llvm::createStringError(Path + ":" + llvm::Twine(std::max(Document.ErrorLineNum(), 1)) +
                                   ": error: this is no XML");
  const XMLElement *Root = Document.RootElement();
  if (!Root || StringRef(Root->Name()) != "def")
    return llvm::createStringError(Path + ":" + llvm::Twine(Root ? Root->GetLineNum() : 1) +
                                   ": error: this is no library file of cppcheck: its first "
                                   "element is not <def>");
  readRoot(*Root, To);
  return llvm::Error::success();
}

llvm::Error readCppcheckFile(llvm::vfs::FileSystem &Files, StringRef Name, StringRef ShownPath,
                             CppcheckLibrary &To) {
  auto Buffer = Files.getBufferForFile(Name);
  if (!Buffer)
    return llvm::createStringError(ShownPath +
                                   ": error: cannot be read: " + Buffer.getError().message());
  return readCppcheckLibrary(ShownPath, (*Buffer)->getBuffer(), To);
}

} // namespace memlint
