// runtime_loader.h - the sandbox runtime as a loaded module, as fast as this machine allows.
//
// Where the machine code inside of this library fits the processor, loading takes a fraction of a millisecond.
// Elsewhere the portable module is compiled (some 60 ms) and kept in the user's cache folder for the next start.
#pragma once

#include <string>
#include <tl/expected.hpp>

#include "engine/sandbox.h"

namespace bytelogic::engine {

// `cache_folder`: empty: nothing is kept.
auto LoadRuntime(Sandbox& sandbox, const std::string& cache_folder) -> tl::expected<SandboxModule, std::string>;

// ${XDG_CACHE_HOME}/bytelogic, or ~/.cache/bytelogic; empty where neither is known.
auto DefaultCacheFolder() -> std::string;

// The steps of LoadRuntime on machines of another kind, for tests: from the cache, else compiled and put there.
auto LoadCachedRuntime(Sandbox& sandbox, const std::string& cache_folder) -> tl::expected<SandboxModule, std::string>;

}  // namespace bytelogic::engine
