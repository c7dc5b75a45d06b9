#include "emulator/recorder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include "base/check.h"
#include "base/text.h"
#include "emulator/observe.h"
#include "emulator/parts.h"
#include "emulator/replay/case.h"

namespace emulator {
namespace recorder_detail {

namespace fs = std::filesystem;
using replay::CannotRepeat;

constexpr std::size_t kLargestS3Question = 1 << 20;  // an object's bytes are taken from where they lie
constexpr std::size_t kLargestCase = 64 << 20;
constexpr auto kWrittenAfter = std::chrono::seconds(1);
constexpr int kPausesLonger = 20;  // than it took to write: everybody waits meanwhile

void say_of_recording(const std::string& sentence) { std::fprintf(stderr, "feedmill: %s\n", sentence.c_str()); }

// Whole or not at all, also when the power goes. Throws std::system_error.
void write_whole(const std::string& path, const std::string& text) {
  const std::string temporary = path + ".new";
  const int file = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  bool good = file >= 0;
  for (std::size_t done = 0; good && done < text.size();) {
    const ssize_t now = ::write(file, text.data() + done, text.size() - done);
    good = now >= 0 || errno == EINTR;
    if (now > 0) done += std::size_t(now);
  }
  good = good && ::fsync(file) == 0;
  const int error = errno;
  if (file >= 0) ::close(file);
  if (!good) throw std::system_error(error, std::generic_category(), temporary);
  fs::rename(temporary, path);
}

}  // namespace recorder_detail

using namespace recorder_detail;

Recorder::Hearing::Hearing(http::Request& request, std::uint64_t number, base::TimePoint time, std::size_t most)
    : request_(request), body_(request.body), number_(number), time_(time), most_(most) {
  request.body = this;
}

std::string_view Recorder::Hearing::read() {
  const std::string_view piece = body_->read();
  if (!heard_ || heard_->size() + piece.size() > most_) {
    heard_.reset();
  } else {
    *heard_ += piece;
  }
  return piece;
}

Recorder::Recorder(Parts& parts, const RecordOptions& options)
    : parts_(parts), options_(options), looked_(parts.loop), changed_(parts.loop) {
  fs::create_directories(options_.directory);
  writer_ = parts_.loop.spawn("recorder", [this] {
    loop::Signal pause(parts_.loop);
    base::Duration took = {};
    for (;;) {
      while (!dirty_) changed_.wait();
      pause.wait(loop::Deadline::real_in(std::max<base::Duration>(kWrittenAfter, kPausesLonger * took)));
      const auto start = std::chrono::steady_clock::now();
      write();
      took = std::chrono::steady_clock::now() - start;
    }
  });
}

Recorder::~Recorder() { writer_.finish(); }

std::unique_ptr<Recorder::Hearing> Recorder::hear(http::Request& request, std::string_view service) {
  auto hearing = std::make_unique<Hearing>(request, ++arrivals_, parts_.loop.now(),
                                           service == "s3" ? kLargestS3Question : kLargestRecordedBody);
  look_whether_rested();
  return hearing;
}

// Fibers that are ready and events that are there for a moment (the connection before this one closes) are no reason
// not to rest, so they go first. Requests that come at once wait for the one that looks: they would be in its way.
void Recorder::look_whether_rested() {
  constexpr int kLooks = 20;
  while (looking_) looked_.wait();
  if (!current_ || rested_ || parts_.loop.now() - last_ < options_.quiet) return;
  struct Looking {
    explicit Looking(Recorder& by) : recorder(by) { recorder.looking_ = true; }
    ~Looking() {
      recorder.looking_ = false;
      recorder.looked_.notify_all();
    }
    Recorder& recorder;
  } const looking(*this);
  for (int look = 0; look < kLooks && !rested_; ++look) {
    rested_ = parts_.loop.quiescent();
    if (!rested_) parts_.loop.yield();
  }
}

void Recorder::take(Hearing& hearing, const http::Request& request, const protocol::Call& call, int status) {
  if (is_from_inside(parts_, call)) {
    last_ = parts_.loop.now();
    return;
  }
  std::optional<base::Json> input;
  try {
    const auto observed = observe(parts_, request, call, status, std::move(hearing.heard_));
    if (!observed) return;
    input = replay::to_input(*observed);
    begin_case();
    bytes_ += observed->body.size();
  } catch (const CannotRepeat& why) {
    return leave_out(fmt::format("{} {}: {}", call.action, request.path, why.what()));
  } catch (const base::JsonError& error) {
    return leave_out(fmt::format("{} {}: {}", call.action, request.path, error.what()));
  } catch (const store::ReadError& error) {
    return leave_out(fmt::format("{} {}: {}", call.action, request.path, error.what()));
  }
  current_->add(hearing.number_, hearing.time_, std::move(*input), status);
  last_ = parts_.loop.now();
  dirty_ = true;
  changed_.notify_all();
}

void Recorder::leave_out(const std::string& asked) {
  const std::string what =
      replay::replace_personal_data(asked, options_.redactions.allow,
                                    [](std::string_view kind, std::string_view) { return fmt::format("({})", kind); });
  tell_once("not recorded: " + what);
  if (!current_ || rested_) return;  // it belongs to no case
  current_->leave_out(what);
  dirty_ = true;
  changed_.notify_all();
}

void Recorder::begin_case() {
  if (current_ && (rested_ || bytes_ > kLargestCase)) end_case();
  rested_ = false;
  if (current_) return;
  current_.emplace(
      replay::RecordedWorld{.seed = parts_.loop.world().seed(),
                            .parameters = options_.parameters,
                            .from = "feedmill up --record, " + fs::path(options_.template_file).filename().string()});
  file_.clear();
  bytes_ = 0;
}

void Recorder::end_case() {
  write();
  if (!dirty_ && !file_.empty()) say_of_recording(fmt::format("recorded {} ({} inputs)", file_, current_->size()));
  dirty_ = false;
  current_.reset();
}

void Recorder::finish() {
  if (current_) end_case();
  if (written_ == 0) return say_of_recording("nothing was recorded");
  say_of_recording(
      fmt::format("{} cases in {}; they expect nothing yet: ./feedmill replay --update {}, then look at what it wrote",
                  written_, options_.directory, options_.directory));
}

// An input in which somebody is left after all redactions is left out. Without inputs there is no document.
replay::RecordedCase::Document Recorder::document_without_people() {
  while (!current_->empty()) {
    auto document = current_->document(options_.redactions);
    if (document.people.empty()) return document;
    // What else tells of an input (the description) is gone with it.
    const auto person =
        std::ranges::find_if(document.people, [](const auto& one) { return one.path.starts_with("/inputs/"); });
    if (person == document.people.end()) {
      tell_once(fmt::format("{} is not written: {} looks like somebody's {}", document.name,
                            document.people.front().path, document.people.front().kind));
      return {};
    }
    const auto place = replay::parse_pointer(person->path);
    const auto index = base::parse_int(place.at(1));
    CHECK(index);
    const auto below = replay::to_pointer({place.begin() + 2, place.end()});
    const std::string what = fmt::format("{}: {} looks like somebody's {}; redact it (--redact), or name it in /allow",
                                         document.name, below, person->kind);
    current_->remove(std::size_t(*index));
    current_->leave_out(what);
    tell_once("not recorded: " + what);
  }
  return {};
}

void Recorder::write() {
  if (!current_ || !dirty_) return;
  const auto document = document_without_people();
  if (document.json.is_null()) {
    dirty_ = false;
    return;
  }
  try {
    const bool is_new = file_.empty();
    const std::string file = is_new ? new_file(document.name) : file_;
    write_whole(file, document.json.dump(2) + "\n");
    file_ = file;
    written_ += is_new ? 1 : 0;
    dirty_ = false;
  } catch (const std::system_error& error) {
    tell_once(fmt::format("cannot write a case: {}", error.what()));
  }
}

// Never another recording's.
std::string Recorder::new_file(const std::string& name) const {
  std::string file = fmt::format("{}/{}.case.json", options_.directory, name);
  for (int number = 2; fs::exists(file); ++number) {
    file = fmt::format("{}/{}-{}.case.json", options_.directory, name, number);
  }
  return file;
}

void Recorder::tell_once(const std::string& sentence) {
  if (told_.insert(sentence).second) say_of_recording(sentence);
}

}  // namespace emulator
