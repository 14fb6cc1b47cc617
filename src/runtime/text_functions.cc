#include "runtime/text_functions.h"

#include <string_view>

#include "base/case_mapping.h"
#include "base/number_text.h"
#include "base/utf8.h"
#include "runtime/bytes.h"
#include "runtime/decimal.h"
#include "runtime/numbers.h"
#include "runtime/op_fuel.h"

namespace bytelogic::runtime {
namespace {

// A code point that is not ASCII, in each of the two walks that change its case.
constexpr std::uint64_t kCaseFuel = 16;
// A place where REPLACE finds what it looks for.
constexpr std::uint64_t kFoundFuel = 12;
constexpr std::uint64_t kOperandFuel = 6;
// Bytes for one unit, of a text that is walked to a position in it.
constexpr std::uint64_t kWalkedBytes = 2;
// Of FloatOfDecimal.
constexpr std::uint64_t kStepsForOne = 3;

// What works through long texts looks from time to time whether the run is to stop. It gives any result then:
// CallTextFunction sees that it gave up.
constexpr std::size_t kStretch = std::size_t{1} << 18;

// The offset of the code point number `position` of the first operand, counted from `offset`; R205 where the text ends
// before it. The end of the text has the number that a code point there would have.
auto Advance(const BuiltinCall& call, std::size_t offset, std::int64_t position, std::size_t& found) -> Status {
  constexpr std::size_t kCharged = 1024;  // bytes between two charges
  const std::string_view text = call.text(0);
  std::size_t charged = offset;
  while (position > 0) {
    if (offset >= text.size()) return Status::kOutOfRange;
    ++offset;
    while (offset < text.size() && IsUtf8Continuation(text[offset])) ++offset;
    --position;
    if (offset - charged >= kCharged) [[unlikely]] {
      if (Status status = call.Charge((offset - charged) / kWalkedBytes); status != Status::kOk) return status;
      charged = offset;
    }
  }
  found = offset;
  return call.Charge((offset - charged) / kWalkedBytes);
}

auto Substring(const BuiltinCall& call, std::int64_t start, std::int64_t length) -> Status {
  const std::string_view text = call.text(0);
  if (start < 0 || length < 0) return Status::kOutOfRange;
  std::size_t from = 0;
  std::size_t to = 0;
  if (Status status = Advance(call, 0, start, from); status != Status::kOk) return status;
  if (Status status = Advance(call, from, length, to); status != Status::kOk) return status;
  return call.GiveText(text.substr(from, to - from));
}

auto Concatenate(const BuiltinCall& call) -> Status {
  std::uint64_t size = 0;
  for (std::uint32_t i = 0; i < call.count(); ++i) size += call.text(i).size();
  const std::uint64_t fuel = size / kCopiedBytes + kOperandFuel * call.count();
  if (Status status = call.Charge(fuel); status != Status::kOk) return status;
  char* const room = call.Room(size);
  if (room == nullptr) return Status::kMemoryLimit;
  char* out = room;
  for (std::uint32_t i = 0; i < call.count(); ++i) {
    const std::string_view part = call.text(i);
    if (!call.machine.heap.Copy(out, part.data(), part.size())) break;
    out += part.size();
  }
  return call.GiveText({room, static_cast<std::size_t>(size)});
}

auto MapCase(const BuiltinCall& call, bool upper) -> Status {
  const std::string_view text = call.text(0);
  const auto map = [upper](std::uint32_t value) { return upper ? ToUpperCase(value) : ToLowerCase(value); };
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (Status status = call.Charge(text.size() + text.size() / 4); status != Status::kOk) return status;
  char encoded[4];
  std::uint64_t size = 0;
  std::uint32_t turn = 0;
  for (std::size_t at = 0; at < text.size();) {
    if (call.machine.heap.StoppedAt(++turn)) return Status::kStopped;
    if (is_ascii(text[at])) {
      ++at;
      ++size;
      continue;
    }
    const CodePoint point = DecodeUtf8(text, at);
    at += point.length;
    size += static_cast<std::uint64_t>(EncodeUtf8(map(point.value), encoded) - encoded);
    if (Status status = call.Charge(2 * kCaseFuel); status != Status::kOk) return status;
  }
  char* const room = call.Room(size);
  if (room == nullptr) return Status::kMemoryLimit;
  char* out = room;
  for (std::size_t at = 0; at < text.size();) {
    if (call.machine.heap.StoppedAt(++turn)) return Status::kStopped;
    if (is_ascii(text[at])) {
      *out++ = static_cast<char>(map(static_cast<unsigned char>(text[at++])));
      continue;
    }
    const CodePoint point = DecodeUtf8(text, at);
    at += point.length;
    out = EncodeUtf8(map(point.value), out);
  }
  return call.GiveText({room, static_cast<std::size_t>(size)});
}

// Where `part` occurs in `text` from `offset` on; npos. memmem takes linear time whatever the texts are.
auto Search(Heap& heap, std::string_view text, std::string_view part, std::size_t offset) -> std::size_t {
  if (part.empty()) return offset;
  while (part.size() <= text.size() - offset) {
    const std::size_t rest = text.size() - offset;
    // At least twice as long as the part, so that all stretches together take linear time, too.
    const std::size_t wanted = part.size() * 2 > kStretch ? part.size() * 2 : kStretch;
    const std::size_t stretch = wanted < rest ? wanted : rest;
    if (const void* found = memmem(text.data() + offset, stretch, part.data(), part.size())) {
      return static_cast<std::size_t>(static_cast<const char*>(found) - text.data());
    }
    if (stretch == rest || heap.Stopped()) break;
    offset += stretch - part.size() + 1;
  }
  return std::string_view::npos;
}

auto CountCodePoints(Heap& heap, std::string_view text) -> std::int64_t {
  std::size_t count = 0;
  for (; text.size() > kStretch && !heap.Stopped(); text.remove_prefix(kStretch)) {
    count += bytelogic::CountCodePoints(text.substr(0, kStretch));
  }
  return static_cast<std::int64_t>(count + bytelogic::CountCodePoints(text));
}

// Whether `part` stands in `text` at `offset`, which is of no use where it is longer.
auto HasAt(std::string_view text, std::string_view part, std::size_t offset) -> bool {
  return part.size() <= text.size() && EqualBytes(text.data() + offset, part.data(), part.size());
}

auto SearchFuel(std::string_view text, std::string_view part) -> std::uint64_t {
  return part.size() > text.size() ? 0 : text.size() + text.size() / 2 + part.size();
}

auto IndexOf(const BuiltinCall& call) -> Status {
  const std::string_view text = call.text(0);
  const std::string_view part = call.text(1);
  if (Status status = call.Charge(SearchFuel(text, part)); status != Status::kOk) return status;
  const std::size_t found = Search(call.machine.heap, text, part, 0);
  if (found == std::string_view::npos) return call.GiveInt(-1);
  if (Status status = call.Charge(found / kReadBytes); status != Status::kOk) return status;
  return call.GiveInt(CountCodePoints(call.machine.heap, text.substr(0, found)));
}

// An empty part occurs nowhere.
auto Replace(const BuiltinCall& call) -> Status {
  const std::string_view text = call.text(0);
  const std::string_view part = call.text(1);
  const std::string_view replacement = call.text(2);
  Heap& heap = call.machine.heap;
  if (Status status = call.Charge(2 * SearchFuel(text, part)); status != Status::kOk) return status;
  std::uint64_t occurrences = 0;
  if (!part.empty()) {
    for (std::size_t at = Search(heap, text, part, 0); at != std::string_view::npos;
         at = Search(heap, text, part, at + part.size())) {
      ++occurrences;
      if (Status status = call.Charge(2 * kFoundFuel); status != Status::kOk) return status;
    }
    if (heap.gave_up()) return Status::kStopped;
  }
  const std::uint64_t size = text.size() - occurrences * part.size() + occurrences * replacement.size();
  if (Status status = call.Charge(size / kCopiedBytes); status != Status::kOk) return status;
  if (occurrences == 0) return call.GiveText(text);
  char* const room = call.Room(size);
  if (room == nullptr) return Status::kMemoryLimit;
  char* out = room;
  const auto put = [&out, &heap](std::string_view piece) {
    const bool all = heap.Copy(out, piece.data(), piece.size());
    out += piece.size();
    return all;
  };
  std::size_t from = 0;
  for (; occurrences > 0; --occurrences) {
    const std::size_t at = Search(heap, text, part, from);
    if (at == std::string_view::npos || heap.StoppedAt(static_cast<std::uint32_t>(occurrences))) {
      return Status::kStopped;
    }
    if (!put(text.substr(from, at - from)) || !put(replacement)) return Status::kStopped;
    from = at + part.size();
  }
  if (!put(text.substr(from))) return Status::kStopped;
  return call.GiveText({room, static_cast<std::size_t>(size)});
}

auto SkipDigits(std::string_view text, std::size_t at) -> std::size_t {
  while (at < text.size() && text[at] >= '0' && text[at] <= '9') ++at;
  return at;
}

// [-] digits [. digits] [(e | E) [+ | -] digits]: `end_of_int` is where the digits of the first part end; false: not
// so.
auto IsNumber(std::string_view text, std::size_t& end_of_int) -> bool {
  const std::size_t first = !text.empty() && text[0] == '-' ? 1 : 0;
  std::size_t at = end_of_int = SkipDigits(text, first);
  if (at == first) return false;
  if (at < text.size() && text[at] == '.') {
    const std::size_t point = at;
    at = SkipDigits(text, point + 1);
    if (at == point + 1) return false;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const std::size_t digits = at;
    at = SkipDigits(text, at);
    if (at == digits) return false;
  }
  return at == text.size();
}

auto ParseInt(std::string_view text, std::int64_t& value) -> bool {
  const bool negative = text[0] == '-';
  std::int64_t result = 0;
  for (const char c : text.substr(negative ? 1 : 0)) {
    const int digit = negative ? '0' - c : c - '0';
    if (__builtin_mul_overflow(result, 10, &result) || __builtin_add_overflow(result, digit, &result)) return false;
  }
  value = result;
  return true;
}

auto ToNumber(const BuiltinCall& call) -> Status {
  const Register& source = call.operand(0);
  switch (call.mode()) {
    case OperandMode::kInt:
      return call.GiveInt(source.integer);
    case OperandMode::kFloat:
      SetFloat(call.result(), source.number);
      return Status::kOk;
    case OperandMode::kAny:
      if (TagOf(source) == kTagText) break;
      call.result() = source;
      return Status::kOk;
    case OperandMode::kText:
      break;
  }
  const std::string_view text = call.text(0);
  if (Status status = call.Charge(text.size() / kReadBytes * 2); status != Status::kOk) return status;
  std::size_t end_of_int;
  if (!IsNumber(text, end_of_int)) return Status::kNotANumber;
  if (end_of_int == text.size()) {
    std::int64_t integer;
    return ParseInt(text, integer) ? call.GiveInt(integer) : Status::kNotANumber;
  }
  double number;
  std::uint64_t steps;
  const bool finite = Finite(FloatOfDecimal(text, steps), number) == Status::kOk;
  if (Status status = call.Charge(steps / kStepsForOne); status != Status::kOk) return status;
  if (!finite) return Status::kNotANumber;
  SetFloat(call.result(), number);
  return Status::kOk;
}

auto ToSymbol(const BuiltinCall& call) -> Status {
  Register any = call.operand(0);
  switch (call.mode()) {
    case OperandMode::kInt:
      SetInt(any, any.integer);
      break;
    case OperandMode::kFloat:
      SetFloat(any, any.number);
      break;
    default:
      break;
  }
  if (call.mode() == OperandMode::kText || TagOf(any) == kTagText) {
    call.result() = any;
    return Status::kOk;
  }
  if (TagOf(any) == kTagFloat) {
    if (Status status = call.Charge(kFloatTextFuel); status != Status::kOk) return status;
  }
  char buffer[kMaxNumberText];
  const char* const end = TagOf(any) == kTagInt ? WriteInt(buffer, any.integer) : WriteFloat(buffer, any.number);
  const auto size = static_cast<std::size_t>(end - buffer);
  char* const room = call.Room(size);
  if (room == nullptr) return Status::kMemoryLimit;
  std::memcpy(room, buffer, size);
  return call.GiveText({room, size});
}

auto Length(const BuiltinCall& call) -> Status {
  if (Status status = call.Charge(call.text(0).size() / kReadBytes); status != Status::kOk) return status;
  return call.GiveInt(CountCodePoints(call.machine.heap, call.text(0)));
}

auto Contains(const BuiltinCall& call) -> Status {
  const std::string_view text = call.text(0);
  const std::string_view part = call.text(1);
  if (Status status = call.Charge(SearchFuel(text, part)); status != Status::kOk) return status;
  return call.GiveInt(Search(call.machine.heap, text, part, 0) != std::string_view::npos ? 1 : 0);
}

// STARTS_WITH and ENDS_WITH: whether the second operand stands in the first one at `offset`.
auto StandsAt(const BuiltinCall& call, std::size_t offset) -> Status {
  if (Status status = call.Charge(call.text(1).size() / kCopiedBytes); status != Status::kOk) return status;
  return call.GiveInt(HasAt(call.text(0), call.text(1), offset) ? 1 : 0);
}

auto Call(Builtin function, const BuiltinCall& call) -> Status {
  switch (function) {
    case Builtin::kLength:
      return Length(call);
    case Builtin::kCharAt:
      return Substring(call, call.operand(1).integer, 1);
    case Builtin::kSubstr:
      return Substring(call, call.operand(1).integer, call.operand(2).integer);
    case Builtin::kConcat:
      return Concatenate(call);
    case Builtin::kUpper:
      return MapCase(call, true);
    case Builtin::kLower:
      return MapCase(call, false);
    case Builtin::kContains:
      return Contains(call);
    case Builtin::kStartsWith:
      return StandsAt(call, 0);
    case Builtin::kEndsWith:
      return StandsAt(call, call.text(0).size() - call.text(1).size());
    case Builtin::kIndexOf:
      return IndexOf(call);
    case Builtin::kReplace:
      return Replace(call);
    case Builtin::kToNumber:
      return ToNumber(call);
    default:
      return ToSymbol(call);
  }
}

}  // namespace

auto CallTextFunction(Builtin function, const BuiltinCall& call) -> Status {
  const Status status = Call(function, call);
  return call.machine.heap.gave_up() ? Status::kStopped : status;
}

}  // namespace bytelogic::runtime
