// memlint's own models, asked as the standard libraries declare their functions: one line for each
// thing that escape rests on.
#include "analysis/models/EmbeddedModels.h"
#include "analysis/project/ReadModels.h"

#include "gmock/gmock.h"
#include "gtest/gtest.h"

#include <map>
#include <set>

namespace memlint {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::uint32_t Made = ir::Constructor | ir::HasThis, Ended = ir::Destructor | ir::HasThis,
                        CopyOf = ir::CopyOrMove, MoveOf = ir::CopyOrMove | ir::RvalueArgument,
                        Rvalue = ir::RvalueArgument, Pointer = ir::PointerArgument;

class OwnModels : public testing::Test {
protected:
  OwnModels() {
    if (llvm::Error E = loadModels(Known, {}))
      ADD_FAILURE() << llvm::toString(std::move(E));
  }
  std::string of(const char *Name, std::size_t Arguments = 0, std::uint32_t Flags = 0) const {
    ir::Symbol S;
    S.Name = Name;
    S.Flags = Flags;
    const Summary *Found = Known.find(S, Arguments);
    return Found ? print(*Found) : "(none)";
  }

  /// What it does with resources that are no memory, or live in the caller's object.
  std::string handles(const char *Name, std::size_t Arguments = 0) const {
    const Model *Found = model(Name, Arguments);
    return Found && !Found->Handles.Effects.empty() ? print(Found->Handles.Effects[0]) : "(none)";
  }
  const Model *model(const char *Name, std::size_t Arguments) const {
    ir::Symbol S;
    S.Name = Name;
    return Known.model(S, Arguments);
  }

