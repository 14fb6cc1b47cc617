#include "data/descriptor.h"

#include <unistd.h>

#include <cerrno>

namespace bytelogic::data {

auto WriteAll(int descriptor, std::string_view bytes) -> int {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor, bytes.data(), bytes.size());
    if (written >= 0) bytes.remove_prefix(static_cast<std::size_t>(written));
    if (written < 0 && errno != EINTR) return errno;
  }
  return 0;
}

}  // namespace bytelogic::data
