// repl_session.h - a program that grows statement by statement: the REPL without its terminal.
//
//   ReplSession session(engine, {}, {});
//   session.Enter("REL edge 2");
//   session.Enter("FACT edge a b");
//   session.Enter("QUERY edge a ?").answer        // "b"
//
// Each entry runs the whole program with the entry at its end; an entry that fails changes nothing. Entries that only
// ask are not kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "bytelogic/engine.h"
#include "tools/exit_code.h"

namespace bytelogic::tools {

// Does `text` stop in the middle of a statement: a block without END, a RULE without EMIT, an open parenthesis?
auto IsIncomplete(std::string_view text) -> bool;

// Does `line` begin a statement of its own after the incomplete `entry`, which it does not go on with? `RESULT 2` after
// `RESULT 1 +`; but not inside of a block, where statements belong.
auto BeginsAnew(std::string_view entry, std::string_view line) -> bool;

class ReplSession {
 public:
  struct Reply {
    std::string answer;                           // what the entry answers; may be empty
    std::vector<Diagnostic> diagnostics;          // places count from the entry's beginning
    std::vector<Diagnostic> session_diagnostics;  // about the program entered before: places in program()
    ExitCode exit_code = ExitCode::kAnswered;
  };

  ReplSession(Engine& engine, RunOptions options, Facts facts);

  auto Enter(std::string_view entry) -> Reply;
  void Reset() { program_.clear(); }
  // All entries that are kept, each ended by a newline.
  [[nodiscard]] auto program() const -> const std::string& { return program_; }

 private:
  Engine& engine_;
  RunOptions options_;
  Facts facts_;
  std::string program_;
};

}  // namespace bytelogic::tools
