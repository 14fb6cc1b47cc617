// id_vector.h - vectors whose elements are named by typed ids, and pools of lists.
//
//   IdVector<ExprId, Expr> exprs;
//   ExprId id = exprs.Add({.kind = ExprKind::kInt});
//   exprs[id].kind;
//
//   Pool<ExprId> operands;
//   Span32 list = operands.Append(std::span(ids));
//   for (ExprId operand : operands[list]) ...
//
// A vector of either kind has fewer than 2^32 elements: what a source can make is bounded (Limits).
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/ids.h"

namespace bytelogic {

// The size of a container, as ids and Span32 count.
template <typename Container>
constexpr auto Size32(const Container& container) -> std::uint32_t {
  return static_cast<std::uint32_t>(container.size());
}

template <typename IdType, typename T>
class IdVector : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  using std::vector<T>::operator[];

  auto operator[](IdType id) -> T& { return (*this)[id.index]; }
  auto operator[](IdType id) const -> const T& { return (*this)[id.index]; }

  // The id of the element that is added next.
  [[nodiscard]] auto NextId() const -> IdType { return {Size32(*this)}; }
  auto Add(const T& element) -> IdType {
    const IdType id = NextId();
    this->push_back(element);
    return id;
  }
  auto Add(T&& element) -> IdType {
    const IdType id = NextId();
    this->push_back(std::move(element));
    return id;
  }
};

// Lists of elements, end to end; a list is a Span32.
template <typename T>
class Pool : public std::vector<T> {
 public:
  using std::vector<T>::vector;
  using std::vector<T>::operator[];

  [[nodiscard]] auto operator[](Span32 list) const -> std::span<const T> {
    return std::span<const T>(*this).subspan(list.begin, list.size);
  }

  // Where the next list begins.
  [[nodiscard]] auto Mark() const -> std::uint32_t { return Size32(*this); }
  // The list of what was added since `mark`.
  [[nodiscard]] auto Since(std::uint32_t mark) const -> Span32 { return {mark, Mark() - mark}; }
  // `elements` are none of the pool's own.
  auto Append(std::span<const T> elements) -> Span32 {
    const std::uint32_t mark = Mark();
    this->insert(this->end(), elements.begin(), elements.end());
    return Since(mark);
  }
  // A list of what stands in `pending` from `begin` on, which leaves it.
  auto Take(std::vector<T>& pending, std::size_t begin) -> Span32 {
    const Span32 list = Append(std::span<const T>(pending).subspan(begin));
    pending.resize(begin);
    return list;
  }
  // A list of one.
  auto Append(T element) -> Span32 {
    const std::uint32_t mark = Mark();
    this->push_back(std::move(element));
    return Since(mark);
  }
  // A list of `count` elements, to be filled.
  auto Extend(std::size_t count) -> Span32 {
    const std::uint32_t mark = Mark();
    this->resize(mark + count);
    return Since(mark);
  }
};

}  // namespace bytelogic
