# cmake -DOUTPUT=file.cpp -DFOLDER=folder -DNAMES=a.yaml,b.yaml -P Embed.cmake: writes the source of
# embeddedModels(), with each file as a string literal.
string(REPLACE "," ";" NAMES "${NAMES}")
set(ENTRIES "")
foreach(NAME IN LISTS NAMES)
  file(READ "${FOLDER}/${NAME}" TEXT)
  string(APPEND ENTRIES "    {\"${NAME}\", R\"memlint(${TEXT})memlint\"},\n")
endforeach()
file(WRITE "${OUTPUT}" "#include \"analysis/models/EmbeddedModels.h\"

namespace memlint {
namespace {

constexpr EmbeddedModel All[] = {
${ENTRIES}};

} // namespace

std::span<const EmbeddedModel> embeddedModels() { return All; }

} // namespace memlint
")
