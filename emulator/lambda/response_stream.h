#pragma once

#include <string>
#include <string_view>

#include "emulator/loop/loop.h"

namespace lambda_service {

// A response on its way from a handler to who asked, piece by piece. The handler's side waits while much is unread; who
// asked may leave, and then the rest is taken and dropped: the handler is not stopped.
class ResponseStream {
 public:
  explicit ResponseStream(loop::Loop& loop) : changed_(loop) {}

  // The handler's side.
  void begin(std::string content_type);
  void write(std::string_view bytes);
  void finish();
  void fail(std::string error);  // it ends before it is whole: the error as Lambda says it
  bool has_begun() const { return begun_; }

  // The other side. await_begin() comes back when there is a content type, or an end without one; read() with what
  // there is, empty at the end.
  void await_begin();
  std::string read();
  void abandon();
  const std::string& content_type() const { return content_type_; }
  const std::string& error() const { return error_; }  // empty where it is whole

 private:
  loop::Signal changed_;
  std::string content_type_ = {};
  std::string unread_ = {};
  std::string error_ = {};
  bool begun_ = false;
  bool ended_ = false;
  bool abandoned_ = false;
};

}  // namespace lambda_service
