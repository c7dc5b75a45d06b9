#pragma once

#include <boost/context/fiber.hpp>
#include <functional>

#include "emulator/loop/stack.h"

namespace loop {

// The switch itself: a stack that the loop enters with resume() and that comes back with suspend(). Knows nothing of
// who should run when.
//
// Besides the registers, three things belong to a stack and are changed with it: the C++ runtime's exception globals
// (what is being caught, how many are in flight), AddressSanitizer's idea of the stack, ThreadSanitizer's of the fiber.
class FiberContext {
 public:
  FiberContext(StackPool& stacks, std::function<void()> body) : stacks_(stacks), body_(std::move(body)) {}
  ~FiberContext();  // it has ended, or never begun
  FiberContext(const FiberContext&) = delete;
  FiberContext& operator=(const FiberContext&) = delete;

  void resume();   // from the loop: runs it until it suspends or ends
  void suspend();  // from inside
  bool ended() const { return ended_; }

 private:
  // The first two words of the ABI's __cxa_eh_globals, which has no more. (Itanium C++ ABI: Exception Handling §2.2.2)
  struct ExceptionGlobals {
    void* caught = nullptr;
    unsigned uncaught = 0;
  };
  static ExceptionGlobals& thread_exception_globals();

  boost::context::fiber begin();
  boost::context::fiber run(boost::context::fiber&& loop);
  void tell_leaving_loop();
  void tell_back_in_loop();
  void tell_leaving_fiber(bool for_ever);
  void tell_in_fiber();

  StackPool& stacks_;
  std::function<void()> body_;
  boost::context::fiber fiber_ = {};
  boost::context::fiber loop_ = {};
  ExceptionGlobals exceptions_ = {};
  bool begun_ = false;
  bool ended_ = false;
  // Sanitizers' handles; unused in a plain build.
  void* stack_bottom_ = nullptr;
  std::size_t stack_size_ = 0;
  void* fake_stack_ = nullptr;
  const void* loop_stack_bottom_ = nullptr;
  std::size_t loop_stack_size_ = 0;
  void* loop_fake_stack_ = nullptr;
  void* thread_sanitizer_fiber_ = nullptr;
  void* thread_sanitizer_loop_ = nullptr;
};

}  // namespace loop
