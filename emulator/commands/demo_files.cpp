#include "emulator/commands/demo_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>

#include "base/text.h"

namespace emulator {
namespace demo_files_detail {

namespace fs = std::filesystem;

bool is_csv(const fs::path& path) { return base::equals_ignore_case(path.extension().string(), ".csv"); }

std::vector<DemoFile> files_of(const fs::path& directory, const std::string& kind) {
  std::vector<DemoFile> files;
  if (fs::is_directory(directory / kind)) {
    for (const auto& entry : fs::directory_iterator(directory / kind)) {
      if (entry.is_regular_file())
        files.push_back({entry.path().string(), kind + "/" + entry.path().filename().string()});
    }
  }
  if (kind == "products") {
    for (const auto& entry : fs::directory_iterator(directory)) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file() && base::equals_ignore_case(name, "products.csv"))
        files.push_back({entry.path().string(), name});
    }
  }
  std::ranges::sort(files, {}, &DemoFile::key);
  if (std::ranges::none_of(files, [](const DemoFile& file) { return is_csv(file.path); })) {
    throw std::runtime_error(
        fmt::format("{} has no {}; an order export is orders/*.csv, order_items/*.csv and products.csv (or "
                    "products/*.csv)",
                    directory.string(), kind == "products" ? "products.csv" : kind + "/*.csv"));
  }
  return files;
}

}  // namespace demo_files_detail

using namespace demo_files_detail;

DemoUpload find_upload(const std::string& directory) {
  if (!fs::is_directory(directory)) throw std::runtime_error(directory + " is not a directory");
  std::vector<std::vector<DemoFile>> kinds;
  for (const char* kind : {"orders", "order_items", "products"}) kinds.push_back(files_of(directory, kind));
  const auto last = std::find_if(kinds.rbegin(), kinds.rend(), [](const auto& files) { return files.size() == 1; });
  DemoUpload upload{.one_file_completes_it = last != kinds.rend()};
  if (last != kinds.rend()) std::rotate(std::prev(last.base()), last.base(), kinds.end());
  for (const auto& files : kinds) upload.files.insert(upload.files.end(), files.begin(), files.end());
  return upload;
}

}  // namespace emulator
