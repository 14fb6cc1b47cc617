#include "data/sqlite_database.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <utility>

#include "data/file_error.h"
#include "data/input.h"

namespace bytelogic::data {

namespace {

// Steps of the virtual machine between two looks at the budget.
constexpr int kStepsBetweenLooks = 1'000;
constexpr int kBusyMilliseconds = 2'000;
constexpr int kBusyStep = 5;
// The text of a schema is a value, too.
constexpr std::uint64_t kLeastLength = 1'000'000;
// A pattern of LIKE is matched in steps that grow with its length.
constexpr int kMaxPattern = 100;

auto Authorize(void* /*data*/, int action, const char* first, const char* second, const char* /*database*/,
               const char* /*trigger*/) -> int {
  const std::string_view function = second != nullptr ? second : "";
  switch (action) {
    case SQLITE_SELECT:
    case SQLITE_READ:
    case SQLITE_RECURSIVE:
      return SQLITE_OK;
    case SQLITE_FUNCTION:
      return function == "load_extension" ? SQLITE_DENY : SQLITE_OK;
    case SQLITE_PRAGMA:  // the pragmas that are read as tables tell of the schema
      return first != nullptr && std::string_view(first).starts_with("table_") ? SQLITE_OK : SQLITE_DENY;
    default:
      return SQLITE_DENY;
  }
}

}  // namespace

// A file system for SQLite that has one file, which is open already, and can only read it.
class SqliteDatabase::DescriptorFiles {
 public:
  explicit DescriptorFiles(Descriptor file)
      : file_(std::move(file)), name_(fmt::format("bytelogic-{:p}", fmt::ptr(this))) {
    fstat(file_.number(), &opened_);
    const sqlite3_vfs* standard = sqlite3_vfs_find(nullptr);
    files_.iVersion = 1;
    files_.szOsFile = sizeof(OpenFile);
    files_.mxPathname = 64;
    files_.zName = name_.c_str();
    files_.pAppData = this;
    files_.xOpen = Open;
    files_.xDelete = [](sqlite3_vfs*, const char*, int) { return SQLITE_IOERR_DELETE; };
    files_.xAccess = [](sqlite3_vfs*, const char*, int, int* found) { return *found = 0, SQLITE_OK; };
    files_.xFullPathname = [](sqlite3_vfs*, const char* name, int room, char* full) {
      sqlite3_snprintf(room, full, "%s", name);
      return SQLITE_OK;
    };
    files_.xRandomness = standard->xRandomness;
    files_.xSleep = standard->xSleep;
    files_.xCurrentTime = standard->xCurrentTime;
    sqlite3_vfs_register(&files_, 0);
  }
  ~DescriptorFiles() { sqlite3_vfs_unregister(&files_); }
  DescriptorFiles(const DescriptorFiles&) = delete;
  auto operator=(const DescriptorFiles&) -> DescriptorFiles& = delete;

  [[nodiscard]] auto name() const -> const char* { return name_.c_str(); }
  [[nodiscard]] auto HasChanged() const -> bool {
    struct stat now {};
    return fstat(file_.number(), &now) != 0 || now.st_size != opened_.st_size ||
           now.st_mtim.tv_sec != opened_.st_mtim.tv_sec || now.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec;
  }

 private:
  struct OpenFile {
    sqlite3_file base;
    const DescriptorFiles* files;
  };

