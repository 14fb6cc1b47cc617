// image_fuzzer.cc - damaged images are refused, or run without touching what is not theirs.
//
// The input chooses one of the sample images and then edits it: each edit overwrites 1, 2 or 4 bytes somewhere, or a
// field of an instruction. What is wrong with what it pays in advance then is put right, or hardly an edit would get
// any further. What FindImageProblem lets through runs under small limits, with the heap's free blocks poisoned.
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <vector>

#include "../unit/runtime/sample_images.h"
#include "diagnostics/diagnostics.h"
#include "plan/builder.h"
#include "plan/image_writer.h"
#include "runtime/code_fuel.h"
#include "runtime/validate.h"
#include "sema/check.h"
#include "syntax/bytelogic/parser.h"

namespace {

using namespace bytelogic::runtime;

struct Edit {
  std::uint8_t kind;
  std::uint8_t small;
  std::uint16_t place;
  std::uint32_t value;
};
static_assert(sizeof(Edit) == 8);

// What the samples made by hand do not have: groups, sets, relations that keep the best, constraints.
constexpr const char* kPrograms[] = {
    "REL pay 3 FACT pay a x 10\nFACT pay a y 2.5\nFACT pay b x 3\nREL total 6\n"
    "RULE total: SCAN pay $d ? $p, EMIT total $d SUM($p) COUNT(DISTINCT $p) AVG($p) MIN($d) COUNT()\n"
    "RULE total: SCAN pay $d $n $p, WHERE $p > AVG(QUERY pay ? ? ?), EMIT total $n 1 2 3 x SUM($p * 2)\n"
    "SOLVE QUERY total ? ? ? ? ? ?\n",
    "REL edge 3 FACT edge a b 4\nFACT edge b c -1\nFACT edge c a 2\nREL dist(n, c: int KEEP MIN)\nFACT dist a 0\n"
    "RULE dist: SCAN dist $x $c, JOIN edge $x $y $w, EMIT dist $y ($c + $w)\n"
    "RULE dist: SCAN dist $x $c, JOIN dist $y $c, NOT edge $x $y ?, EMIT dist $x ($c + 1)\n"
    "SOLVE FACT dist b 1\nSOLVE QUERY dist ? ?\nQUERY dist ? 3\nQUERY dist a 0\n",
    "REL v 1 FACT v 1\nFACT v x\nFACT v 2.5\nREL w(x: float) FACT w 1e300\n"
    "CALC f INPUT $n IF $n > 3 THEN RESULT SUM(QUERY w ?) END RESULT COUNT(QUERY v ?) + CALC f($n + 1) END\n"
    "CONSTRAINT few: SCAN v $x, SCAN w $y, WHERE COUNT(QUERY v ?) > 1\nCONSTRAINT one: WHERE MAX(QUERY w ?) > 0\n"
    "RESULT CALC f(1) RESULT EXISTS(QUERY v ?) RESULT MIN(QUERY w ?)\n",
};

auto ImageOf(const char* source) -> std::vector<std::uint64_t> {
  bytelogic::Diagnostics diagnostics;
  const auto ast = bytelogic::syntax::ParseProgram(source, diagnostics);
  const auto program = bytelogic::sema::Check(ast, {}, {}, diagnostics);
  if (!program || diagnostics.has_errors()) std::abort();
  const std::vector<std::uint8_t> bytes =
      bytelogic::plan::WriteImage(bytelogic::plan::BuildPlan(*program, diagnostics));
  std::vector<std::uint64_t> image((bytes.size() + 7) / 8);
  std::memcpy(image.data(), bytes.data(), bytes.size());
  return image;
}

void Apply(const Edit& edit, std::vector<std::uint64_t>& image) {
  auto* bytes = reinterpret_cast<std::uint8_t*>(image.data());
  const std::size_t size = image.size() * 8;
  const std::uint32_t value = edit.small != 0 ? edit.small - 1U : edit.value;
  if (edit.kind % 2 == 0) {
    const std::size_t width = std::size_t{1} << edit.kind / 2 % 3;
    std::memcpy(bytes + edit.place * width % (size - 4), &value, width);
    return;
  }
  ImageHeader header;
  std::memcpy(&header, bytes, sizeof header);
  if (header.code.count == 0 || header.code.offset > size ||
      std::uint64_t{header.code.count} * sizeof(Op) > size - header.code.offset)
    return;
  constexpr std::size_t kFields[][2] = {{0, 2}, {2, 2}, {4, 2}, {6, 2}, {8, 4}, {12, 4}};
  const auto& [offset, width] = kFields[edit.kind / 2 % 6];
  std::memcpy(bytes + header.code.offset + edit.place % header.code.count * sizeof(Op) + offset, &value, width);
}

auto Problem(const std::vector<std::uint64_t>& image) -> std::string_view {
  const char* problem = FindImageProblem(reinterpret_cast<const std::uint8_t*>(image.data()), image.size() * 8);
  return problem == nullptr ? std::string_view() : problem;
}

auto Validates(const std::vector<std::uint64_t>& image) -> bool { return Problem(image).empty(); }

// Puts right what functions pay in advance, where that is what is wrong: their tables lie inside of the image then.
auto Pays(std::vector<std::uint64_t>& image) -> bool {
  if (Problem(image) != "what a function pays in advance") return false;
  auto* bytes = reinterpret_cast<std::uint8_t*>(image.data());
  const auto& header = *reinterpret_cast<const ImageHeader*>(bytes);
  PayInAdvance({reinterpret_cast<Op*>(bytes + header.code.offset), header.code.count},
               {reinterpret_cast<FunctionEntry*>(bytes + header.functions.offset), header.functions.count});
  return true;
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  static const auto* const samples = [] {
    auto* images = new std::vector<std::vector<std::uint64_t>>;
    for (const ImageAssembler& sample : SampleImages()) images->push_back(sample.Image());
    for (const char* program : kPrograms) images->push_back(ImageOf(program));
    return images;
  }();
  if (size == 0) return 0;
  std::vector<std::uint64_t> image = (*samples)[data[0] % samples->size()];
  for (std::size_t at = 1; at + sizeof(Edit) <= size; at += sizeof(Edit)) {
    Edit edit;
    std::memcpy(&edit, data + at, sizeof edit);
    Apply(edit, image);
  }
  if (!Validates(image) && !(Pays(image) && Validates(image))) return 0;
  RunOptions options;
  options.fuel = 50'000;
  options.tuples = 500;
  options.facts = 100;
  options.output_bytes = 4'096;
  options.memory_bytes = 1U << 18;
  options.call_depth = 20;
  const Finished run = ImageAssembler::RunImage(std::move(image), options);
  const std::uint32_t code = run.code();
  const bool known = code == 0 || (code > 200 && code <= 210) || (code >= 302 && code <= 309);
  if (!known || (run.report != nullptr && run.report->fuel > options.fuel)) std::abort();
  if (code == 0 && run.Text().size() > (1U << 20)) std::abort();
  return 0;
}
