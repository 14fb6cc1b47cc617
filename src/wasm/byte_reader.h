// byte_reader.h - reads the parts of the binary format, and never past the end.
//
//   ByteReader reader(bytes);
//   std::uint32_t count = reader.U32();
//   if (!reader.ok()) ...                  // sticky: check once after many reads
#pragma once

#include <bit>
#include <cstdint>
#include <string_view>

#include "wasm/module.h"

namespace bytelogic::wasm {

class ByteReader {
 public:
  explicit ByteReader(Bytes bytes) : bytes_(bytes) {}

  [[nodiscard]] auto ok() const -> bool { return ok_; }
  [[nodiscard]] auto at_end() const -> bool { return position_ == bytes_.size(); }
  [[nodiscard]] auto remaining() const -> std::size_t { return bytes_.size() - position_; }
  [[nodiscard]] auto position() const -> std::size_t { return position_; }
  // The bytes from `start` to where the reader is now.
  [[nodiscard]] auto Since(std::size_t start) const -> Bytes { return bytes_.subspan(start, position_ - start); }

  void Fail() {
    ok_ = false;
    position_ = bytes_.size();
  }

  auto Byte() -> std::uint8_t {
    if (at_end()) {
      ok_ = false;
      return 0;
    }
    return bytes_[position_++];
  }
  auto U32() -> std::uint32_t { return static_cast<std::uint32_t>(Unsigned(32)); }
  auto S32() -> std::int32_t { return static_cast<std::int32_t>(Signed(32)); }
  auto S64() -> std::int64_t { return Signed(64); }
  auto S33() -> std::int64_t { return Signed(33); }
  auto F32Bits() -> std::uint32_t { return static_cast<std::uint32_t>(Fixed(4)); }
  auto F64Bits() -> std::uint64_t { return Fixed(8); }

  auto Take(std::uint32_t count) -> Bytes {
    if (count > remaining()) {
      Fail();
      return {};
    }
    position_ += count;
    return bytes_.subspan(position_ - count, count);
  }
  auto Name() -> std::string_view {
    const Bytes bytes = Take(U32());
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
  }
  // The number of entries of a vector, each of which takes at least one byte; so it is safe to reserve.
  auto Count() -> std::uint32_t {
    const std::uint32_t count = U32();
    if (count <= remaining()) return count;
    Fail();
    return 0;
  }

 private:
  auto Unsigned(int bits) -> std::uint64_t {
    std::uint64_t value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      const std::uint8_t byte = Byte();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << static_cast<unsigned>(shift);
      if ((byte & 0x80U) == 0) {
        if (bits - shift < 7 && (byte >> (bits - shift)) != 0) Fail();
        return value;
      }
    }
    Fail();
    return 0;
  }
  auto Signed(int bits) -> std::int64_t {
    std::uint64_t value = 0;
    for (int shift = 0; shift < bits; shift += 7) {
      const std::uint8_t byte = Byte();
      value |= static_cast<std::uint64_t>(byte & 0x7FU) << static_cast<unsigned>(shift);
      if ((byte & 0x80U) != 0) continue;
      if (shift + 7 < 64 && (byte & 0x40U) != 0) value |= ~std::uint64_t{0} << static_cast<unsigned>(shift + 7);
      return static_cast<std::int64_t>(value);
    }
    Fail();
    return 0;
  }
  auto Fixed(int size) -> std::uint64_t {
    const Bytes bytes = Take(static_cast<std::uint32_t>(size));
    std::uint64_t value = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i) value |= static_cast<std::uint64_t>(bytes[i]) << (8 * i);
    return value;
  }

  Bytes bytes_;
  std::size_t position_ = 0;
  bool ok_ = true;
};

}  // namespace bytelogic::wasm
