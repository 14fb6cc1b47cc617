#include "engine/gate.h"

#include <algorithm>
#include <utility>

namespace bytelogic::engine {

void Gate::Queue::Append(Turn& turn) {
  turn.before_ = last;
  (last != nullptr ? last->after_ : first) = &turn;
  last = &turn;
  ++size;
}

void Gate::Queue::Remove(Turn& turn) {
  (turn.before_ != nullptr ? turn.before_->after_ : first) = turn.after_;
  (turn.after_ != nullptr ? turn.after_->before_ : last) = turn.before_;
  turn.before_ = turn.after_ = nullptr;
  --size;
}

void Gate::Open(std::size_t places) {
  {
    const std::lock_guard lock(mutex_);
    places_ = places;
    LetIn();
  }
  CallReady();
}

auto Gate::CountNow() const -> Count {
  const std::lock_guard lock(mutex_);
  return {places_, inside_, waiting_.size, most_inside_};
}

void Gate::LetIn() {
  while (waiting_.first != nullptr && inside_ < places_) {
    Turn& turn = *waiting_.first;
    waiting_.Remove(turn);
    most_inside_ = std::max(most_inside_, ++inside_);
    turn.has_place_ = true;
    if (turn.on_ready_) to_call_.Append(turn);
    // With the lock held: the turn may be gone as soon as its thread has seen that it has its place.
    turn.changed_.notify_all();
  }
}

void Gate::CallReady() {
  std::unique_lock lock(mutex_);
  const std::thread::id self = std::this_thread::get_id();
  // Within a call that this thread is making: the loop further up goes on with the next one. Otherwise calls that drop
  // turns would be nested as deep as turns wait.
  if (std::ranges::find(callers_, self) != callers_.end()) return;
  callers_.push_back(self);
  while (to_call_.first != nullptr) {
    Turn& turn = *to_call_.first;
    to_call_.Remove(turn);
    const std::function<void()> on_ready = std::exchange(turn.on_ready_, nullptr);
    bool dropped = false;
    turn.dropped_ = &dropped;
    turn.caller_ = std::this_thread::get_id();
    lock.unlock();
    on_ready();
    lock.lock();
    if (dropped) continue;
    turn.dropped_ = nullptr;
    turn.changed_.notify_all();
  }
  std::erase(callers_, self);
}

Turn::Turn(Gate& gate, std::function<void()> on_ready) : gate_(gate), on_ready_(std::move(on_ready)) {
  const bool calls = on_ready_ != nullptr;
  {
    const std::lock_guard lock(gate_.mutex_);
    gate_.waiting_.Append(*this);
    gate_.LetIn();
  }
  if (calls) gate_.CallReady();
}

Turn::~Turn() {
  bool calls = false;
  {
    std::unique_lock lock(gate_.mutex_);
    if (dropped_ != nullptr && caller_ == std::this_thread::get_id()) {
      *dropped_ = true;
    } else {
      changed_.wait(lock, [this] { return dropped_ == nullptr; });
    }
    if (has_place_) {
      if (on_ready_) gate_.to_call_.Remove(*this);
      --gate_.inside_;
      gate_.LetIn();
    } else {
      gate_.waiting_.Remove(*this);
    }
    calls = gate_.to_call_.first != nullptr;
  }
  if (calls) gate_.CallReady();
}

auto Turn::ready() const -> bool {
  const std::lock_guard lock(gate_.mutex_);
  return has_place_;
}

}  // namespace bytelogic::engine
