#pragma once

#include <cstdint>
#include <filesystem>

#include "domain/ids.h"

namespace support {

struct SampleOptions {
  std::int64_t items = 1000;  // lines of order_items, about
  std::uint64_t seed = 1;
  bool flaws = false;  // every kind of wrong row, warning and bad file that the rules know
  domain::IdProfile ids = domain::IdProfile::kInt;
};

struct SampleCounts {
  std::int64_t products = 0, orders = 0, items = 0;  // written into the files that are good as a whole
};

// Writes a made-up order export: products.csv, orders/*.csv, order_items/*.csv, and with flaws products/*.csv too. The
// same options give the same bytes on every machine. Throws std::runtime_error where a file cannot be written.
SampleCounts write_sample_data(const std::filesystem::path& directory, const SampleOptions& options);

}  // namespace support
