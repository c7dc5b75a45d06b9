#include "emulator/lambda/functions.h"

#include <fmt/format.h>
#include <signal.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/log.h"
#include "emulator/lambda/errors.h"

namespace lambda_service {

constexpr base::Duration kEvictEvery = std::chrono::minutes(1);
constexpr auto kGrace = std::chrono::milliseconds(300);  // between SIGTERM and SIGKILL, as Lambda gives a runtime

// One handler's turn under a virtual clock.
class Functions::Turn {
 public:
  explicit Turn(Functions& functions) : functions_(functions), counts_(functions.loop_.is_virtual()) {
    while (counts_ && functions_.turn_taken_) functions_.turn_.wait();
    if (counts_) functions_.turn_taken_ = true;
  }
  ~Turn() {
    if (!counts_) return;
    functions_.turn_taken_ = false;
    functions_.turn_.notify_one();
  }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  Functions& functions_;
  bool counts_ = false;
};

namespace functions_detail {

using Instances = std::vector<std::shared_ptr<Instance>>;

// Takes those out that are to go. Letting go of an instance waits for its fibers, and meanwhile others may use the
// list: so they leave it first, and the caller lets them go when it no longer looks at the list.
template <class Condition>
Instances take_out(Instances& instances, const Condition& goes) {
  const auto first = std::stable_partition(instances.begin(), instances.end(),
                                           [&](const std::shared_ptr<Instance>& instance) { return !goes(*instance); });
  Instances taken(std::make_move_iterator(first), std::make_move_iterator(instances.end()));
  instances.erase(first, instances.end());
  return taken;
}

// Whatever came of it, who reads the stream comes to its end. A handler that answered at once has answered all of it.
void end_stream(ResponseStream& stream, InvocationResult& result) {
  if (!result.function_error.empty()) return stream.fail(result.payload);
  if (!stream.has_begun()) {
    stream.begin("application/json");
    stream.write(std::exchange(result.payload, {}));
  }
  stream.finish();
}

}  // namespace functions_detail

using namespace functions_detail;

Functions::Functions(loop::Loop& loop, store::Store& store, delivery::Deliveries& deliveries, iam::Access& access,
                     Options options)
    : loop_(loop),
      store_(store),
      deliveries_(deliveries),
      access_(access),
      options_(std::move(options)),
      space_(store.space("lambda/function")),
      urls_(store),
      policies_(store),
      left_(loop),
      turn_(loop) {
  store_.each(space_, "", [&](std::string_view key, std::string_view value) {
    functions_[std::string(key)] = std::make_shared<const Function>(decode_function(base::Json::parse(value)));
    return true;
  });
  evictor_ = loop_.spawn("lambda evictor", [this] { evict_idle(); });
}

Functions::~Functions() {
  evictor_.finish();
  if (!options_.warm) return;
  for (auto& [arn, pool] : pools_) {
    for (auto& instance : pool->instances) {
      if (!instance->ready()) continue;
      instance->move_to(std::make_shared<const Function>(instance->function()), "", [](auto&&...) {});
      options_.warm->keep({instance, pool->credentials, options_.endpoint});
    }
  }
}

void Functions::save(const Function& function) {
  store::Transaction transaction(store_);
  transaction.put(space_, function.arn, encode(function).dump());
  transaction.commit();
  functions_[function.arn] = std::make_shared<const Function>(function);
}

void Functions::create(Function function) {
  if (functions_.contains(function.arn)) throw resource_conflict(function.name);
  put(std::move(function));
}

void Functions::put(Function function) {
  if (function.memory_mb < 128 || function.memory_mb > 10240) {
    throw invalid_parameter(fmt::format("MemorySize is {}; it must be from 128 to 10240 MB", function.memory_mb));
  }
  if (function.timeout_seconds < 1 || function.timeout_seconds > 900) {
    throw invalid_parameter(fmt::format("Timeout is {}; it must be from 1 to 900 seconds", function.timeout_seconds));
  }
  if (function.ephemeral_storage_mb < 512 || function.ephemeral_storage_mb > 10240) {
    throw invalid_parameter(
        fmt::format("EphemeralStorage is {}; it must be from 512 to 10240 MB", function.ephemeral_storage_mb));
  }
  if (function.log_group.empty()) function.log_group = "/aws/lambda/" + function.name;
  function.last_modified = loop_.now();
  function.revision = loop_.world().uuid();
  save(function);
}

void Functions::ensure(Function function) {
  if (function.log_group.empty()) function.log_group = "/aws/lambda/" + function.name;
  if (const auto there = find_by_arn(function.arn)) {
    function.last_modified = there->last_modified;
    function.revision = there->revision;
    if (function == *there) return;
  }
  put(std::move(function));
}

void Functions::remove(const protocol::Call& call, std::string_view name) {
  const auto function = get(call, name);
  store::Transaction transaction(store_);
  transaction.erase(space_, function->arn);
  transaction.commit();
  functions_.erase(function->arn);
  urls_.remove(function->arn);
  policies_.remove_all(function->arn);
  const auto pool = pools_.extract(function->arn);  // those that still run keep it until they have their answer
}

std::shared_ptr<const Function> Functions::find_by_arn(std::string_view arn) const {
  const auto found = functions_.find(std::string(arn));
  if (found != functions_.end()) return found->second;
  // With a qualifier behind the name: only $LATEST exists.
  constexpr std::string_view kLatest = ":$LATEST";
  return arn.ends_with(kLatest) ? find_by_arn(arn.substr(0, arn.size() - kLatest.size())) : nullptr;
}

std::shared_ptr<const Function> Functions::find(std::string_view account, std::string_view region,
                                                std::string_view name) const {
  return find_by_arn(fmt::format("arn:aws:lambda:{}:{}:function:{}", region, account, name));
}

std::shared_ptr<const Function> Functions::get(const protocol::Call& call, std::string_view name) const {
  const auto parsed = parse_function_name(name);
  if (!parsed) {
    throw Fault(
        "ValidationException", 400,
        fmt::format(
            "1 validation error detected: Value '{}' at 'functionName' failed to satisfy constraint: Member must "
            "satisfy regular expression pattern: (arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{{2}}((-gov)|(-"
            "iso([a-z]?)))?-[a-z]+-\\d{{1}}:)?(\\d{{12}}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-"
            "9-_]+))?",
            name));
  }
  const auto function = find(call.account, call.region, parsed->name);
  std::string arn = protocol::make_arn("lambda", call, "function:" + parsed->name);
  if (!parsed->qualifier.empty()) arn += ":" + parsed->qualifier;
  if (!function || (!parsed->qualifier.empty() && parsed->qualifier != "$LATEST")) throw resource_not_found(arn);
  return function;
}

std::vector<std::shared_ptr<const Function>> Functions::list(const protocol::Call& call) const {
  std::vector<std::shared_ptr<const Function>> result;
  for (const auto& [arn, function] : functions_) {
    if (function->account == call.account && function->region == call.region) result.push_back(function);
  }
  return result;
}

std::vector<std::string> Functions::environment_of(Pool& pool, const Function& function,
                                                   const std::string& log_stream) {
  if (pool.credentials.access_key.empty()) {
    pool.credentials = access_.assume(function.role, function.name, loop_.world().alphanumeric(iam::kSecretCharacters));
  }
  const std::string temporary = options_.data_directory + "/tmp/" + function.name;
  std::filesystem::create_directories(temporary);
  // "Defined runtime environment variables", Lambda Developer Guide; the endpoint is what makes the SDKs come to us.
  std::vector<std::string> environment = {
      "PATH=/usr/local/bin:/usr/bin:/bin:/opt/bin",
      "LANG=en_US.UTF-8",
      "TZ=:UTC",
      "LAMBDA_TASK_ROOT=" + function.code_directory,
      "LAMBDA_RUNTIME_DIR=" + function.code_directory,
      "_HANDLER=" + function.handler,
      "TMPDIR=" + temporary,
      "AWS_LAMBDA_FUNCTION_NAME=" + function.name,
      "AWS_LAMBDA_FUNCTION_VERSION=$LATEST",
      fmt::format("AWS_LAMBDA_FUNCTION_MEMORY_SIZE={}", function.memory_mb),
      "AWS_LAMBDA_LOG_GROUP_NAME=" + function.log_group,
      "AWS_LAMBDA_LOG_STREAM_NAME=" + log_stream,
      "AWS_LAMBDA_INITIALIZATION_TYPE=on-demand",
      "AWS_EXECUTION_ENV=AWS_Lambda_provided.al2023",
      "AWS_REGION=" + function.region,
      "AWS_DEFAULT_REGION=" + function.region,
      "AWS_ACCESS_KEY_ID=" + pool.credentials.access_key,
      "AWS_SECRET_ACCESS_KEY=" + pool.credentials.secret_key,
      "AWS_SESSION_TOKEN=" + pool.credentials.session_token,
      "AWS_ENDPOINT_URL=" + options_.endpoint,
  };
  for (const auto& [name, value] : function.environment) environment.push_back(name + "=" + value);
  return environment;
}

std::shared_ptr<Instance> Functions::start(Pool& pool, const std::shared_ptr<const Function>& function) {
  // Today's stream, as Lambda names it: "2026/11/21/[$LATEST]<32 hex digits>".
  std::string day = base::format_day(loop_.now());
  std::ranges::replace(day, '-', '/');
  const std::string log_stream = fmt::format("{}/[$LATEST]{}", day, loop_.world().hex(32));
  try {
    std::vector<std::string> environment = environment_of(pool, *function, log_stream);
    if (auto kept = options_.warm ? options_.warm->take(*function, options_.endpoint) : std::nullopt) {
      // As many of the world's random numbers were drawn as for a new process: whether one is kept shows nowhere.
      pool.credentials = kept->credentials;
      access_.add(pool.credentials, function->role, function->name);
      kept->instance->move_to(function, log_stream, options_.log);
      return kept->instance;
    }
    return std::make_shared<Instance>(loop_, function, std::move(environment), log_stream, options_.log);
  } catch (const std::system_error& error) {
    throw runtime_not_started(fmt::format("{}: {}/bootstrap cannot be started: {}", function->name,
                                          function->code_directory, error.code().message()));
  }
}

std::shared_ptr<Instance> Functions::acquire(Pool& pool, const std::shared_ptr<const Function>& function) {
  if (stopping_) throw runtime_not_started(function->name + " is not started any more: the emulator ends");
  // Dead ones go, and free ones of an older configuration.
  take_out(pool.instances, [&](const Instance& instance) {
    return instance.dead() || (instance.ready() && instance.function().revision != function->revision);
  });
  if (function->reserved_concurrency && pool.running >= *function->reserved_concurrency) {
    throw too_many_requests("ReservedFunctionConcurrentInvocationLimitExceeded");
  }
  if (running_ >= options_.account_concurrency) throw too_many_requests("ConcurrentInvocationLimitExceeded");
  for (const auto& instance : pool.instances) {
    if (instance->ready()) return instance;
  }
  return pool.instances.emplace_back(start(pool, function));
}

InvocationResult Functions::invoke(const std::shared_ptr<const Function>& function, std::string payload,
                                   std::string request_id, std::string trace_id,
                                   std::shared_ptr<ResponseStream> stream) {
  // Every event has a trace, as on AWS: handlers split it without looking.
  if (trace_id.empty()) trace_id = fmt::format("Root=1-{}-{};Sampled=0", loop_.world().hex(8), loop_.world().hex(24));
  struct Inside {
    explicit Inside(Functions& f) : functions(f) { ++functions.calls_; }
    ~Inside() {
      if (--functions.calls_ == 0) functions.left_.notify_all();
    }
    Functions& functions;
  } const inside(*this);
  const auto busy = loop_.busy();
  const Turn turn(*this);
  std::shared_ptr<Pool>& slot = pools_[function->arn];
  if (!slot) slot = std::make_shared<Pool>();
  const std::shared_ptr<Pool> pool = slot;
  const Invocation invocation{.request_id = std::move(request_id),
                              .payload = std::move(payload),
                              .trace_id = std::move(trace_id),
                              .world_time = loop_.is_virtual() ? std::optional(loop_.now()) : std::nullopt,
                              .seed = loop_.world().next(),
                              .stream = stream};
  struct Running {
    int &mine, &all;
    Running(int& m, int& a) : mine(m), all(a) { ++mine, ++all; }
    ~Running() { --mine, --all; }
  };
  if (options_.stand_in) {
    if (auto answer = options_.stand_in(*function, invocation.payload)) {
      if (options_.observer) options_.observer(*function, invocation.payload, *answer);
      return *answer;
    }
  }
  InvocationResult result;
  // A warm instance that died before it took the event has done nothing with it: another one gets it.
  for (int attempt = 0; attempt < 3; ++attempt) {
    const std::shared_ptr<Instance> instance = acquire(*pool, function);
    const Running running(pool->running, running_);
    result = instance->invoke(invocation);
    if (!result.not_started) break;
  }
  if (options_.observer) options_.observer(*function, invocation.payload, result);
  if (stream) end_stream(*stream, result);
  return result;
}

void Functions::evict_idle() {
  for (;;) {
    // Real time: how long a process is kept has nothing to do with the world's clock.
    loop::Signal never(loop_);
    never.wait(loop::Deadline::real_in(kEvictEvery));
    const auto now = std::chrono::steady_clock::now();
    Instances gone;
    for (auto& [arn, pool] : pools_) {
      std::ranges::move(take_out(pool->instances,
                                 [&](const Instance& instance) {
                                   return instance.dead() ||
                                          (instance.ready() && now - instance.last_used() > options_.keep_warm);
                                 }),
                        std::back_inserter(gone));
    }
  }
}

int Functions::instances(const std::string& arn) const {
  const auto pool = pools_.find(arn);
  return pool == pools_.end() ? 0 : int(pool->second->instances.size());
}

std::vector<int> Functions::pids() const {
  std::vector<int> result;
  for (const auto& [arn, pool] : pools_) {
    for (const auto& instance : pool->instances) {
      if (!instance->dead()) result.push_back(instance->pid());
    }
  }
  return result;
}

void Functions::kill(std::string_view name) const {
  for (const auto& [arn, pool] : pools_) {
    for (const auto& instance : pool->instances) {
      if (instance->function().name == name && !instance->dead()) ::kill(instance->pid(), SIGKILL);
    }
  }
}

void Functions::shut_down() {
  for (auto& [arn, pool] : pools_) {
    for (const auto& instance : pool->instances) instance->shut_down();
  }
  loop::Signal never(loop_);
  const auto deadline = std::chrono::steady_clock::now() + kGrace;
  while (!pids().empty() && std::chrono::steady_clock::now() < deadline) {
    never.wait(loop::Deadline::real_in(std::chrono::milliseconds(5)));
  }
  for (const int pid : pids()) ::kill(pid, SIGKILL);
  const auto pools = std::exchange(pools_, {});
}

void Functions::stop() {
  stopping_ = true;
  for (const auto& [arn, pool] : pools_) {
    for (const auto& instance : pool->instances) {
      if (!instance->ready() && !instance->dead()) ::kill(instance->pid(), SIGKILL);
    }
  }
  try {
    while (calls_ > 0) left_.wait();
  } catch (const loop::Cancelled&) {  // then so is everybody in here
  }
}

}  // namespace lambda_service
