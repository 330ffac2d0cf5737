#include "tool/TextOutput.h"

#include "checks/Check.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace memlint {

namespace {

using Colors = llvm::raw_ostream::Colors;

/// Of a snippet. Wider lines wrap, and the caret loses its place.
constexpr std::size_t MaxColumns = 160;
constexpr std::size_t TabStop = 8;
constexpr llvm::StringLiteral Ellipsis = "...";
/// Bytes on either side of the caret that are looked at; enough for MaxColumns of any script.
constexpr std::size_t MaxReach = 2048;

/// One character of a line, as the terminal shows it.
struct Glyph {
  std::size_t Begin, End; // bytes of the line
  std::string Text;
  std::size_t Width; // columns
};

/// A part of a line as glyphs; the bytes outside it are not shown.
struct Excerpt {
  std::vector<Glyph> Glyphs;
  bool CutLeft = false, CutRight = false;
};

/// A stretch of glyphs, half open.
struct Stretch {
  std::size_t First, Last;
};

} // namespace

static std::string spelledOut(unsigned Value, const char *Form) {
  std::string Text;
  llvm::raw_string_ostream(Text) << llvm::format(Form, Value);
  return Text;
}

/// How the terminal shows one character, given as its bytes, that stands at a display column.
static std::string spelling(llvm::StringRef Bytes, std::size_t Column) {
  auto *From = reinterpret_cast<const llvm::UTF8 *>(Bytes.begin());
  auto *End = reinterpret_cast<const llvm::UTF8 *>(Bytes.end());
  if (Bytes == "\t")
    return std::string(TabStop - Column % TabStop, ' ');
  llvm::UTF32 CodePoint = 0;
  if (llvm::convertUTF8Sequence(&From, End, &CodePoint, llvm::strictConversion) !=
      llvm::conversionOK)
    return spelledOut(static_cast<unsigned char>(Bytes.front()), "<%02X>");
  if (!llvm::sys::unicode::isPrintable(static_cast<int>(CodePoint)))
    return spelledOut(CodePoint, "<U+%04X>");
  return Bytes.str();
}

/// The characters of `Text`, which begins at byte `Offset` of its line.
static std::vector<Glyph> toGlyphs(llvm::StringRef Text, std::size_t Offset) {
  std::vector<Glyph> Glyphs;
  std::size_t Column = 0;
  while (!Text.empty()) {
    bool Legal = llvm::isLegalUTF8Sequence(reinterpret_cast<const llvm::UTF8 *>(Text.begin()),
                                           reinterpret_cast<const llvm::UTF8 *>(Text.end()));
    std::size_t Size = Legal ? llvm::getNumBytesForUTF8(Text.front()) : 1;
    llvm::StringRef Bytes = Text.take_front(Size);
    std::string Shown = Offset == 0 && Bytes == ByteOrderMark ? "" : spelling(Bytes, Column);
    std::size_t Width = std::max(llvm::sys::unicode::columnWidthUTF8(Shown), 0);
    Glyphs.push_back({Offset, Offset + Size, std::move(Shown), Width});
    Text = Text.drop_front(Size);
    Offset += Size;
    Column += Width;
  }
  return Glyphs;
}

/// The glyphs of a line, of a very long one only those near the byte `Focus`.
static Excerpt excerpt(llvm::StringRef Line, std::size_t Focus) {
  auto IsContinuation = [](char C) { return (C & 0xC0) == 0x80; };
  Excerpt Result;
  std::size_t Begin = 0;
  if (Focus > MaxReach) {
    Begin = Focus - MaxReach;
    while (Begin < Focus && IsContinuation(Line[Begin]))
      ++Begin;
    Result.CutLeft = true;
  }
  llvm::StringRef Part = Line.substr(Begin, 2 * MaxReach);
  Result.CutRight = Begin + Part.size() < Line.size();
  Result.Glyphs = toGlyphs(Part, Begin);
  return Result;
}

static std::size_t widthOf(const std::vector<Glyph> &Glyphs, Stretch S) {
  std::size_t Width = 0;
  for (std::size_t I = S.First; I < S.Last; ++I)
    Width += Glyphs[I].Width;
  return Width;
}

