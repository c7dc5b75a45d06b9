#pragma once

#include "emulator/loop/loop.h"
#include "emulator/store/store.h"

namespace emulator {

// What of the world survives a restart beside the services' own records: a virtual clock goes on where it stood, and a
// world with a seed does not draw the ids of its first life again.
class WorldKeeper {
 public:
  // Before anything else looks at the clock or draws an id.
  WorldKeeper(loop::Loop& loop, store::Store& store);
  ~WorldKeeper();
  WorldKeeper(const WorldKeeper&) = delete;
  WorldKeeper& operator=(const WorldKeeper&) = delete;

 private:
  void keep(std::string key, std::int64_t value);

  loop::Loop& loop_;
  store::Store& store_;
  store::Space space_ = {};
};

}  // namespace emulator