  static auto Open(sqlite3_vfs* vfs, const char* /*name*/, sqlite3_file* file, int flags, int* out_flags) -> int {
    file->pMethods = nullptr;
    if ((flags & SQLITE_OPEN_MAIN_DB) == 0) return SQLITE_CANTOPEN;
    static constexpr sqlite3_io_methods kMethods = {
        .iVersion = 1,
        .xClose = [](sqlite3_file*) { return SQLITE_OK; },
        .xRead = Read,
        .xWrite = [](sqlite3_file*, const void*, int, sqlite3_int64) { return SQLITE_READONLY; },
        .xTruncate = [](sqlite3_file*, sqlite3_int64) { return SQLITE_READONLY; },
        .xSync = [](sqlite3_file*, int) { return SQLITE_OK; },
        .xFileSize = Size,
        .xLock = [](sqlite3_file*, int) { return SQLITE_OK; },
        .xUnlock = [](sqlite3_file*, int) { return SQLITE_OK; },
        .xCheckReservedLock = [](sqlite3_file*, int* reserved) { return *reserved = 0, SQLITE_OK; },
        .xFileControl = [](sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; },
        .xSectorSize = [](sqlite3_file*) { return 4'096; },
        // Then there is no journal to look for, and nothing is locked.
        .xDeviceCharacteristics = [](sqlite3_file*) { return SQLITE_IOCAP_IMMUTABLE; }};
    reinterpret_cast<OpenFile*>(file)->files = static_cast<const DescriptorFiles*>(vfs->pAppData);
    file->pMethods = &kMethods;
    if (out_flags != nullptr) *out_flags = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_READONLY;
    return SQLITE_OK;
  }

  static auto Read(sqlite3_file* file, void* buffer, int count, sqlite3_int64 at) -> int {
    const int number = reinterpret_cast<OpenFile*>(file)->files->file_.number();
    auto* out = static_cast<char*>(buffer);
    int done = 0;
    while (done < count) {
      const ssize_t got = pread(number, out + done, static_cast<std::size_t>(count - done), at + done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return SQLITE_IOERR_READ;
      if (got == 0) {
        std::memset(out + done, 0, static_cast<std::size_t>(count - done));
        return SQLITE_IOERR_SHORT_READ;
      }
      done += static_cast<int>(got);
    }
    return SQLITE_OK;
  }

  static auto Size(sqlite3_file* file, sqlite3_int64* size) -> int {
    struct stat status {};
    if (fstat(reinterpret_cast<OpenFile*>(file)->files->file_.number(), &status) != 0) return SQLITE_IOERR_FSTAT;
    *size = status.st_size;
    return SQLITE_OK;
  }

  Descriptor file_;
  std::string name_;
  struct stat opened_ {};
  sqlite3_vfs files_{};
};

SqliteDatabase::SqliteDatabase(const LoadBudget& budget) : budget_(budget) {}
SqliteDatabase::~SqliteDatabase() = default;

auto SqliteDatabase::HasChanged() const -> bool { return files_ != nullptr && files_->HasChanged(); }

auto SqliteDatabase::Open(const std::string& path, Descriptor file) -> std::optional<ProblemText> {
  const auto fail = [](std::string_view message, std::string_view help) {
    return ProblemText{DiagnosticKind::kUnreadableData, std::string(message), std::string(help)};
  };
  // SQLite has this bound for the process as a whole only; nothing else here uses SQLite.
  if (const auto now = sqlite3_hard_heap_limit64(-1); now == 0 || now > kMaxMemory) {
    sqlite3_hard_heap_limit64(kMaxMemory);
  }
  sqlite3* opened = nullptr;
  int status = SQLITE_OK;
  if (file.is_open()) {
    files_ = std::make_unique<DescriptorFiles>(std::move(file));
    status = sqlite3_open_v2("database", &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, files_->name());
  } else {
    // SQLite creates no file when it is opened for reading, but says little of why it cannot; and it would wait for a
    // pipe for ever.
    const auto input = Input::Open(path);
    if (!input) {
      const auto [message, help] = SplitHelp(input.error());
      return fail(message, help);
    }
    if (!input->is_regular()) return fail("it is not a regular file", "give the file of a database");
    status = sqlite3_open_v2(path.c_str(), &opened, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, nullptr);
  }
  database_.reset(opened);
  if (status != SQLITE_OK || opened == nullptr) {
    return fail(fmt::format("cannot open the database: {}", sqlite3_errstr(status)), "check the path");
  }
  Bound();
  return std::nullopt;
}

void SqliteDatabase::Bound() {
  sqlite3* database = database_.get();
  sqlite3_extended_result_codes(database, 0);
  sqlite3_db_config(database, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
  sqlite3_db_config(database, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, nullptr);
  constexpr std::uint64_t kMostLength = 1'000'000'000;
  const std::uint64_t length = std::clamp(budget_.limits().value_bytes, kLeastLength, kMostLength);
  sqlite3_limit(database, SQLITE_LIMIT_LENGTH, static_cast<int>(length));
  sqlite3_limit(database, SQLITE_LIMIT_ATTACHED, 0);
  sqlite3_limit(database, SQLITE_LIMIT_WORKER_THREADS, 0);
  sqlite3_limit(database, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, kMaxPattern);
  sqlite3_drop_modules(database, nullptr);
  // Where the file is no database, what is asked of it says so.
  sqlite3_exec(database, "PRAGMA temp_store = MEMORY; PRAGMA cell_size_check = ON", nullptr, nullptr, nullptr);
  sqlite3_busy_handler(
      database,
      [](void* budget, int count) {
        if (count * kBusyStep > kBusyMilliseconds || static_cast<const LoadBudget*>(budget)->HasEnded()) return 0;
        sqlite3_sleep(kBusyStep);
        return 1;
      },
      const_cast<LoadBudget*>(&budget_));
  sqlite3_progress_handler(
      database, kStepsBetweenLooks,
      [](void* budget) { return static_cast<const LoadBudget*>(budget)->HasEnded() ? 1 : 0; },
      const_cast<LoadBudget*>(&budget_));
  sqlite3_set_authorizer(database, Authorize, nullptr);
}

}  // namespace bytelogic::data
