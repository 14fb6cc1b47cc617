# Writes OUTPUT, a C++ file that holds the pages CODE.md of the folder PAGES as strings (src/tools/diagnostic_pages.h):
#   cmake -DPAGES=docs/diagnostics -DOUTPUT=pages.cc -P cmake/embed_pages.cmake
file(GLOB pages ${PAGES}/[EWR][0-9][0-9][0-9].md)
list(SORT pages)
set(entries "")
foreach(page ${pages})
  get_filename_component(code ${page} NAME_WE)
  file(READ ${page} text)
  string(APPEND entries "    {\"${code}\", R\"markdown(${text})markdown\"},\n")
endforeach()
file(WRITE ${OUTPUT} "#include \"tools/diagnostic_pages.h\"

namespace bytelogic::tools {

namespace {

// The last one ends the list, which may be empty otherwise.
constexpr DiagnosticPage kPages[] = {
${entries}    {\"\", \"\"},
};

}  // namespace

auto DiagnosticPages() -> std::span<const DiagnosticPage> {
  return std::span(kPages).first(std::size(kPages) - 1);
}

}  // namespace bytelogic::tools
")
