// A server with few sandboxes and many clients: its loop never blocks, and clients are served in the order in which
// they came. Put your own event loop in the place of `Events`.
#include <bytelogic/bytelogic.h>

#include <condition_variable>
#include <cstdio>
#include <deque>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace {

// Numbers of clients, passed from thread to thread.
class Events {
 public:
  void Push(std::size_t client) {
    const std::lock_guard lock(mutex_);
    clients_.push_back(client);
    changed_.notify_one();
  }
  auto Pop() -> std::size_t {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !clients_.empty(); });
    const std::size_t client = clients_.front();
    clients_.pop_front();
    return client;
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::size_t> clients_;
};

struct Client {
  std::string program;
  bytelogic::Admission admission;
  std::string answer;
};

}  // namespace

int main() {
  bytelogic::Engine engine({.max_instances = 2});
  std::vector<Client> clients(6);
  Events admitted;

  // Requests come in. None of these calls waits.
  for (std::size_t i = 0; i < clients.size(); ++i) {
    clients[i].program = "RESULT " + std::to_string(i) + " * 111";
    clients[i].admission = engine.Admit([&admitted, i] { admitted.Push(i); });
  }
  // Whoever has a sandbox is given a thread, which does not wait either.
  std::vector<std::thread> workers;
  for (std::size_t served = 0; served < clients.size(); ++served) {
    Client& client = clients[admitted.Pop()];
    workers.emplace_back([&engine, &client] {
      bytelogic::RunOptions options;
      options.admission = &client.admission;
      client.answer = engine.Run(client.program, {}, options).Text();
    });
  }
  for (std::thread& worker : workers) worker.join();
  for (const Client& client : clients) std::printf("%s\n", client.answer.c_str());
}
