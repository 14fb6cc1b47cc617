// output_files.h - the relations that a run answers as files of --out-dir.
//
//   const OutputFiles outputs(files, shape_arities, "p.dl", errors);
//   auto written = outputs.Write(result.outputs, "out", errors);       // out/path.csv, tab-separated, sorted
//
// Of a ByteLogic program each relation that a QUERY asks for as a whole (`QUERY path ? ?`) is written; of a Datalog
// program what its .output directives name. All files are there afterwards, or none: they are written under other names
// first. Used by run_command.cc.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/result.h"
#include "data/program_files.h"

namespace bytelogic::data {

class OutputFiles {
 public:
  // `arities`: of each relation of the program. What is wrong with directives goes to `errors`.
  OutputFiles(const ProgramFiles& files, std::map<std::string, std::size_t, std::less<>> arities,
              const std::string& program, DataErrors& errors);

  // Takes the outputs that go to files out of `outputs`, and writes them; makes the folder where there is none. Reports
  // R213, and then no file is changed.
  auto Write(std::vector<Output>& outputs, const std::string& folder, DataErrors& errors) const -> bool;

 private:
  [[nodiscard]] auto IsWhole(const Output& output) const -> bool;

  std::map<std::string, std::size_t, std::less<>> arities_;
  bool all_ = true;  // every relation has a file
  std::map<std::string, FileFormat, std::less<>> formats_;
};

// The rows of `output` as text; false, and R213, where a symbol holds what would end its field.
auto WriteRows(const Output& output, const FileFormat& format, const std::string& file, std::string& text,
               DataErrors& errors) -> bool;

}  // namespace bytelogic::data
