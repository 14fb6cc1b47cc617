// admission.h - a place in the queue for a sandbox, for those who must not block a thread.
//
//   bytelogic::Engine engine;
//   bytelogic::Admission place = engine.Admit([] { std::puts("ready"); });   // ready
//   bytelogic::RunOptions options;
//   options.admission = &place;
//   std::puts(engine.Run("RESULT POW(2, 10)", {}, options).Text().c_str());  // 1024
#pragma once

#include <memory>

namespace bytelogic {

namespace engine {
class Access;  // internal
class Turn;    // internal
}  // namespace engine

// A place among the sandboxes, or in the queue for one: a run that is given it does not have to wait. See
// Engine::Admit. May be moved, and dropped at any time; no two threads may use it at once. Must not outlive its engine.
class Admission {
 public:
  Admission();
  ~Admission();
  Admission(Admission&&) noexcept;
  auto operator=(Admission&&) noexcept -> Admission&;

  // Whether a sandbox is set aside for it. Never blocks. False where it is empty.
  [[nodiscard]] auto ready() const -> bool;
  // Whether it holds no place: default-constructed, moved from, or used by a run.
  [[nodiscard]] auto empty() const -> bool { return turn_ == nullptr; }

 private:
  friend class engine::Access;
  std::unique_ptr<engine::Turn> turn_;
};

}  // namespace bytelogic
