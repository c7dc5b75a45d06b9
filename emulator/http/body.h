#pragma once

#include <functional>

#include "emulator/http/chunked.h"
#include "emulator/http/head.h"
#include "emulator/http/input.h"

namespace http {

// What a wrong chunk becomes inside a handler: let through, it is answered with its status.
struct BodyRefused : BodyError {
  BodyRefused(int code, const std::string& why) : BodyError(why), status(code) {}
  int status = 400;
};

// The body of the message at the front of a connection's input.
class MessageBody : public BodyReader {
 public:
  // `before_waiting` is called once, before the first wait for the peer: the time for "100 Continue".
  MessageBody(Input& input, const Framing& framing, const Patience& patience, std::function<void()> before_waiting)
      : input_(input),
        framing_(framing),
        left_(framing.length),
        patience_(patience),
        before_waiting_(std::move(before_waiting)) {}

  // Valid until the next call.
  std::string_view read() override;
  std::string trailer(std::string_view name) const override;
  bool at_end() const;
  bool asked_peer() const { return asked_peer_; }  // it was sent "100 Continue", or needed none

 private:
  std::string_view read_chunked();
  bool fill();

  Input& input_;
  Framing framing_;
  std::uint64_t left_ = 0;
  ChunkDecoder chunks_ = {};
  bool closed_ = false;
  Patience patience_;
  std::function<void()> before_waiting_ = {};
  bool asked_peer_ = false;
};

}  // namespace http
