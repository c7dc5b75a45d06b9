#pragma once

#include <string>
#include <vector>

namespace emulator {

// A file of an order export and the key that it is uploaded under.
struct DemoFile {
  std::string path = {};
  std::string key = {};  // "orders/2025-07-07.csv"
};

// What a directory holds of an order export (orders/, order_items/, products/ and products.csv), in the order in which
// it is to be uploaded: the kind that completes the set, and has one file only, comes last. Throws std::runtime_error
// where there is none of a kind.
struct DemoUpload {
  std::vector<DemoFile> files = {};
  bool one_file_completes_it = true;  // else the set has to settle before it counts as complete
};
DemoUpload find_upload(const std::string& directory);

}  // namespace emulator
