// What is read of library files of cppcheck, and what models it becomes.
#include "analysis/project/CppcheckLibrary.h"
#include "analysis/project/CppcheckModels.h"
#include "analysis/project/ReadModels.h"

#include "llvm/Support/FormatVariadic.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace memlint {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

CppcheckLibrary library(const std::string &Elements) {
  CppcheckLibrary Library;
  const std::string Text = "<?xml version=\"1.0\"?>\n<def format=\"2\">" + Elements + "</def>\n";
  if (llvm::Error E = readCppcheckLibrary("x.cfg", Text, Library))
    ADD_FAILURE() << llvm::toString(std::move(E));
  return Library;
}

std::string error(llvm::StringRef Text) {
  CppcheckLibrary Library;
  std::string Said = llvm::toString(readCppcheckLibrary("x.cfg", Text, Library));
  EXPECT_TRUE(Library.Groups.empty() && Library.Functions.empty());
  return Said;
}

TEST(CppcheckLibrary, Groups) {
  const CppcheckLibrary Read =
      library("<memory>"
              "  <alloc init=\"true\" buffer-size=\"malloc\">a_new, ::a_make</alloc>"
              "  <alloc arg=\"2\" no-fail=\"true\">a_open</alloc>"
              "  <realloc realloc-arg=\"3\">a_grow</realloc>"
              "  <dealloc arg=\"2\">a_free</dealloc>"
              "  <use>a_keep</use>"
              "  <sing>a_sing</sing>"
              "</memory>"
              "<resource><dealloc>b_free</dealloc></resource>"
              "<podtype name=\"b\" size=\"4\"/>");
  ASSERT_EQ(Read.Groups.size(), 2u);
  EXPECT_TRUE(Read.Groups[0].IsMemory);
  EXPECT_FALSE(Read.Groups[1].IsMemory);
  std::vector<std::string> Calls;
  for (const CppcheckCall &C : Read.Groups[0].Calls)
    Calls.push_back(llvm::formatv("{0} {1} {2} {3} {4}", static_cast<int>(C.Does), C.Name,
                                  C.Argument, C.Renewed, C.NoFail));
  EXPECT_THAT(Calls, ElementsAre("0 a_new 0 0 false", "0 a_make 0 0 false", "0 a_open 2 0 true",
                                 "1 a_grow 0 3 false", "2 a_free 2 0 false", "3 a_keep 0 0 false"));
  EXPECT_EQ(Read.Groups[1].Calls.at(0).Argument, 1u);
}

TEST(CppcheckLibrary, Functions) {
  const CppcheckLibrary Read =
      library("<function name=\"f,n::g\"><leak-ignore/><noreturn>false</noreturn>"
              "  <use-retval type=\"error-code\"/><returnValue type=\"char *\">arg1</returnValue>"
              "  <arg nr=\"1\" direction=\"in\"><not-null/></arg>"
              "  <arg nr=\"2\" default=\"0\"/></function>"
              "<function name=\"h\"><noreturn>true</noreturn><arg nr=\"1\"/>"
              "  <arg nr=\"variadic\"/></function>"
              "<function name=\"i\"><pure/><returnValue type=\"const unsigned int\"/></function>");
  ASSERT_EQ(Read.Functions.size(), 3u);
  const CppcheckFunction &F = Read.Functions[0], &H = Read.Functions[1], &I = Read.Functions[2];
  EXPECT_THAT(F.Names, ElementsAre("f", "n::g"));
  EXPECT_TRUE(F.LeakIgnore && !F.NoReturn && F.ErrorCode);
  EXPECT_EQ(F.Result, CppcheckResult::Pointer);
  EXPECT_EQ(F.ResultIs, 1u);
  EXPECT_EQ(F.MinArguments, 1u);
  EXPECT_EQ(F.MaxArguments, 2u);
  EXPECT_THAT(F.ReadOnly, ElementsAre(1u));
  EXPECT_TRUE(H.NoReturn && !H.LeakIgnore);
  EXPECT_EQ(H.MinArguments, 1u);
  EXPECT_EQ(H.MaxArguments, ~0u);
  EXPECT_TRUE(I.LeakIgnore);
  EXPECT_EQ(I.Result, CppcheckResult::Number);
  EXPECT_EQ(I.MinArguments, 0u) << "nothing is told of its arguments";
}

