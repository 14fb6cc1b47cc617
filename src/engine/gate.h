// gate.h - lets so many in at a time, first come, first served; whoever waits may give up, and nobody has to block.
//
//   Gate gate;
//   gate.Open(64);
//   Turn turn(gate);                                   // takes its place in the queue
//   if (!turn.WaitUntil([&] { return gave_up; })) ...  // gave up; dropping the turn leaves the queue
//   ...                                                // inside, until the turn is dropped
//
// A place that comes free is handed to the one who has waited longest, so nobody can slip in before. A turn may have a
// function that is called once its place is there, for those who must not block. Used by sandbox.h and engine.cc.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace bytelogic::engine {

class Turn;

class Gate {
 public:
  Gate() = default;
  Gate(const Gate&) = delete;
  auto operator=(const Gate&) -> Gate& = delete;

  // Lets in `places` at a time; until then, nobody.
  void Open(std::size_t places);

  struct Count {
    std::size_t places = 0;
    std::size_t inside = 0;       // turns that have their place
    std::size_t waiting = 0;      // and turns that wait for one
    std::size_t most_inside = 0;  // so far
  };
  [[nodiscard]] auto CountNow() const -> Count;

 private:
  friend class Turn;

  struct Queue {
    Turn* first = nullptr;  // who has waited longest
    Turn* last = nullptr;
    std::size_t size = 0;

    void Append(Turn& turn);
    void Remove(Turn& turn);
  };

  // With the mutex held: hands out what places there are.
  void LetIn();
  // Without it: calls those who were let in and have a function to be called.
  void CallReady();

  mutable std::mutex mutex_;
  std::size_t places_ = 0;
  std::size_t inside_ = 0;
  std::size_t most_inside_ = 0;
  Queue waiting_;
  Queue to_call_;                         // inside, and not called yet
  std::vector<std::thread::id> callers_;  // threads in CallReady
};

// Belongs to whoever made it; ready() and the destructor may be called from any thread, one at a time.
class Turn {
 public:
  // Enters the queue, or the gate. `on_ready` is called exactly once when the turn has its place, unless it is dropped
  // before: on this thread or on one that gives a place back; within another such call, after that one has returned. It
  // must be short and must not throw.
  explicit Turn(Gate& gate, std::function<void()> on_ready = {});
  // Leaves the gate or the queue. Waits for a call of `on_ready` that another thread is making; within it, does not.
  ~Turn();
  Turn(const Turn&) = delete;
  auto operator=(const Turn&) -> Turn& = delete;

  // Whether it has its place. Never blocks for longer than a few instructions.
  [[nodiscard]] auto ready() const -> bool;

  [[nodiscard]] auto IsOf(const Gate& gate) const -> bool { return &gate_ == &gate; }

  // Waits for its place. False: `gives_up`, which is asked every kPatience, returned true first.
  template <typename GivesUp>
  auto WaitUntil(GivesUp gives_up) -> bool {
    std::unique_lock lock(gate_.mutex_);
    while (!has_place_) {
      lock.unlock();
      const bool given_up = gives_up();
      lock.lock();
      if (has_place_) break;
      if (given_up) return false;
      changed_.wait_for(lock, kPatience);
    }
    return true;
  }

 private:
  friend class Gate;
  static constexpr std::chrono::milliseconds kPatience{2};

  Gate& gate_;
  // All guarded by the gate's mutex.
  bool has_place_ = false;
  Turn* before_ = nullptr;  // in the queue that it stands in
  Turn* after_ = nullptr;
  std::function<void()> on_ready_;  // until it is called
  bool* dropped_ = nullptr;         // while it is called: to be set by a destructor on the thread of the call
  std::thread::id caller_;
  std::condition_variable changed_;
};

}  // namespace bytelogic::engine
