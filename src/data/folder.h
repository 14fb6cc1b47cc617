// folder.h - a folder that the host gave, and the files beneath it that a program names. Nothing else can be reached.
//
//   auto folder = Folder::Open("facts");
//   auto file = folder->OpenFile("towns/edge.facts");    // a descriptor of a regular file
//   if (!file) Report(file.error());                     // "cannot read facts/towns/edge.facts: ..."
//
//   FolderWriter writer(*folder);
//   for (...) if (auto added = writer.Add("path.csv", bytes); !added) return added.error();
//   writer.Commit();                                     // all of them are there, or none is changed
//
// A program is a stranger's text. What it names is checked as a text first (FileNameProblem), then looked up step by
// step from the open folder: no step may be a symbolic link, and the last one must be a regular file, for reading and
// for writing alike. So no name leads out, whatever it holds, whatever lies in the folder, and nothing waits for a pipe
// or wakes a device. What is said of a name does not depend on what there is outside. Used by program_files.cc and
// output_files.cc; files that the user names on the command line are the user's own (files.h).
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <tl/expected.hpp>
#include <utility>
#include <vector>

#include "data/descriptor.h"

namespace bytelogic::data {

// Why a name that a program gives is no name of a file beneath a folder, "what is wrong; what to write"; empty where it
// is one. Parts of a name are separated by `/`.
auto FileNameProblem(std::string_view name) -> std::string;
// The same name whatever way it is written: "a/b" for "./a//b".
auto NormalName(std::string_view name) -> std::string;
// The same for the name of a relation, to which `ending` (".facts") is appended: it is a single part.
auto RelationFileProblem(std::string_view relation, std::string_view ending) -> std::string;

// Of a file that cannot be opened. The message has the form "what is wrong; what to do about it".
struct FileProblem {
  bool is_missing = false;  // there is no such file in the folder
  std::string message;
};

class Folder {
 public:
  // How names are looked up: by one system call that knows how to stay beneath a folder (openat2, Linux 5.6), or step
  // by step. Both are equally strict; kSteps is used where the kernel has not the call.
  enum class Lookup : std::uint8_t { kKernel, kSteps };

  // `path` is the user's own: it may be a symbolic link.
  static auto Open(const std::string& path, Lookup lookup = Lookup::kKernel) -> tl::expected<Folder, std::string>;

  // Opens a file for reading. `name`: of which FileNameProblem says nothing; whatever else is given is an error, too.
  [[nodiscard]] auto OpenFile(std::string_view name) const -> tl::expected<Descriptor, FileProblem>;
  // Whether there is something of this name, of whatever kind.
  [[nodiscard]] auto Has(std::string_view name) const -> bool;
  // As messages name a file: "facts/edge.facts".
  [[nodiscard]] auto PathOf(std::string_view name) const -> std::string;

 private:
  friend class FolderWriter;
  Folder(Descriptor descriptor, std::string path, Lookup lookup)
      : descriptor_(std::move(descriptor)), path_(std::move(path)), lookup_(lookup) {}
  // The open folder of the file `name`, and the last part of its name; an errno where there is none.
  [[nodiscard]] auto OpenParent(std::string_view name) const -> tl::expected<std::pair<Descriptor, std::string>, int>;

  Descriptor descriptor_;
  std::string path_;
  Lookup lookup_;
};

// Replaces files beneath a folder, all or none: each is written under another name first, and Commit renames. Where one
// of the renames fails, those before it are taken back. (Only where the machine stops between two of them may some
// files be new and others old.)
class FolderWriter {
 public:
  // `folder` must outlive the writer.
  explicit FolderWriter(const Folder& folder) : folder_(folder) {}
  ~FolderWriter();
  FolderWriter(const FolderWriter&) = delete;
  auto operator=(const FolderWriter&) -> FolderWriter& = delete;

  // The folder of the file must be there. Of two files of the same name the later one counts. A file that is replaced
  // keeps who may read and write it; none becomes a program. The error is a sentence.
  auto Add(std::string_view name, std::string_view bytes) -> tl::expected<void, std::string>;
  auto Commit() -> tl::expected<void, std::string>;

 private:
  struct File {
    Descriptor parent;
    std::string name;       // in its folder
    std::string shown;      // in messages
    std::string temporary;  // empty: there is none any more
    enum class State : std::uint8_t { kWritten, kNew, kExchanged } state = State::kWritten;
  };
  auto WriteTemporary(File& file, std::string_view bytes) -> int;
  static auto Rename(File& file) -> int;
  static void TakeBack(File& file);

  const Folder& folder_;
  std::deque<File> files_;
};

}  // namespace bytelogic::data