  Models Known;
};

/// Of all files together: what one tells no other tells again.
TEST(OwnModelFiles, SayEachThingOnce) {
  ModelSet All;
  for (const EmbeddedModel &File : embeddedModels())
    EXPECT_EQ(llvm::toString(readModelFile(File.Name, File.Text, All)), "");
  EXPECT_GT(All.Functions.size(), 900u);
  EXPECT_GT(All.Types.size(), 150u);
  std::multimap<std::string, const Model *> Functions;
  for (const NamedModel &N : All.Functions) {
    const Model &New = All.Models[N.Model];
    auto [Begin, End] = Functions.equal_range(N.Name.Name);
    for (auto Old = Begin; Old != End; ++Old)
      EXPECT_TRUE(Old->second->Form != ModelForm::Any ||
                  (!Old->second->Given.empty() && Old->second->Given != New.Given) ||
                  Old->second->MinArguments > New.MinArguments ||
                  Old->second->MaxArguments < New.MaxArguments)
          << N.Name.Name << " is told twice";
    Functions.emplace(N.Name.Name, &New);
  }
  std::set<std::string> Types, Kinds;
  for (const ModelType &T : All.Types)
    EXPECT_TRUE(Types.insert(T.Name.Name).second) << T.Name.Name;
  for (const ModelKind &K : All.Kinds)
    EXPECT_TRUE(Kinds.insert(K.Name.Name).second) << K.Name.Name;
  for (const ModelType &T : All.Types)
    Kinds.erase(T.Kind.Name);
  for (const ModelKind &K : All.Kinds)
    Kinds.erase(K.Base.Name);
  EXPECT_THAT(Kinds, IsEmpty()) << "no type is of this kind";
}

/// A misspelt family would be one that nothing ends.
TEST(OwnModelFiles, EndEachFamilyThatTheyMake) {
  ModelSet All;
  for (const EmbeddedModel &File : embeddedModels())
    EXPECT_EQ(llvm::toString(readModelFile(File.Name, File.Text, All)), "");
  std::set<std::string> Made, Ended;
  for (const Model &M : All.Models)
    for (const Summary *S : {&M.What, &M.Handles})
      for (const Effect &E : S->Effects)
        if (E.Kind == EffectKind::Copy && E.From.Kind == SlotKind::Fresh)
          Made.insert(E.From.Word);
        else if (E.Kind == EffectKind::Release)
          Ended.insert(E.From.Word);
  for (const char *Language : {"any", "new", "new[]"})
    Made.erase(Language), Ended.erase(Language);
  EXPECT_GT(Made.size(), 100u);
  EXPECT_EQ(Made, Ended);
}

TEST_F(OwnModels, SingleOwners) {
  EXPECT_EQ(of("std::unique_ptr::get"), "ret = this.*.own; no-throw");
  EXPECT_EQ(of("std::unique_ptr::unique_ptr", 1, Made | Pointer),
            "this.*.own = arg1; maybe this.*.deleter = copy arg2.*");
  EXPECT_EQ(of("std::unique_ptr::unique_ptr", 1, Made | Rvalue),
            "this.*.own = arg1.*.own; arg1.*.own = null; no-throw");
  EXPECT_EQ(of("std::unique_ptr::~unique_ptr", 0, Ended), "release this.*.own any; no-throw");
  EXPECT_EQ(of("std::unique_ptr::release"), "this.*.own = null; ret = this.*.own; no-throw");
  EXPECT_EQ(of("std::unique_ptr::operator bool"), "pure; no-throw");
  EXPECT_THAT(of("std::make_unique", 2),
              AllOf(HasSubstr("ret.own = new new"), HasSubstr("construct ret.own.* from arg2.*")));
}

TEST_F(OwnModels, SharedOwners) {
  EXPECT_EQ(of("std::shared_ptr::shared_ptr", 1, Made | CopyOf),
            "this.*.own = arg1.*.own; share arg1.*.own any; no-throw");
  EXPECT_EQ(of("std::shared_ptr::shared_ptr", 1, Made | MoveOf),
            "this.*.own = arg1.*.own; arg1.*.own = null");
  EXPECT_THAT(of("std::shared_ptr::shared_ptr", 2, Made), HasSubstr("this.*.own = arg2;"));
  for (const char *Class : {"shared_ptr", "__shared_ptr", "__shared_ptr_access"})
    EXPECT_EQ(of(("std::" + std::string(Class) + "::operator->").c_str()),
              "ret = this.*.own; no-throw");
  EXPECT_THAT(of("std::weak_ptr::lock"), HasSubstr("share this.*.weak any"));
  EXPECT_THAT(of("std::enable_shared_from_this::shared_from_this"), HasSubstr("share this any"));
}

TEST_F(OwnModels, Containers) {
  for (const char *Name : {"std::vector::push_back", "std::deque::push_back",
                           "std::list::push_front", "std::forward_list::push_front"}) {
    EXPECT_THAT(of(Name, 1), HasSubstr("this.*.own.*.[] = copy arg1.*"));
    EXPECT_THAT(of(Name, 1, Rvalue), HasSubstr("this.*.own.*.[] = move arg1.*"));
    EXPECT_THAT(of(Name, 1), AllOf(HasSubstr("renew this.*.own"), HasSubstr("allocates")));
  }
  EXPECT_EQ(of("std::vector::vector", 0, Made), "this.*.own = null");
  EXPECT_EQ(of("std::vector::vector", 1, Made | MoveOf),
            "this.*.own = arg1.*.own; arg1.*.own = null; no-throw");
  EXPECT_EQ(of("std::vector::operator[]", 1), "ret = &this.*.own.*.[]");
  EXPECT_EQ(of("std::vector::size"), "pure; no-throw");
  EXPECT_EQ(of("std::map::at", 1), "ret = &this.*.own.*.[].second");
  EXPECT_EQ(of("std::unordered_map::find", 1), "ret = this.*.own");
  EXPECT_THAT(of("std::set::insert", 1), HasSubstr("this.*.own.*.[] = copy arg1.*"));
  EXPECT_EQ(of("std::queue::front"), "ret = &this.*.own.*.[]");
  EXPECT_THAT(of("std::array::begin"), HasSubstr("ret = &this.*._M_elems.[]"));
}

TEST_F(OwnModels, StringsAndViews) {
  EXPECT_EQ(of("std::basic_string::c_str"), "ret = this.*.own; no-throw");
  EXPECT_EQ(of("std::basic_string::operator basic_string_view"), "ret = this.*.own; no-throw");
  EXPECT_EQ(of("std::basic_string_view::data"), "ret = this.*");
  EXPECT_EQ(of("std::basic_string_view::basic_string_view", 1, Made | Pointer), "this.* = arg1");
  EXPECT_EQ(of("std::span::operator[]", 1), "ret = &this.*.*.[]");
  for (const char *Name : {"__gnu_cxx::__normal_iterator::operator*", "std::__wrap_iter::operator*",
                           "std::_Rb_tree_iterator::operator->", "std::__map_iterator::operator->"})
    EXPECT_EQ(of(Name), "ret = &this.*.*.[]") << Name;
  EXPECT_THAT(of("std::back_insert_iterator::operator=", 1),
              HasSubstr("this.*.container.*.own.*.[] = copy arg1.*"));
}

TEST_F(OwnModels, BoxesAndFunctions) {
  EXPECT_EQ(of("std::optional::value"), "ret = &this.*.value");
  EXPECT_EQ(of("std::__optional_storage_base::has_value"), "pure; no-throw");
  EXPECT_THAT(of("std::function::function", 1, Made | Rvalue),
              AllOf(HasSubstr("this.*.own = new"), HasSubstr("this.*.own.* = move arg1.*")));
  EXPECT_THAT(of("std::function::operator()", 1), HasSubstr("invoke this.*.own.*"));
  EXPECT_EQ(of("std::ref", 1), "ret = arg1; no-throw");
  EXPECT_EQ(of("std::move", 1), "ret = arg1; no-throw");
  EXPECT_THAT(of("std::move", 3), HasSubstr("arg3.*.[] = move arg1.*.[]"));
  EXPECT_THAT(of("std::swap", 2), HasSubstr("arg1.* = arg2.*"));
}

TEST_F(OwnModels, WhatCallsAndWhatRunsLater) {
  EXPECT_EQ(of("std::for_each", 3), "ret = arg3; invoke arg3");
  EXPECT_EQ(of("std::sort", 3), "invoke arg3");
  EXPECT_EQ(of("qsort", 4), "invoke arg4");
  EXPECT_THAT(of("std::thread::thread", 2, Made),
              AllOf(HasSubstr("thread = arg1.*"), HasSubstr("thread = arg2.*")));
  EXPECT_THAT(of("std::thread::thread", 1, Made | MoveOf), Not(HasSubstr("thread = ")));
  EXPECT_THAT(of("pthread_create", 4), HasSubstr("thread = arg4"));
  EXPECT_THAT(of("std::lock_guard::lock_guard", 1, Made), HasSubstr("this.*.mutex = arg1"));
  EXPECT_EQ(of("std::chrono::steady_clock::now"), "pure");
}

TEST_F(OwnModels, C) {
  EXPECT_EQ(of("malloc", 1), "ret = new heap; no-throw; allocates");
  EXPECT_EQ(of("free", 1), "release arg1 heap; no-throw");
  EXPECT_EQ(of("__builtin_memcpy", 3),
            "arg1.* = arg2.*; arg1.*.[] = arg2.*.[]; ret = arg1; no-throw");
  EXPECT_EQ(of("printf", 3), "pure; no-throw");
  EXPECT_EQ(of("setvbuf", 4), "arg1.*.buffer = arg2; no-throw");
  EXPECT_EQ(of("putenv", 1), "@environ = arg1; no-throw");
  EXPECT_EQ(of("exit", 1), "invoke @atexit; no-return");
  ir::Symbol Malloc;
  Malloc.Name = "malloc";
  const Model *M = Known.model(Malloc, 1);
  ASSERT_TRUE(M && M->Success);
  EXPECT_FALSE(M->Success->Holds);
  EXPECT_EQ(M->Success->Number, std::nullopt);
}

TEST_F(OwnModels, WhatLivesInTheCallersObject) {
  EXPECT_EQ(handles("regcomp", 3), "arg1.* = new regex");
  EXPECT_EQ(handles("regfree", 1), "release arg1.* regex");
  EXPECT_EQ(handles("inflateInit2_", 4), "arg1.* = new inflate");
  EXPECT_EQ(handles("deflateEnd", 1), "release arg1.* deflate");
  EXPECT_EQ(handles("glob", 4), "(none)") << "flags that nobody knows may append";
  for (const char *Name : {"regcomp", "inflateInit2_"}) {
    const Model *M = model(Name, 4);
    ASSERT_TRUE(M && M->Success) << Name;
    EXPECT_TRUE(M->Success->Holds && M->Success->Number == 0) << Name;
  }
}

TEST_F(OwnModels, WhatIsANumber) {
  EXPECT_EQ(handles("mq_open", 2), "ret = new mq");
  EXPECT_EQ(handles("timer_create", 3), "arg3.* = new timer");
  EXPECT_EQ(handles("pthread_create", 4), "(none)") << "it may be made as a detached one";
  EXPECT_EQ(handles("pthread_join", 2), "release arg1 thread");
  EXPECT_EQ(handles("XFreePixmap", 2), "release arg2 Pixmap");
}

TEST_F(OwnModels, WhoTakes) {
  EXPECT_EQ(handles("gzdopen", 2), "release arg1 fd");
  EXPECT_EQ(handles("EVP_PKEY_assign", 3), "release arg3 any");
  EXPECT_EQ(handles("SSL_set0_rbio", 2), "release arg2 BIO");
  EXPECT_EQ(handles("SSL_set_fd", 2), "unknown = arg2");
  EXPECT_EQ(handles("g_propagate_error", 2), "release arg2 GError");
  EXPECT_EQ(handles("curl_mime_subparts", 2), "release arg2 curl_mime");
  EXPECT_THAT(of("EVP_PKEY_up_ref", 1), HasSubstr("share arg1 EVP_PKEY"));
  EXPECT_THAT(of("sk_X509_push", 2), HasSubstr("arg1.*.items.[] = arg2"));
  EXPECT_EQ(of("ossl_check_X509_type", 1), "ret = arg1; no-throw");
}

TEST_F(OwnModels, WhoLendsAndWhoKeeps) {
  EXPECT_EQ(of("sqlite3_column_text", 2), "ret = &arg1.*.text; no-throw");
  EXPECT_EQ(of("X509_get_subject_name", 1), "ret = &arg1.*.part; no-throw");
  EXPECT_THAT(of("X509_get_pubkey", 1), HasSubstr("ret = new EVP_PKEY"));
  EXPECT_THAT(of("curl_easy_setopt", 3), HasSubstr("maybe unknown = arg3"));
  EXPECT_THAT(of("g_idle_add", 2), HasSubstr("maybe unknown = arg2"));
  EXPECT_THAT(of("gtk_container_add", 2), HasSubstr("and-more"));
  EXPECT_EQ(of("g_steal_pointer", 1), "arg1.* = null; ret = arg1.*; no-throw");
}

TEST_F(OwnModels, WhatIsNotThere) {
  EXPECT_EQ(of("png_create_read_struct", 4), "(none)");
  ir::Symbol S;
  EXPECT_FALSE(borrowsWithoutModel(S));
  S.Flags = ir::InSystemHeader;
  EXPECT_TRUE(borrowsWithoutModel(S));
}

} // namespace
} // namespace memlint
