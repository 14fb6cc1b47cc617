// fuel.h - what a run may still spend, and whether the host has asked it to stop.
//
//   fuel.slice -= cost;
//   if (fuel.slice < 0) if (Status status = fuel.Refill(); status != Status::kOk) return status;
//
// Fuel is handed out in slices, so that charging is one subtraction and one branch, and the host's stop flag is looked
// at once per slice. A run that fails with kFuelLimit has tried to spend more than its limit, wherever the slices
// ended.
#pragma once

#include "runtime/heap.h"
#include "runtime/image.h"
#include "runtime/status.h"

namespace bytelogic::runtime {

struct Fuel {
  static constexpr std::int64_t kSlice = 4096;

  std::int64_t slice = 0;  // what may be spent before the next Refill; negative: already spent
  std::uint64_t reserve = 0;
  std::uint64_t limit = 0;
  std::uint64_t work = 0;  // done without fuel since the stop flag was last looked at
  const std::uint32_t* stop = nullptr;
  Heap* heap = nullptr;  // whose containers owe what they cost to grow

  void Begin(const RunInput& input, Heap& run_heap) {
    limit = input.fuel;
    heap = &run_heap;
    reserve = limit;
    stop = &input.stop;
  }

  auto Refill() -> Status {
    slice -= static_cast<std::int64_t>(heap->TakeOwed());
    const auto owed = slice < 0 ? static_cast<std::uint64_t>(-slice) : 0;
    if (owed > reserve) {
      slice = 0;
      reserve = 0;
      return Status::kFuelLimit;
    }
    reserve -= owed;
    if (slice < 0) slice = 0;
    const std::uint64_t next = reserve < kSlice ? reserve : kSlice;
    reserve -= next;
    slice += static_cast<std::int64_t>(next);
    return Stopped() ? Status::kStopped : Status::kOk;
  }

  auto Charge(std::uint64_t cost) -> Status {
    slice -= static_cast<std::int64_t>(cost);
    return slice >= 0 ? Status::kOk : Refill();
  }

  // At the end of a run: what is owed is paid.
  auto Settle() -> Status { return Charge(heap->TakeOwed()); }

  // For long work that costs no fuel: `units` of about a nanosecond each.
  auto Work(std::uint64_t units) -> Status {
    work += units;
    if (work < kWorkSlice) [[likely]]
      return Status::kOk;
    work = 0;
    return Stopped() ? Status::kStopped : Status::kOk;
  }

  [[nodiscard]] auto used() const -> std::uint64_t {
    const std::uint64_t spent = limit - reserve;
    const std::uint64_t used = spent - static_cast<std::uint64_t>(slice);
    return slice < 0 && used > limit ? limit
                                     : used;  // a run may end by something else before what it owes is asked for
  }

 private:
  static constexpr std::uint64_t kWorkSlice = 1U << 17;

  [[nodiscard]] auto Stopped() const -> bool { return *const_cast<const volatile std::uint32_t*>(stop) != 0; }
};

}  // namespace bytelogic::runtime
