#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace store {

// A thread below the loop for chores that nobody waits for: checkpoints, and removing the files of dropped blobs. Not a
// fiber in the loop's pool: when a chore ends is real time's business, and must not show in the order of fibers.
class Housekeeper {
 public:
  Housekeeper() = default;
  ~Housekeeper();  // after the last chore
  Housekeeper(const Housekeeper&) = delete;
  Housekeeper& operator=(const Housekeeper&) = delete;

  void post(std::function<void()> chore);  // the thread starts with the first one. A chore throws nothing.

 private:
  void work();
  std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  std::deque<std::function<void()>> chores_ = {};
  bool closing_ = false;
  std::thread thread_ = {};
};

}  // namespace store
