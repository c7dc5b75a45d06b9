#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>

namespace domain {

// A thread of its own that handles what it is given, one after another and in that order: two cores work on one file,
// and what comes out is the same as if one did. Whoever gives is held up while `ahead` things wait.
//
// An exception in `handle` ends the work and comes out of the next give() or finish().
template <typename Thing>
class Worker {
 public:
  explicit Worker(std::function<void(Thing&)> handle, std::size_t ahead = 4)
      : handle_(std::move(handle)), ahead_(ahead), thread_([this] { run(); }) {}
  ~Worker() { stop(Ending::kAtOnce); }
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  void give(Thing thing) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return waiting_.size() < ahead_ || failure_; });
    if (failure_) std::rethrow_exception(failure_);
    waiting_.push_back(std::move(thing));
    changed_.notify_all();
  }

  // Everything given has been handled when it returns. Nothing may be given after it.
  void finish() {
    stop(Ending::kWhenDone);
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  enum class Ending { kNotYet, kWhenDone, kAtOnce };

  void stop(Ending ending) {
    if (!thread_.joinable()) return;
    {
      const std::lock_guard lock(mutex_);
      ending_ = ending;
    }
    changed_.notify_all();
    thread_.join();
  }

  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return !waiting_.empty() || ending_ != Ending::kNotYet; });
      if (waiting_.empty() || ending_ == Ending::kAtOnce) return;
      Thing thing = std::move(waiting_.front());
      waiting_.pop_front();
      lock.unlock();
      changed_.notify_all();
      try {
        handle_(thing);
      } catch (...) {
        lock.lock();
        failure_ = std::current_exception();
        changed_.notify_all();
        return;
      }
      lock.lock();
    }
  }

  std::function<void(Thing&)> handle_;
  std::size_t ahead_;
  std::mutex mutex_ = {};
  std::condition_variable changed_ = {};
  std::deque<Thing> waiting_ = {};
  Ending ending_ = Ending::kNotYet;
  std::exception_ptr failure_ = {};
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace domain