TEST(CppcheckLibrary, NamesThatNoFunctionHas) {
  const CppcheckLibrary Read =
      library("<function name=\"f&lt;int&gt;, , a*, n::operator&lt;\"><leak-ignore/></function>"
              "<function><leak-ignore/></function>");
  EXPECT_THAT(Read.Functions.at(0).Names, ElementsAre("n::operator<"));
  EXPECT_TRUE(Read.Functions.at(1).Names.empty());
}

TEST(CppcheckLibrary, Errors) {
  EXPECT_EQ(error("alloc: f"), "x.cfg:1: error: this is no XML");
  EXPECT_THAT(error(""), HasSubstr("x.cfg:1: error: this is no XML"));
  EXPECT_EQ(error("<def>\n<memory>\n</def>"), "x.cfg:2: error: this is no XML");
  EXPECT_EQ(error("<?xml version=\"1.0\"?>\n<platform>\n</platform>"),
            "x.cfg:2: error: this is no library file of cppcheck: its first element is not <def>");
  EXPECT_EQ(error("<!-- nothing -->"),
            "x.cfg:1: error: this is no library file of cppcheck: its first element is not <def>");
}

class CppcheckModelsTest : public testing::Test {
protected:
  void read(const std::string &Elements, const std::string &Yaml = "") {
    std::vector<ModelSet> Users;
    if (!Yaml.empty())
      EXPECT_FALSE(llvm::errorToBool(readModelFile("m", "models:\n" + Yaml, Users.emplace_back())));
    EXPECT_FALSE(llvm::errorToBool(loadModels(Known, Users, library(Elements))));
  }

  const Model *model(llvm::StringRef Name, std::size_t Arguments = 2,
                     ModelsOf Asked = ModelsOf::Everybody) const {
    ir::Symbol Function;
    Function.Name = Name.str();
    return Known.model(Function, Arguments, Asked);
  }

  std::string what(llvm::StringRef Name, std::size_t Arguments = 2) const {
    const Model *M = model(Name, Arguments);
    return M ? print(M->What) : "none";
  }

  std::string handles(llvm::StringRef Name) const { return print(model(Name)->Handles); }

  std::string success(llvm::StringRef Name) const {
    const Model *M = model(Name);
    if (!M || !M->Success)
      return "always";
    const Guard &G = *M->Success;
    return llvm::formatv("{0}{1} {2} {3}{4}", G.Holds ? "" : "not ", print(G.Subject),
                         static_cast<int>(G.Compare), G.Number.value_or(0),
                         M->SuccessIsGuess ? "?" : "");
  }

  Models Known;
};

const std::string Read1 = "<leak-ignore/><arg nr=\"1\" direction=\"in\"/>";

TEST_F(CppcheckModelsTest, Memory) {
  read("<memory><alloc>a_new</alloc><alloc no-fail=\"true\">a_must</alloc>"
       "<alloc arg=\"2\">a_open</alloc><realloc>a_grow</realloc><dealloc>a_free</dealloc>"
       "<use>a_keep</use></memory>"
       "<function name=\"a_new,a_must,a_grow,a_open\">" +
       Read1 + "</function>");
  EXPECT_EQ(what("a_new", 1), "ret = new a_free; allocates");
  EXPECT_EQ(what("a_new", 2), "none");
  EXPECT_EQ(what("a_must", 1), "ret = new a_free; allocates");
}

