// byte_source.h - the bytes of a file of facts, piece by piece, unpacked where they are gzip.
//
//   ByteSource source(std::move(*Input::Open("edges.csv.gz")), budget);
//   while (auto count = source.Read(buffer); count && *count > 0) Use(buffer.first(*count));
//
// gzip is known by its first two bytes, whatever the file is called, and several members one after the other are read
// as one (RFC 1952), as gunzip does. What comes out is counted by the budget, so that a small file of gzip cannot fill
// the machine. Used by text_window.h.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <tl/expected.hpp>
#include <vector>

#include "data/input.h"
#include "data/load_budget.h"

namespace bytelogic::data {

class ByteSource {
 public:
  // `budget` must outlive the source.
  ByteSource(Input input, LoadBudget& budget);
  ByteSource(ByteSource&&) noexcept;
  ~ByteSource();

  // Returns how many bytes came, 0 at the end. Errors: R212, R303, R312.
  auto Read(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText>;

  // Of the file, gzip or not.
  [[nodiscard]] auto bytes_read() const -> std::uint64_t { return bytes_read_; }
  [[nodiscard]] auto size() const -> std::uint64_t { return input_.size(); }

 private:
  struct Inflater;
  // Bytes of the file as they are.
  auto Fetch(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText>;
  auto ReadPlain(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText>;
  auto ReadGzip(std::span<char> buffer) -> tl::expected<std::size_t, ProblemText>;
  // Makes packed_ hold at least one byte that was not consumed; false at the end of the file.
  auto FillPacked() -> tl::expected<bool, ProblemText>;

  Input input_;
  LoadBudget* budget_;
  std::uint64_t bytes_read_ = 0;
  bool started_ = false;
  std::vector<char> packed_;  // of gzip; of plain bytes those that were read to know which they are
  std::size_t packed_at_ = 0;
  std::unique_ptr<Inflater> inflater_;  // of gzip
};

}  // namespace bytelogic::data
