// Functions of the program that are called as one of C's library, and are another function.
#ifndef MEMLINT_ANALYSIS_EXTRACT_LOWER_NAMESAKES_H
#define MEMLINT_ANALYSIS_EXTRACT_LOWER_NAMESAKES_H

namespace clang {
class ASTContext;
class FunctionDecl;
} // namespace clang

namespace memlint {

/// Whether no function of that name in C's library takes and gives the same kinds of values. Only
/// of names that Clang knows with their types; how wide a number is and to what a pointer points
/// does not count, since declarations by hand are sloppy.
bool isNamesake(const clang::FunctionDecl &Function, const clang::ASTContext &Context);

} // namespace memlint

#endif // MEMLINT_ANALYSIS_EXTRACT_LOWER_NAMESAKES_H
