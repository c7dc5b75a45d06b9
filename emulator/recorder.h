#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "emulator/cloud.h"
#include "emulator/http/message.h"
#include "emulator/loop/loop.h"
#include "emulator/protocol/call.h"
#include "emulator/replay/recorded_case.h"

namespace emulator {

struct Parts;

// Writes what comes in from outside as cases that `feedmill replay` runs (events/README.md): what an API or a
// function's URL was sent, and each call of the AWS API that changed or started something. Not what handlers ask, what
// only reads, what was refused by a service, and what is below /_feedmill/.
//
// A case begins with what comes in after the world came to rest and nothing happened for a while. Its file is written
// about a second after each change, whole, in place of the one before it: who is killed leaves whole files. What cannot
// be written is told on standard error, once.
class Recorder {
 public:
  // Throws std::filesystem::filesystem_error when there is no such directory and none can be made.
  Recorder(Parts& parts, const RecordOptions& options);
  ~Recorder();
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;

  // A request from its arrival to its answer: keeps what is read of its body.
  class Hearing : public http::BodyReader {
   public:
    Hearing(http::Request& request, std::uint64_t number, base::TimePoint time, std::size_t most);
    ~Hearing() override { request_.body = body_; }
    std::string_view read() override;
    std::string trailer(std::string_view name) const override { return body_->trailer(name); }

   private:
    friend class Recorder;
    http::Request& request_;
    http::BodyReader* body_ = nullptr;
    std::uint64_t number_ = 0;
    base::TimePoint time_ = {};
    std::size_t most_ = 0;
    std::optional<std::string> heard_ = std::string();  // nothing where there was too much
  };

  // Before it is answered, while nothing counts it as busy. `service` is who will answer.
  std::unique_ptr<Hearing> hear(http::Request& request, std::string_view service);
  // When it was answered.
  void take(Hearing& hearing, const http::Request& request, const protocol::Call& call, int status);
  // Writes what is not written yet. From a fiber, when nothing comes in any more.
  void finish();

 private:
  void look_whether_rested();
  void leave_out(const std::string& asked);
  void begin_case();
  void end_case();
  void write();
  replay::RecordedCase::Document document_without_people();
  std::string new_file(const std::string& name) const;
  void tell_once(const std::string& sentence);

  Parts& parts_;
  RecordOptions options_ = {};
  std::optional<replay::RecordedCase> current_ = {};
  std::string file_ = {};      // of the current case, once it was written
  std::size_t bytes_ = 0;      // of the current case
  bool dirty_ = false;         // there is more in it than in its file
  bool rested_ = false;        // the next input begins a case
  bool looking_ = false;       // somebody finds that out
  base::TimePoint last_ = {};  // when something happened
  std::uint64_t arrivals_ = 0;
  int written_ = 0;  // cases
  std::set<std::string> told_ = {};
  loop::Signal looked_;
  loop::Signal changed_;
  loop::Fiber writer_ = {};
};

}  // namespace emulator