/// The glyphs of the bytes from `Begin` to `End`; empty past the last glyph.
static Stretch marked(const std::vector<Glyph> &Glyphs, std::size_t Begin, std::size_t End) {
  Stretch Mark{0, 0};
  while (Mark.First < Glyphs.size() && Glyphs[Mark.First].End <= Begin)
    ++Mark.First;
  Mark.Last = Mark.First;
  while (Mark.Last < Glyphs.size() && Glyphs[Mark.Last].Begin < End)
    ++Mark.Last;
  return Mark;
}

/// Cuts the excerpt down to MaxColumns around the mark; what falls out of the mark is not
/// underlined.
static Stretch fit(Excerpt &E, Stretch &Mark) {
  Stretch All{0, E.Glyphs.size()};
  if (widthOf(E.Glyphs, All) + (E.CutLeft + E.CutRight) * Ellipsis.size() <= MaxColumns)
    return All;
  std::size_t Budget = MaxColumns - 2 * Ellipsis.size();
  Stretch Seen{Mark.First, Mark.First};
  auto Take = [&](std::size_t Index) {
    if (E.Glyphs[Index].Width > Budget)
      return false;
    Budget -= E.Glyphs[Index].Width;
    return true;
  };
  while (Seen.Last < Mark.Last && Take(Seen.Last))
    ++Seen.Last;
  Mark.Last = Seen.Last;
  for (bool Grown = true; Grown;) {
    Grown = false;
    if (Seen.First > 0 && Take(Seen.First - 1))
      --Seen.First, Grown = true;
    if (Seen.Last < E.Glyphs.size() && Take(Seen.Last))
      ++Seen.Last, Grown = true;
  }
  E.CutLeft |= Seen.First > 0;
  E.CutRight |= Seen.Last < E.Glyphs.size();
  return Seen;
}

/// One past the last marked byte of the line that the span starts in.
static std::size_t markEnd(const Span &Where, llvm::StringRef Line) {
  if (Where.EndLine > Where.Line)
    return Line.rtrim().size();
  return std::max(Where.EndColumn, 1U) - 1;
}

std::string plain(llvm::StringRef Message) {
  std::string Line = Message.str(), Text;
  std::replace_if(Line.begin(), Line.end(), [](char C) { return C == '\n' || C == '\r'; }, ' ');
  for (const Glyph &G : toGlyphs(Line, 0))
    Text += G.Text;
  return Text;
}

namespace {

class TextWriter {
public:
  TextWriter(const Report &R, const TextStyle &Style) : R(R), Style(Style), OS(Text) {
    OS.enable_colors(Style.Colour);
  }
  std::string run() {
    for (const Finding &F : R.Results.Findings)
      write(F);
    return std::move(Text);
  }

private:
  void write(const Finding &F);
  void writeStep(const Step &S);
  void writePlace(const Span &Where);
  void writeLevel(Severity Level);
  void writeSnippet(const Span &Where);
  void painted(Colors Colour, llvm::StringRef Words);

  const Report &R;
  const TextStyle &Style;
  std::string Text;
  llvm::raw_string_ostream OS;
};

} // namespace

void TextWriter::painted(Colors Colour, llvm::StringRef Words) {
  OS.changeColor(Colour, /*Bold=*/true);
  OS << Words;
  OS.resetColor();
}

void TextWriter::write(const Finding &F) {
  writePlace(F.Where);
  writeLevel(F.Level);
  std::string Id = std::string(IdPrefix) + std::string(F.Check);
  painted(Colors::SAVEDCOLOR, plain(F.Message) + " [" + Id + "]");
  OS << '\n';
  writeSnippet(F.Where);
  for (const Step &S : F.Steps)
    writeStep(S);
  if (!F.Fixes.empty())
    writeStep({{}, "with --fix: " + F.Fixes.front().Description});
}

void TextWriter::writeStep(const Step &S) {
  if (S.Where)
    writePlace(S.Where);
  else
    OS << "  ";
  writeLevel(Severity::Note);
  OS << plain(S.Message) << '\n';
  for (const std::string &Line : S.Table)
    OS << "    " << plain(Line) << '\n';
  writeSnippet(S.Where);
}

