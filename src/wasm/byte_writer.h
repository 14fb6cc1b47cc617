// byte_writer.h - writes the parts of the binary format.
//
//   ByteWriter writer;
//   writer.U32(300);            // AC 02
//   std::vector<std::uint8_t> bytes = writer.Take();
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "wasm/module.h"

namespace bytelogic::wasm {

class ByteWriter {
 public:
  void Byte(std::uint8_t byte) { bytes_.push_back(byte); }
  void U32(std::uint32_t value) {
    for (; value >= 0x80; value >>= 7U) Byte(static_cast<std::uint8_t>(value | 0x80U));
    Byte(static_cast<std::uint8_t>(value));
  }
  void S64(std::int64_t value) {
    for (;;) {
      const auto byte = static_cast<std::uint8_t>(value & 0x7F);
      value >>= 7;
      if ((value == 0 && (byte & 0x40U) == 0) || (value == -1 && (byte & 0x40U) != 0)) return Byte(byte);
      Byte(byte | 0x80U);
    }
  }
  void Append(Bytes bytes) { bytes_.insert(bytes_.end(), bytes.begin(), bytes.end()); }
  // Preceded by its length.
  void Block(Bytes bytes) {
    U32(static_cast<std::uint32_t>(bytes.size()));
    Append(bytes);
  }
  void Name(std::string_view name) { Block({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()}); }
  [[nodiscard]] auto bytes() const -> Bytes { return bytes_; }
  auto Take() -> std::vector<std::uint8_t> { return std::move(bytes_); }

 private:
  std::vector<std::uint8_t> bytes_;
};

}  // namespace bytelogic::wasm