TEST_F(CppcheckModelsTest, Success) {
  read("<memory><alloc>a_new</alloc><alloc no-fail=\"true\">a_must</alloc>"
       "<alloc arg=\"2\">a_open,a_try,a_do</alloc><dealloc>a_free</dealloc></memory>"
       "<resource><alloc>r_new,r_from</alloc><dealloc>r_free</dealloc></resource>"
       "<resource><alloc>s_new</alloc><dealloc>r_from</dealloc></resource>"
       "<function name=\"a_try\"><use-retval type=\"error-code\"/></function>"
       "<function name=\"a_do\"><returnValue type=\"void\"/></function>");
  EXPECT_EQ(success("a_new"), "not ret 0 0");
  EXPECT_EQ(success("a_must"), "always");
  EXPECT_EQ(success("a_open"), "ret 0 0?");
  EXPECT_EQ(success("a_try"), "ret 0 0");
  EXPECT_EQ(success("a_do"), "always");
  EXPECT_EQ(success("r_new"), "not ret 2 0");
  EXPECT_EQ(success("r_from"), "not ret 0 0") << "no third answer";
}

TEST_F(CppcheckModelsTest, OtherArguments) {
  read("<memory><alloc arg=\"2\">a_open,a_look</alloc><dealloc>a_free</dealloc>"
       "<use>a_keep</use></memory>"
       "<function name=\"a_open\"><arg nr=\"1\"/><arg nr=\"2\"/></function>"
       "<function name=\"a_look\"><leak-ignore/><arg nr=\"1\" direction=\"in\"/>"
       "<arg nr=\"2\"/></function>"
       "<function name=\"a_keep\"><arg nr=\"1\"/></function>");
  EXPECT_EQ(what("a_look"), "arg2.* = new a_free; allocates");
  EXPECT_THAT(what("a_open"), HasSubstr("maybe unknown = arg1"));
  EXPECT_THAT(what("a_open"), HasSubstr("maybe arg1.*.~ = unknown"));
  EXPECT_THAT(what("a_open"), Not(HasSubstr("unknown = arg2")));
  EXPECT_THAT(what("a_keep", 1), HasSubstr("unknown = arg1"));
  EXPECT_FALSE(model("a_keep", 1)->What.Known);
}

TEST_F(CppcheckModelsTest, Realloc) {
  read("<memory><realloc realloc-arg=\"2\">a_grow</realloc><dealloc>a_free</dealloc></memory>"
       "<function name=\"a_grow\">" +
       Read1 + "<arg nr=\"2\"/></function>");
  EXPECT_EQ(what("a_grow"), "ret = arg2; ret = new a_free; ret.* = arg2.*; ret.*.[] = arg2.*.[]; "
                            "renew arg2; allocates");
  EXPECT_EQ(success("a_grow"), "not ret 0 0");
}

TEST_F(CppcheckModelsTest, ResourcesArePointersOrNumbers) {
  read("<resource><alloc>r_any,r_int,r_ptr</alloc><dealloc>r_end</dealloc></resource>"
       "<resource><alloc>my_open</alloc><dealloc>close</dealloc></resource>"
       "<resource><alloc>my_fopen</alloc><dealloc>fclose</dealloc></resource>"
       "<function name=\"r_any,my_open,my_fopen\">" +
       Read1 +
       "</function>"
       "<function name=\"r_int\"><leak-ignore/><returnValue type=\"int\"/></function>"
       "<function name=\"r_ptr\"><leak-ignore/><returnValue type=\"struct r*\"/></function>");
  EXPECT_THAT(what("r_any", 1), HasSubstr("ret = new r_end"));
  EXPECT_EQ(print(model("r_any", 1)->Handles), "ret = new r_end");
  EXPECT_THAT(what("r_int"), Not(HasSubstr("ret")));
  EXPECT_EQ(handles("r_int"), "ret = new r_end");
  EXPECT_THAT(what("r_ptr"), HasSubstr("ret = new r_end"));
  EXPECT_EQ(handles("r_ptr"), "pure");
  EXPECT_THAT(what("r_end"), HasSubstr("release arg1 r_end"));
  EXPECT_EQ(handles("r_end"), "release arg1 r_end");
  EXPECT_EQ(what("my_open", 1), "pure");
  EXPECT_EQ(print(model("my_open", 1)->Handles), "ret = new fd");
  EXPECT_EQ(what("my_fopen", 1), "ret = new FILE");
}