void TextWriter::writePlace(const Span &Where) {
  if (!Where)
    return;
  std::string Place = plain(shownPath(R.P.path(Where.File), Style)) + ":" +
                      std::to_string(Where.Line) + ":" + std::to_string(Where.Column) + ": ";
  painted(Colors::SAVEDCOLOR, Place);
}

void TextWriter::writeLevel(Severity Level) {
  static constexpr std::array ColourOf{Colors::CYAN, Colors::MAGENTA, Colors::RED};
  painted(ColourOf[static_cast<std::size_t>(Level)], std::string(levelName(Level)) + ": ");
}

void TextWriter::writeSnippet(const Span &Where) {
  auto Line = Where ? R.Sources.line(R.P.path(Where.File), Where.Line) : std::nullopt;
  if (!Line || Line->trim().empty())
    return;
  std::size_t Begin = std::min<std::size_t>(std::max(Where.Column, 1U) - 1, Line->size());
  Excerpt E = excerpt(*Line, Begin);
  Stretch Mark = marked(E.Glyphs, Begin, markEnd(Where, *Line));
  Stretch Seen = fit(E, Mark);

  std::string Shown = E.CutLeft ? Ellipsis.str() : "";
  std::size_t Caret = Shown.size() + widthOf(E.Glyphs, {Seen.First, Mark.First});
  for (std::size_t I = Seen.First; I < Seen.Last; ++I)
    Shown += E.Glyphs[I].Text;
  if (E.CutRight)
    Shown += Ellipsis;
  std::string Number = std::to_string(Where.Line);
  auto Gutter = std::max<unsigned>(5, Number.size() + 1);
  OS << llvm::right_justify(Number, Gutter) << " | " << llvm::StringRef(Shown).rtrim() << '\n';
  OS.indent(Gutter) << " | ";
  std::size_t Width = std::max<std::size_t>(widthOf(E.Glyphs, Mark), 1);
  painted(Colors::GREEN, std::string(Caret, ' ') + "^" + std::string(Width - 1, '~'));
  OS << '\n';
}

static bool isWithin(llvm::StringRef Path, llvm::StringRef Directory) {
  Directory = Directory.rtrim('/');
  return Path.starts_with(Directory) &&
         (Path.size() == Directory.size() || Path[Directory.size()] == '/');
}

std::string shownPath(llvm::StringRef Path, const TextStyle &Style) {
  namespace path = llvm::sys::path;
  llvm::SmallString<256> Absolute(Path);
  path::make_absolute(Style.Root, Absolute);
  llvm::StringRef File = Absolute, Here = llvm::StringRef(Style.WorkingDirectory).rtrim('/');
  if (isWithin(File, Here))
    return File.substr(Here.size() + 1).str();
  if (!isWithin(File, Style.Root) || !isWithin(Here, Style.Root))
    return File.str();
  llvm::SmallString<256> Relative;
  while (!isWithin(File, Here)) {
    Here = path::parent_path(Here);
    path::append(Relative, "..");
  }
  path::append(Relative, File.substr(Here.rtrim('/').size() + 1));
  return Relative.str().str();
}

std::string renderText(const Report &R, const TextStyle &Style) {
  return TextWriter(R, Style).run();
}

std::string summaryLine(const RunSummary &Summary) {
  std::string Line = "analysed " + std::to_string(Summary.Analysed) + " of " +
                     std::to_string(Summary.Units) + (Summary.Units == 1 ? " unit" : " units");
  if (!Summary.Failures.empty())
    Line += " (" + std::to_string(Summary.Failures.size()) + " failed)";
  if (Summary.WithErrors)
    Line += ", " + std::to_string(Summary.WithErrors) + " with errors";
  return Line;
}

std::string countsLine(std::span<const Finding> Findings) {
  std::array<std::size_t, 3> Counts{};
  for (const Finding &F : Findings)
    ++Counts[static_cast<std::size_t>(F.Level)];
  std::string Line;
  for (Severity Level : {Severity::Error, Severity::Warning, Severity::Note}) {
    std::size_t Count = Counts[static_cast<std::size_t>(Level)];
    if (!Count)
      continue;
    Line += (Line.empty() ? "" : ", ") + std::to_string(Count) + " " +
            std::string(levelName(Level)) + (Count == 1 ? "" : "s");
  }
  return Line.empty() ? "no findings" : Line;
}

} // namespace memlint
