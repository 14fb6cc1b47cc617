#include "engine/runtime_loader.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>
#include <vector>

#define XXH_INLINE_ALL
#include <xxhash.h>

#include "engine/embedded_runtime.h"

namespace bytelogic::engine {
namespace {

using Bytes = std::vector<std::uint8_t>;

// Machine code is run without further checks, so the file must be ours alone, and whole: it ends with its hash.
auto ReadTrustedFile(const std::string& path) -> std::optional<Bytes> {
  const int file = open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
  if (file < 0) return std::nullopt;
  std::optional<Bytes> result;
  struct stat status {};
  constexpr off_t kMaxSize = 64 << 20;
  if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == geteuid() &&
      (status.st_mode & (S_IWGRP | S_IWOTH)) == 0 && status.st_size > static_cast<off_t>(sizeof(XXH64_hash_t)) &&
      status.st_size < kMaxSize) {
    Bytes bytes(static_cast<std::size_t>(status.st_size));
    std::size_t done = 0;
    while (done < bytes.size()) {
      const ssize_t count = read(file, bytes.data() + done, bytes.size() - done);
      if (count <= 0) break;
      done += static_cast<std::size_t>(count);
    }
    const std::size_t size = bytes.size() - sizeof(XXH64_hash_t);
    XXH64_hash_t hash = 0;
    std::memcpy(&hash, bytes.data() + size, sizeof(hash));
    if (done == bytes.size() && hash == XXH3_64bits(bytes.data(), size)) {
      bytes.resize(size);
      result = std::move(bytes);
    }
  }
  close(file);
  return result;
}

// To a file of its own first, so that nobody sees half of it. Failing is harmless.
void WriteFile(const std::string& path, Bytes bytes) {
  const XXH64_hash_t hash = XXH3_64bits(bytes.data(), bytes.size());
  const auto* hash_bytes = reinterpret_cast<const std::uint8_t*>(&hash);
  bytes.insert(bytes.end(), hash_bytes, hash_bytes + sizeof(hash));
  const std::string unfinished = path + "." + std::to_string(getpid());
  const int file = open(unfinished.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (file < 0) return;
  std::size_t done = 0;
  while (done < bytes.size()) {
    const ssize_t count = write(file, bytes.data() + done, bytes.size() - done);
    if (count <= 0) break;
    done += static_cast<std::size_t>(count);
  }
  close(file);
  if (done != bytes.size() || std::rename(unfinished.c_str(), path.c_str()) != 0) unlink(unfinished.c_str());
}

}  // namespace

auto DefaultCacheFolder() -> std::string {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache != nullptr && cache[0] == '/') {
    return std::string(cache) + "/bytelogic";
  }
  if (const char* home = std::getenv("HOME"); home != nullptr && home[0] == '/') {
    return std::string(home) + "/.cache/bytelogic";
  }
  return {};
}

auto LoadCachedRuntime(Sandbox& sandbox, const std::string& cache_folder) -> tl::expected<SandboxModule, std::string> {
  const std::span<const std::uint8_t> wasm = RuntimeWasm();
  std::string path;
  if (!cache_folder.empty()) {
    char name[32];
    std::snprintf(name, sizeof(name), "%016llx",
                  static_cast<unsigned long long>(XXH3_64bits(wasm.data(), wasm.size())));
    path = cache_folder + "/runtime-" + name + ".cwasm";
    if (const std::optional<Bytes> kept = ReadTrustedFile(path)) {
      // Of another machine with the same home folder, or of another Wasmtime: it is compiled anew.
      if (auto module = sandbox.Load(*kept)) return module;
    }
  }
  auto module = sandbox.Compile(wasm);
  if (module && !path.empty()) {
    std::error_code error;
    std::filesystem::create_directories(cache_folder, error);
    if (!error) WriteFile(path, module->Serialize());
  }
  return module;
}

auto LoadRuntime(Sandbox& sandbox, const std::string& cache_folder) -> tl::expected<SandboxModule, std::string> {
  if (auto module = sandbox.Load(RuntimeMachineCode())) return module;
  return LoadCachedRuntime(sandbox, cache_folder);
}

}  // namespace bytelogic::engine
