#include "tools/line_reader.h"

#include <histedit.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <clocale>
#include <cstdlib>
#include <cwchar>
#include <string_view>

#include "base/utf8.h"
#include "tools/interrupt.h"

namespace bytelogic::tools {

namespace {

constexpr int kHistoryLength = 1'000;
// A longer line from a pipe is cut: no input is stored for ever.
constexpr std::size_t kMaxLine = std::size_t{1} << 20;

// Where the history is kept, its folders made; empty where there is no place for it.
auto HistoryPath() -> std::string {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  std::string folder;
  if (state != nullptr && *state == '/') {
    folder = state;
  } else if (home != nullptr && *home == '/') {
    folder = std::string(home) + "/.local/state";
  } else {
    return {};
  }
  folder += "/bytelogic";
  for (std::size_t slash = folder.find('/', 1);; slash = folder.find('/', slash + 1)) {
    mkdir(folder.substr(0, slash).c_str(), 0700);  // most exist already
    if (slash == std::string::npos) break;
  }
  return folder + "/history";
}

// Reads one character for libedit; Ctrl-C ends the line.
auto ReadCharacter(EditLine*, wchar_t* character) -> int {
  std::array<char, 4> bytes{};
  std::size_t count = 0;
  while (count < bytes.size()) {
    if (!WaitForInput(0)) return -1;
    const ssize_t got = read(0, &bytes[count], 1);
    if (got == 0) return 0;
    if (got < 0) {
      if (errno == EINTR) continue;
      return -1;
    }
    ++count;
    const auto lead = static_cast<unsigned char>(bytes[0]);
    const std::size_t length = lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (count == length) break;
  }
  *character = static_cast<wchar_t>(DecodeUtf8({bytes.data(), count}, 0).value);
  return 1;
}

}  // namespace

struct LineReader::Editor {
  Editor() : edit(el_init("bytelogic", stdin, stdout, stderr)), history(history_init()), history_path(HistoryPath()) {
    if (edit == nullptr || history == nullptr) return;
    HistEvent event;
    ::history(history, &event, H_SETSIZE, kHistoryLength);
    ::history(history, &event, H_SETUNIQUE, 1);
    if (!history_path.empty()) ::history(history, &event, H_LOAD, history_path.c_str());
    el_set(edit, EL_CLIENTDATA, this);
    el_set(
        edit, EL_PROMPT, +[](EditLine* line) -> char* {
          void* editor = nullptr;
          el_get(line, EL_CLIENTDATA, &editor);
          return static_cast<Editor*>(editor)->prompt.data();
        });
    el_set(edit, EL_EDITOR, "emacs");
    el_set(edit, EL_GETCFN, ReadCharacter);
    el_set(edit, EL_HIST, ::history, history);
    el_source(edit, nullptr);  // the user's own key bindings
  }
  ~Editor() {
    if (history != nullptr) {
      HistEvent event;
      if (!history_path.empty()) ::history(history, &event, H_SAVE, history_path.c_str());
      history_end(history);
    }
    if (edit != nullptr) el_end(edit);
  }
  Editor(const Editor&) = delete;
  auto operator=(const Editor&) -> Editor& = delete;

  EditLine* edit;
  History* history;
  std::string history_path;
  std::string prompt;
};

LineReader::LineReader(Console& console) : console_(console) {
  if (isatty(0) != 1 || !console.out.is_terminal()) return;
  std::setlocale(LC_CTYPE, "");  // how wide characters are on this terminal
  editor_ = std::make_unique<Editor>();
  if (editor_->edit == nullptr || editor_->history == nullptr) editor_.reset();
}

LineReader::~LineReader() = default;

auto LineReader::Read(const std::string& prompt) -> std::optional<std::string> {
  if (editor_ == nullptr) return ReadPlain();
  console_.out.Flush();
  editor_->prompt = prompt;
  int length = 0;
  const char* text = el_gets(editor_->edit, &length);
  if (text == nullptr || length <= 0) return std::nullopt;
  std::string line(text, static_cast<std::size_t>(length));
  while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) line.pop_back();
  if (!line.empty()) {
    HistEvent event;
    ::history(editor_->history, &event, H_ENTER, line.c_str());
  }
  return line;
}

auto LineReader::ReadPlain() -> std::optional<std::string> {
  while (true) {
    const std::size_t end = buffer_.find('\n');
    if (end != std::string::npos || buffer_.size() > kMaxLine || (at_end_ && !buffer_.empty())) {
      std::string line = buffer_.substr(0, end);
      buffer_.erase(0, end == std::string::npos ? end : end + 1);
      if (line.ends_with('\r')) line.pop_back();
      return line;
    }
    if (at_end_ || !WaitForInput(0)) return std::nullopt;
    std::array<char, 4'096> bytes;
    const ssize_t count = read(0, bytes.data(), bytes.size());
    if (count > 0) buffer_.append(bytes.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EINTR)) at_end_ = true;
  }
}

}  // namespace bytelogic::tools
