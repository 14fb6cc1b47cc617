// gzip: any bytes as a packed file, and any bytes packed: read within the limits, the latter as if they were not
// packed.

#include <zlib.h>

#include <algorithm>

#include "fact_fuzzing.h"

namespace {

auto Pack(std::string_view text) -> std::string {
  z_stream stream{};
  BL_CHECK(deflateInit2(&stream, 1, Z_DEFLATED, 16 + MAX_WBITS, 8, Z_DEFAULT_STRATEGY) == Z_OK);
  std::string packed(deflateBound(&stream, text.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(packed.data());
  stream.avail_out = static_cast<uInt>(packed.size());
  BL_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  packed.resize(stream.total_out);
  deflateEnd(&stream);
  return packed;
}

// All that comes out of the file, up to the limit.
auto Unpack(std::string_view bytes, std::uint64_t limit) -> std::pair<std::string, bool> {
  using namespace bytelogic::fuzz;
  LoadBudget budget({.bytes = limit}, nullptr, nullptr);
  ByteSource source(Input::Of(FileOf(bytes), "f"), budget);
  std::string out;
  char buffer[777];
  while (true) {
    const auto count = source.Read(buffer);
    if (!count) {
      BL_CHECK(!count.error().message.empty());
      return {out, false};
    }
    if (*count == 0) return {out, true};
    out.append(buffer, *count);
    BL_CHECK(out.size() <= limit);
  }
}

}  // namespace

extern "C" auto LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) -> int {
  using namespace bytelogic::fuzz;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  constexpr std::uint64_t kLimit = 50'000;
  (void)Unpack(bytes, kLimit);

  const auto [plain, ended] = Unpack(Pack(bytes), kLimit);
  BL_CHECK(ended && plain == bytes);
  if (size > 0) BL_CHECK(!Unpack(Pack(bytes), size - 1).second);
  // Members one after the other are one text.
  const std::size_t half = size / 2;
  BL_CHECK(Unpack(Pack(bytes.substr(0, half)) + Pack(bytes.substr(half)), kLimit).first == bytes);
  const Reading packed = ReadDelimited(Pack(bytes), {}, kCsv, Header::kNo);
  if (bytes.starts_with("\x1f\x8b")) return 0;
  const Reading unpacked = ReadDelimited(bytes, {}, kCsv, Header::kNo);
  BL_CHECK(packed.errors.Text() == unpacked.errors.Text());
  BL_CHECK(Equal(packed.facts, unpacked.facts));
  return 0;
}
