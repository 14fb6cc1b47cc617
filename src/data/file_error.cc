#include "data/file_error.h"

#include <cerrno>
#include <cstring>

namespace bytelogic::data {

auto ErrorText(int error) -> std::string {
  const std::string text = std::strerror(error);
  switch (error) {
    case ENOENT:
    case ENOTDIR:
    case ENAMETOOLONG:
    case ELOOP:
      return text + "; check the path";
    case EACCES:
    case EPERM:
    case EROFS:
      return text + "; check who may read and write it, or choose another place";
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return text + "; make room, or choose another place";
    case EISDIR:
      return text + "; give a file in it";
    case EBADF:
      return "it is closed; redirect it to or from a file";
    case EPIPE:
      return "its reader closed it; the rest is not written";
    default:
      return text;
  }
}

auto SplitHelp(std::string_view error) -> std::pair<std::string_view, std::string_view> {
  const std::size_t at = error.find("; ");
  if (at == std::string_view::npos) return {error, {}};
  return {error.substr(0, at), error.substr(at + 2)};
}

auto DisplayName(const std::string& path) -> std::string { return path == "-" ? "<stdin>" : path; }

}  // namespace bytelogic::data
