#include "emulator/loop/fiber.h"

#include <cxxabi.h>

#include <utility>

#include "base/check.h"
#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/common_interface_defs.h>
#endif
#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

namespace loop {
namespace fiber_detail {

// Boost gives the stack back through this when the fiber has ended.
struct PooledStack {
  StackPool* pool = nullptr;
  boost::context::stack_context allocate() { return pool->take(); }
  void deallocate(boost::context::stack_context& stack) { pool->give_back(stack); }
};

}  // namespace fiber_detail

FiberContext::~FiberContext() { CHECK(!begun_ || ended_); }

FiberContext::ExceptionGlobals& FiberContext::thread_exception_globals() {
  return *reinterpret_cast<ExceptionGlobals*>(abi::__cxa_get_globals());
}

void FiberContext::resume() {
  if (!begun_) fiber_ = begin();
  ExceptionGlobals& globals = thread_exception_globals();
  const ExceptionGlobals of_loop = std::exchange(globals, exceptions_);
  tell_leaving_loop();
  fiber_ = std::move(fiber_).resume();
  tell_back_in_loop();
  exceptions_ = std::exchange(globals, of_loop);
}

void FiberContext::suspend() {
  tell_leaving_fiber(false);
  loop_ = std::move(loop_).resume();
  tell_in_fiber();
}

boost::context::fiber FiberContext::begin() {
  begun_ = true;
  fiber_detail::PooledStack pooled{&stacks_};
  const auto stack = pooled.allocate();
  stack_bottom_ = static_cast<char*>(stack.sp) - stack.size;
  stack_size_ = stack.size;
#if defined(__SANITIZE_THREAD__)
  thread_sanitizer_fiber_ = __tsan_create_fiber(0);
#endif
  return boost::context::fiber(std::allocator_arg, boost::context::preallocated(stack.sp, stack.size, stack), pooled,
                               [this](boost::context::fiber&& loop) { return run(std::move(loop)); });
}

boost::context::fiber FiberContext::run(boost::context::fiber&& loop) {
  loop_ = std::move(loop);
  tell_in_fiber();
  body_();
  body_ = nullptr;
  ended_ = true;
  tell_leaving_fiber(true);
  return std::move(loop_);
}

void FiberContext::tell_leaving_loop() {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_start_switch_fiber(&loop_fake_stack_, stack_bottom_, stack_size_);
#elif defined(__SANITIZE_THREAD__)
  thread_sanitizer_loop_ = __tsan_get_current_fiber();
  __tsan_switch_to_fiber(thread_sanitizer_fiber_, 0);
#endif
}

void FiberContext::tell_back_in_loop() {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(loop_fake_stack_, nullptr, nullptr);
#elif defined(__SANITIZE_THREAD__)
  if (ended_) __tsan_destroy_fiber(thread_sanitizer_fiber_);
#endif
}

void FiberContext::tell_leaving_fiber([[maybe_unused]] bool for_ever) {
#if defined(__SANITIZE_ADDRESS__)
  // Without a place to keep it, the fake stack is freed.
  __sanitizer_start_switch_fiber(for_ever ? nullptr : &fake_stack_, loop_stack_bottom_, loop_stack_size_);
#elif defined(__SANITIZE_THREAD__)
  __tsan_switch_to_fiber(thread_sanitizer_loop_, 0);
#endif
}

void FiberContext::tell_in_fiber() {
#if defined(__SANITIZE_ADDRESS__)
  __sanitizer_finish_switch_fiber(fake_stack_, &loop_stack_bottom_, &loop_stack_size_);
#endif
}

}  // namespace loop
