#include "emulator/loop/pool.h"

#include <pthread.h>

#include <algorithm>
#include <csignal>

namespace loop {

Pool::~Pool() {
  {
    const std::lock_guard lock(mutex_);
    closing_ = true;
  }
  submitted_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void Pool::submit(Job& job) {
  if (threads_.empty()) start_threads();
  ++outstanding_;
  {
    const std::lock_guard lock(mutex_);
    waiting_.push_back(&job);
  }
  submitted_.notify_one();
}

std::vector<Pool::Job*> Pool::take_done() {
  if (outstanding_ == 0) return {};
  std::vector<Job*> done;
  {
    const std::lock_guard lock(mutex_);
    done.swap(done_);
  }
  outstanding_ -= int(done.size());
  return done;
}

void Pool::start_threads() {
  // Signals are for the loop's thread: the new ones inherit a mask that lets none in.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  for (int i = 0; i < std::max(size_, 1); ++i) threads_.emplace_back([this] { work(); });
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
}

void Pool::work() {
  std::unique_lock lock(mutex_);
  for (;;) {
    submitted_.wait(lock, [this] { return closing_ || !waiting_.empty(); });
    if (waiting_.empty()) return;
    Job* job = waiting_.front();
    waiting_.pop_front();
    lock.unlock();
    try {
      (*job->work)();
    } catch (...) {
      job->error = std::current_exception();
    }
    lock.lock();
    done_.push_back(job);
    on_done_();
  }
}

}  // namespace loop
