#include "emulator/world_keeper.h"

#include <algorithm>

#include "base/log.h"
#include "base/text.h"

namespace emulator {

constexpr std::uint64_t kNextLife = 0x9e37'79b9'7f4a'7c15;  // apart from every seed that a person chooses

WorldKeeper::WorldKeeper(loop::Loop& loop, store::Store& store)
    : loop_(loop), store_(store), space_(store.space("world")) {
  const auto number = [&](std::string_view key) {
    const auto found = store.get(space_, key);
    return found ? base::parse_int(*found).value_or(0) : 0;
  };
  const std::int64_t lives = number("lives");
  const std::uint64_t seed = loop.world().seed() + static_cast<std::uint64_t>(lives) * kNextLife;
  if (loop.is_virtual()) {
    loop.begin_anew(seed, std::max(loop.now(), base::from_epoch_millis(number("clock"))));
    loop.on_clock_step([this](base::TimePoint time) { keep("clock", base::to_epoch_millis(time)); });
  } else {
    loop.world() = loop::World(seed);
  }
  keep("lives", lives + 1);
}

WorldKeeper::~WorldKeeper() { loop_.on_clock_step({}); }

void WorldKeeper::keep(std::string key, std::int64_t value) {
  try {
    store::Transaction transaction(store_);
    transaction.put(space_, std::move(key), std::to_string(value));
    transaction.commit();
  } catch (const store::WriteError& error) {
    // The world goes on; after a restart it would be a little younger than its records.
    base::log_error("the world's clock was not kept", {{"error", error.what()}});
  }
}

}  // namespace emulator
