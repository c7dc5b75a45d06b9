#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace bench {

// Requests of one kind against one endpoint, and what their replies have to say.
class Workload {
 public:
  // Sends one request outside the measurement and answers the whole reply.
  class Caller {
   public:
    virtual ~Caller() = default;
    virtual std::string call(const std::string& request) = 0;
  };

  virtual ~Workload() = default;
  virtual void prepare(Caller&) {}                    // what has to be there first
  virtual int steps() const { return 1; }             // requests of one piece of work (load.h)
  virtual std::string request(long number) = 0;       // head and body, signed
  virtual bool is_right(std::string_view reply) = 0;  // of each reply, while it is measured
  // After the measurement, `sent` pieces of work later: is what was acknowledged there? Fails where it is not.
  virtual void verify(Caller&, long /*sent*/) {}
};

struct Target {
  std::string host = {};   // "127.0.0.1:4566"
  std::string label = {};  // a part of names that is new for each run
  std::string function = {};
  std::string api = {};  // the path below which the vendors' HTTP API answers
};

// "s3_put", "s3_get", "dynamodb_put", "dynamodb_get", "dynamodb_fill" (25 items a request), "invoke", "invoke_each"
// (the n-th request goes to <function>n, which nobody has invoked yet), "vendor_event", "vendor_calls". Fails where
// there is no workload of that name.
std::unique_ptr<Workload> make_workload(std::string_view name, const Target& target);

}  // namespace bench
