#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "base/json.h"
#include "base/time.h"
#include "emulator/replay/personal_data.h"
#include "emulator/replay/redaction.h"

namespace replay {

// What a case says of the world in which it was recorded.
struct RecordedWorld {
  std::uint64_t seed = 1;
  std::map<std::string, std::string> parameters = {};  // of the template
  std::string from = {};                               // "feedmill up --record, infra/template.yaml"
};

// A case that grows with what comes in.
class RecordedCase {
 public:
  explicit RecordedCase(RecordedWorld world) : world_(std::move(world)) {}

  // `order` is the input's place among all: answers may come in another order than their requests. `status` is what
  // was answered; 0: nobody knows.
  void add(std::uint64_t order, base::TimePoint time, base::Json input, int status);
  // Something came in that is not among the inputs.
  void leave_out(const std::string& what);
  // The input at this place among the present ones is none any more.
  void remove(std::size_t index);

  bool empty() const { return inputs_.empty(); }
  std::size_t size() const { return inputs_.size(); }
  struct Document {
    base::Json json = {};
    std::string name = {};                  // of the file: "20261121T102540Z-post-v1-vendors-acme-events"
    std::vector<PersonalData> people = {};  // what redactions did not get: it must not be written
  };
  // The file, redacted, without expectations. Not for an empty case.
  Document document(const Redactions& redactions) const;

 private:
  struct Arrival {
    base::TimePoint time = {};
    base::Json input = {};
    int status = 0;
  };
  RecordedWorld world_ = {};
  std::map<std::uint64_t, Arrival> inputs_ = {};  // by order
  std::set<std::string> left_out_ = {};
};

}  // namespace replay
