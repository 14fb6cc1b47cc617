// module_fuzzer.cc - modules from outside are refused, or run under the limits; nothing else happens.
//
// The first byte chooses what is damaged: a genuine module (its image, limits and metadata), one of the hostile shapes,
// small (code, sections, metadata), or the input itself as a module. The second says whether the checksum is made
// anew, as somebody would who changes a module on purpose. The rest are edits of eight bytes. What keeps its old
// checksum must be refused; all else ends with an answer or a diagnostic that we know.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include "bytelogic/bytelogic.h"
#include "hostile_modules.h"
#include "standalone/module_checksum.h"
#include "standalone/standalone.h"
#include "wasm/encoder.h"
#include "wasm/reader.h"

namespace {

using namespace bytelogic;
using ByteVector = std::vector<std::uint8_t>;

constexpr const char* kPrograms[] = {
    "REL edge 2 FACT edge a b\nFACT edge b c\nREL path 2\nRULE path: SCAN edge $x $y, EMIT path $x $y\n"
    "RULE path: SCAN edge $x $y, JOIN path $y $z, EMIT path $x $z\nSOLVE QUERY path a ?\nRESULT 355 / 113\n",
    "REL pay 2 FACT pay a 10\nFACT pay b 2.5\nREL total 1\nRULE total: SCAN pay $n $p, EMIT total SUM($p)\n"
    "CONSTRAINT rich: SCAN pay $n $p, WHERE $p > 5\nQUERY total ?\nRESULT \"caf\u00e9\"\n",
};

struct Edit {
  std::uint8_t part;
  std::uint8_t kind;
  std::uint16_t which;
  std::uint16_t place;
  std::uint8_t size;
  std::uint8_t value;
};
static_assert(sizeof(Edit) == 8);

struct Samples {
  Engine engine{{.max_instances = 1}};
  std::vector<ByteVector> genuine;
  std::vector<ByteVector> hostile;

  Samples() {
    for (const char* program : kPrograms) {
      const CompileResult compiled = engine.Compile(program);
      if (!compiled.program) std::abort();
      genuine.push_back(engine.EmitModule(*compiled.program));
      if (!engine.RunModule(genuine.back()).success) std::abort();
    }
    for (const hostile::HostileShape& shape : hostile::HostileShapes()) {
      for (const std::size_t bytes : {60, 400}) {
        ByteVector module = shape.make(bytes);
        if (module.size() < 20'000) hostile.push_back(std::move(module));
      }
    }
  }
};

// Overwrites, inserts or removes some bytes of `bytes`.
void Change(const Edit& edit, ByteVector& bytes) {
  if (bytes.empty()) return;
  const std::size_t at = (std::size_t{edit.place} + edit.which) % bytes.size();
  const std::size_t size = std::min<std::size_t>(1 + edit.size % 8, bytes.size() - at);
  const auto begin = bytes.begin() + static_cast<std::ptrdiff_t>(at);
  switch (edit.kind % 4) {
    case 0:
      *begin = edit.value;
      return;
    case 1:
      *begin ^= static_cast<std::uint8_t>(1U << (edit.value % 8));
      return;
    case 2:
      bytes.insert(begin, size, edit.value);
      return;
    default:
      bytes.erase(begin, begin + static_cast<std::ptrdiff_t>(size));
      return;
  }
}

auto Changed(wasm::Module& module, const Edit& edit, wasm::Bytes bytes) -> wasm::Bytes {
  ByteVector changed(bytes.begin(), bytes.end());
  Change(edit, changed);
  return module.Own(std::move(changed));
}

// What an edit may do to the parts of a module.
void Apply(const Edit& edit, bool also_code, wasm::Module& module) {
  constexpr std::uint32_t kSizes[] = {0, 1, 2, 16, 1'024, 65'535, 65'536, 0xFFFF'FFFF};
  const std::uint32_t size = kSizes[edit.value % 8];
  const auto pick = [&](auto& items) -> auto& { return items[edit.which % items.size()]; };
  switch (edit.part % (also_code ? 10 : 3)) {
    case 0:
      if (!module.data.empty()) {
        // The last two are the image and the limits.
        wasm::Data& data =
            module.data[module.data.size() - 1 - edit.which % std::min<std::size_t>(module.data.size(), 2)];
        data.bytes = Changed(module, edit, data.bytes);
      }
      return;
    case 1:
    case 2:
      if (!module.customs.empty()) {
        // The metadata come last.
        wasm::CustomSection& custom = module.customs.back();
        custom.bytes = Changed(module, edit, custom.bytes);
      }
      return;
    case 3:
    case 4:
      if (!module.bodies.empty()) pick(module.bodies).code = Changed(module, edit, pick(module.bodies).code);
      return;
    case 5:
      if (!module.bodies.empty()) pick(module.bodies).locals.emplace_back(size, wasm::ValueType::kI64);
      return;
    case 6:
      if (!module.memories.empty()) module.memories[0] = {size, std::nullopt};
      return;
    case 7:
      module.tables.push_back({wasm::ValueType::kFuncRef, {size, std::nullopt}});
      return;
    case 8:
      if (!module.functions.empty() && !module.types.empty()) pick(module.functions) = edit.place % module.types.size();
      return;
    default:
      if (!module.exports.empty() && module.functions.size() > 1) pick(module.exports).index = edit.place % 2;
      return;
  }
}

auto IsKnown(const std::string& code) -> bool {
  return code.size() == 4 && code[0] == 'R' && (code[1] == '2' || code[1] == '3');
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  static auto* const samples = new Samples;
  if (size < 2) return 0;
  const std::uint8_t choice = data[0];
  const bool sealed = data[1] % 8 != 0;
  ByteVector original;
  ByteVector bytes;
  if (choice % 4 == 3) {
    bytes.assign(data + 2, data + size);
    if (sealed) standalone::AppendChecksum(bytes);
  } else {
    const bool is_genuine = choice % 4 == 0;
    const std::vector<ByteVector>& from = is_genuine ? samples->genuine : samples->hostile;
    original = from[choice / 4 % from.size()];
    auto module = wasm::ReadModule(original);
    if (!module) return 0;
    const wasm::CustomSection checksum = module->customs.back();
    module->customs.pop_back();
    for (std::size_t at = 2; at + sizeof(Edit) <= size; at += sizeof(Edit)) {
      Edit edit;
      std::memcpy(&edit, data + at, sizeof(edit));
      Apply(edit, !is_genuine, *module);
    }
    if (!sealed) module->customs.push_back(checksum);
    bytes = wasm::EncodeModule(*module);
    if (sealed) standalone::AppendChecksum(bytes);
  }
  RunOptions options;
  options.limits.time_us = 200'000;
  options.limits.fuel = 5'000;
  options.limits.tuples = 500;
  options.limits.memory_bytes = 1U << 20;
  options.limits.output_bytes = 4'096;
  const Result result = samples->engine.RunModule(bytes, options);
  if (!result.success) {
    if (result.diagnostics.empty() || !IsKnown(result.diagnostics[0].code) || !result.outputs.empty()) std::abort();
  }
  if (!sealed && !original.empty() && bytes != original && result.success) std::abort();
  if (!sealed && original.empty() && result.success) std::abort();
  return 0;
}
