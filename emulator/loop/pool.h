#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "emulator/loop/loop.h"

namespace loop {

// Threads for what blocks. They know nothing of fibers: a job goes in, and comes back through take_done(), which the
// loop calls when `on_done` (called on the pool's threads) woke it. Threads start with the first job.
class Pool {
 public:
  struct Job {
    const std::function<void()>* work = nullptr;
    FiberState* fiber = nullptr;  // who waits for it; the pool only carries it
    std::exception_ptr error = {};
  };

  Pool(int threads, std::function<void()> on_done) : size_(threads), on_done_(std::move(on_done)) {}
  ~Pool();
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;

  // The job stays where it is until it comes back.
  void submit(Job& job);
  std::vector<Job*> take_done();
  int outstanding() const { return outstanding_; }  // submitted and not yet taken back

 private:
  void start_threads();
  void work();

  const int size_;
  const std::function<void()> on_done_;
  int outstanding_ = 0;  // the loop's
  std::vector<std::thread> threads_ = {};

  std::mutex mutex_ = {};
  std::condition_variable submitted_ = {};
  std::deque<Job*> waiting_ = {};  // guarded by mutex_
  std::vector<Job*> done_ = {};    // guarded by mutex_
  bool closing_ = false;           // guarded by mutex_
};

}  // namespace loop