TEST_F(CppcheckModelsTest, GroupsThatShareAReleaseAreOne) {
  read("<memory><alloc>a_new</alloc><dealloc>n::a_free</dealloc></memory>"
       "<memory><dealloc>c_free</dealloc><dealloc>n::a_free</dealloc><alloc>c_new</alloc></memory>"
       "<memory><alloc>never_released</alloc></memory>");
  EXPECT_THAT(what("a_new"), HasSubstr("ret = new n__a_free"));
  EXPECT_THAT(what("c_new"), HasSubstr("ret = new n__a_free"));
  EXPECT_THAT(what("c_free"), HasSubstr("release arg1 n__a_free"));
  EXPECT_EQ(what("never_released"), "none");
}

TEST_F(CppcheckModelsTest, Borrowers) {
  read("<function name=\"look\">" + Read1 +
       "<returnValue type=\"int\"/></function>"
       "<function name=\"find\">" +
       Read1 +
       "</function>"
       "<function name=\"fill\">" +
       Read1 +
       "<returnValue>arg1</returnValue></function>"
       "<function name=\"die\"><noreturn>true</noreturn></function>"
       "<function name=\"plain\"><noreturn>false</noreturn><use-retval/></function>");
  EXPECT_EQ(what("look", 1), "pure");
  EXPECT_EQ(what("find", 1), "maybe ret = arg1; maybe ret = arg1.~");
  EXPECT_EQ(what("fill", 1), "ret = arg1");
  EXPECT_TRUE(model("die")->What.NoReturn);
  EXPECT_EQ(what("plain"), "none");
  EXPECT_EQ(model("look", 1, ModelsOf::Users), nullptr) << "a body says more";
}

TEST_F(CppcheckModelsTest, AreBeatenByAllOthers) {
  read("<memory><alloc>a_new,malloc</alloc><dealloc>a_free</dealloc></memory>"
       "<memory><alloc>b_new</alloc><dealloc>b_free</dealloc></memory>"
       "<function name=\"strchr\"><leak-ignore/></function>",
       "  - fn: b_free\n    effects: release arg1 bee\n"
       "  - fn: b_new\n    effects: ret = new bee; no-throw\n");
  EXPECT_THAT(what("malloc", 1), HasSubstr("ret = new heap"));
  EXPECT_THAT(what("a_new"), HasSubstr("ret = new heap")) << "its group knows malloc";
  EXPECT_THAT(what("a_free"), HasSubstr("release arg1 heap"));
  EXPECT_EQ(what("b_new"), "ret = new bee; no-throw");
  EXPECT_THAT(what("strchr"), Not(HasSubstr("maybe ret = arg1")));
}

TEST_F(CppcheckModelsTest, TheLastOfTwoCounts) {
  read("<memory><alloc>a_new</alloc><dealloc>a_free</dealloc></memory>"
       "<memory><alloc>a_new</alloc><dealloc>b_free</dealloc></memory>"
       "<function name=\"f\"><leak-ignore/><returnValue>arg1</returnValue></function>"
       "<function name=\"f\">" +
       Read1 + "<returnValue type=\"int\"/></function>");
  EXPECT_THAT(what("a_new"), HasSubstr("ret = new b_free"));
  EXPECT_EQ(what("f", 1), "pure");
}

TEST_F(CppcheckModelsTest, SmartPointersAreOwners) {
  read("<smart-pointer class-name=\"my::Scoped\"><unique/></smart-pointer>"
       "<smart-pointer class-name=\"my::Counted\"/>");
  EXPECT_EQ(what("my::Scoped::release", 0), "this.*.own = null; ret = this.*.own; no-throw");
  EXPECT_THAT(what("my::Counted::get", 0), HasSubstr("ret = this.*.own"));
}

} // namespace
} // namespace memlint
