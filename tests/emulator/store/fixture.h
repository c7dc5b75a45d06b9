#pragma once

#include <gtest/gtest.h>
#include <unistd.h>

#include <exception>
#include <fstream>
#include <functional>
#include <iterator>
#include <memory>
#include <string>

#include "emulator/loop/loop.h"
#include "emulator/store/store.h"
#include "emulator/store/temporary_directory.h"

namespace store {

// A directory, and a store in it that can be closed and opened again.
struct Fixture {
  TemporaryDirectory directory = {};
  Store::Options options = {.directory = directory.path()};
  std::uint64_t seed = 1;

  // Runs `body` in a fiber with a freshly opened store, and closes the store. What it throws is thrown here.
  void with_store(const std::function<void(Store&)>& body) {
    loop::Loop loop({.seed = seed});
    Store store(loop, options);
    std::exception_ptr failure;
    loop.spawn("test", [&] {
      try {
        body(store);
      } catch (...) {
        failure = std::current_exception();
      }
      loop.stop();
    });
    loop.run();
    if (failure) std::rethrow_exception(failure);
  }
};

inline void put(Store& store, Space space, const std::string& key, const std::string& value) {
  Transaction transaction(store);
  transaction.put(space, key, value);
  transaction.commit();
}

inline std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return {std::istreambuf_iterator<char>(file), {}};
}

inline std::string write_blob(Store& store, const std::string& body) {
  BlobWriter writer(store);
  writer.write(body);
  return writer.finish();
}

}  // namespace store
