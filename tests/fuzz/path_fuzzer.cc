// Any text as the name of a file that a program gives, in a folder with links, pipes and sockets, and with files around
// it: what is opened lies inside, by either way of looking names up, and nothing outside changes by writing.

#include "../unit/data/program_tree.h"
#include "base/check.h"

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace bytelogic::data;
  static const ProgramTree tree;
  static const auto outside = tree.Outside();
  static const Folder by_kernel = std::move(*Folder::Open(tree.inside().string(), Folder::Lookup::kKernel));
  static const Folder by_steps = std::move(*Folder::Open(tree.inside().string(), Folder::Lookup::kSteps));
  if (size == 0) return 0;
  const bool writes = data[0] % 4 == 0;
  const std::string name(reinterpret_cast<const char*>(data) + 1, size - 1);

  const auto first = by_kernel.OpenFile(name);
  const auto second = by_steps.OpenFile(name);
  BL_CHECK(first.has_value() == second.has_value());
  if (first) {
    BL_CHECK(ProgramTree::Read(first->number()) == "inside" && ProgramTree::Read(second->number()) == "inside");
    BL_CHECK(FileNameProblem(name).empty());
  } else {
    BL_CHECK(first.error().message == second.error().message);
  }
  if (RelationFileProblem(name, ".csv").empty()) BL_CHECK(FileNameProblem(name + ".csv").empty());
  if (!writes) return 0;
  FolderWriter writer(data[0] % 8 == 0 ? by_kernel : by_steps);
  // Only what is there is replaced, so that the folder stays as it is.
  if (by_steps.Has(name) && writer.Add(name, "inside")) {
    BL_CHECK(writer.Commit().has_value());
    BL_CHECK(ProgramTree::Read(by_steps.OpenFile(name)->number()) == "inside");
  }
  BL_CHECK(tree.Outside() == outside);
  return 0;
}
