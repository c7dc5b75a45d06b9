#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <stdexcept>
#include <tuple>

#include "base/log.h"
#include "base/text.h"
#include "emulator/commands/booted.h"
#include "emulator/commands/demo_screen.h"
#include "emulator/commands/demo_vendor_screen.h"
#include "emulator/commands/demo_vendor_upgrade.h"
#include "emulator/commands/files.h"
#include "emulator/commands/stop_signal.h"

// feedmill demo vendor: a morning of six vendors on a cloud of its own, in virtual time. Events come in twice and out
// of order, some are not right, one contract is upgraded and a day read again; everything over HTTP. It judges itself.

namespace emulator {
namespace demo_vendor_detail {

using base::Json;

constexpr const char* kStart = "2026-03-16T11:00:00Z";
constexpr const char* kDay = "2026-03-16";
constexpr std::uint64_t kSeeds = 100'000;  // a number that a person can type again

std::size_t find_event(const std::vector<VendorEvent>& events, std::string_view id) {
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (events[i].id == id) return i;
  }
  throw std::logic_error(fmt::format("the story has no event {}", id));
}

// The newer contract goes to normalize alone. Vendors send all of it once more; then a day is read again.
void upgrade(VendorDay& day, const Client& client, VendorDemo& demo) {
  const StoryUpgrade& story = story_upgrade();
  const std::string directory = own_functions() + "/normalize";
  const auto file = [&](int version) { return fmt::format("contracts/{}@{}.json", story.contract, version); };
  deploy(client, "normalize",
         repack(directory, file(story.to), upgraded_contract(read_file(directory + "/" + file(story.from)))));
  for (std::size_t event = 0; event < demo.events.size(); ++event) demo.once_more.push_back(day.send(event));
  invoke(client, "reconcile",
         {{"operation", "backfill"},
          {"id", "demo"},
          {"vendorId", story.vendor},
          {"from", kDay},
          {"to", kDay},
          {"contractVersion", "newest"}});
  day.settle();
  demo.backfill = invoke(client, "reconcile", {{"operation", "backfill-status"}, {"id", "demo"}});
}

VendorDemo run_story(loop::Loop& loop, const Client& client, const std::string& endpoint, std::uint64_t seed,
                     const DemoScreen& screen) {
  VendorDay day(loop, client, story_events(own_contract_examples()));
  VendorDemo demo{.seed = seed, .api = day.api(), .events = day.events()};
  screen.line(fmt::format("posting {} events to {}{}", demo.events.size(), endpoint, demo.api));
  demo.deliveries = day.send_shuffled(seed);
  const std::size_t paid = find_event(demo.events, "wh-4001-paid");
  demo.conflict = day.send_other_bytes(paid, base::replace_all(demo.events[paid].body, "129.45", "29.45"));
  demo.refusal = day.send_garbage(find_event(demo.events, "cs_2964"));
  day.settle();
  demo.before = look(client, demo.api, demo.events);
  screen.line(fmt::format("deploying {}@{} and reading {} again", story_upgrade().contract, story_upgrade().to, kDay));
  upgrade(day, client, demo);
  demo.after = look(client, demo.api, demo.events);
  return demo;
}

void stay(loop::Loop& loop) {
  loop::Signal never(loop);
  while (!asked_to_stop()) {
    never.wait(loop::Deadline::real_in(std::chrono::milliseconds(50)));
    std::ignore = loop.settle(loop::Deadline::real_in(std::chrono::milliseconds(50)));  // what others send goes on
  }
}

}  // namespace demo_vendor_detail

using namespace demo_vendor_detail;

int run_demo_vendor(const VendorDemoOptions& options) {
  base::set_log_level(base::LogLevel::kError);
  heed_stop_signals();
  const TemporaryDirectory own;
  const std::uint64_t seed = options.seed != 0 ? options.seed : 1 + loop::World::random_seed() % kSeeds;
  const UpOptions up{.port = options.port,
                     .directory = own.path.string(),
                     .in_memory = true,
                     .clock = std::string("virtual:") + kStart,
                     .seed = seed};
  return run_booted(up, [&](loop::Loop& loop, Cloud& cloud) {
    const Client client(loop, cloud.endpoint());
    const DemoScreen screen(!options.json);
    const VendorDemo demo = run_story(loop, client, cloud.endpoint(), seed, screen);
    if (options.json) {
      std::printf("%s\n", demo.document().dump(1).c_str());
    } else {
      print_story(demo, cloud.endpoint(), options.stay);
    }
    std::fflush(stdout);
    if (options.stay) stay(loop);
    return demo.complaints().empty() ? 0 : 1;
  });
}

}  // namespace emulator
