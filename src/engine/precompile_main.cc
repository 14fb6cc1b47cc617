// precompile_main.cc - bytelogic_precompile IN.wasm OUT.cwasm: machine code of the runtime, made when ByteLogic is
// built.
//
// On x86-64 for any processor of level v3 (Haswell, Zen and later); elsewhere for the machine of the build.
#include <cstdint>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <vector>

#include "engine/sandbox.h"

auto main(int argument_count, char** arguments) -> int {
  if (argument_count != 3) {
    std::fprintf(stderr, "usage: bytelogic_precompile IN.wasm OUT.cwasm\n");
    return 2;
  }
  std::ifstream in(arguments[1], std::ios::binary);
  const std::vector<std::uint8_t> wasm{std::istreambuf_iterator<char>(in), {}};
#if defined(__x86_64__) && defined(__linux__)
  const bytelogic::engine::SandboxOptions options{.max_instances = 1, .processor = "x86-64-v3"};
#else
  const bytelogic::engine::SandboxOptions options{.max_instances = 1};
#endif
  const auto sandbox = bytelogic::engine::Sandbox::Open(options);
  if (sandbox == nullptr) {
    std::fprintf(stderr, "too little address space (ulimit -v)\n");
    return 1;
  }
  const auto module = sandbox->Compile(wasm);
  if (!module) {
    std::fprintf(stderr, "%s: %s\n", arguments[1], module.error().c_str());
    return 1;
  }
  const std::vector<std::uint8_t> code = module->Serialize();
  std::ofstream out(arguments[2], std::ios::binary);
  out.write(reinterpret_cast<const char*>(code.data()), static_cast<std::streamsize>(code.size()));
  return out.flush() ? 0 : 1;
}
