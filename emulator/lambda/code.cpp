#include "emulator/lambda/code.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zip.h>

#include <filesystem>
#include <fstream>

#include "base/digest.h"
#include "base/text.h"
#include "emulator/lambda/errors.h"

namespace lambda_service {
namespace code_detail {

namespace fs = std::filesystem;

constexpr std::uint64_t kMaxUnpacked = 250ull << 20;  // Lambda quotas: deployment package, unzipped

Fault bad_zip(std::string_view why) {
  return invalid_parameter(
      fmt::format("Could not unzip uploaded file. Please check your file, then try to upload again. ({})", why));
}

// A zip opened from memory, closed with this.
struct Archive {
  zip_t* zip = nullptr;
  explicit Archive(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (source) zip = zip_open_from_source(source, ZIP_RDONLY, &error);
    if (!zip) {
      if (source) zip_source_free(source);
      const std::string why = zip_error_strerror(&error);
      zip_error_fini(&error);
      throw bad_zip(why);
    }
    zip_error_fini(&error);
  }
  ~Archive() { zip_discard(zip); }
  Archive(const Archive&) = delete;
  Archive& operator=(const Archive&) = delete;
};

void unpack_entry(const Archive& archive, zip_uint64_t index, const fs::path& directory, std::uint64_t& total) {
  zip_stat_t stat;
  if (zip_stat_index(archive.zip, index, 0, &stat) != 0) throw bad_zip("an entry cannot be read");
  const std::string name = stat.name;
  const fs::path relative = fs::path(name).lexically_normal();
  if (relative.is_absolute() || relative.string().starts_with(".."))
    throw bad_zip("an entry leads out of the package: " + name);
  if (name.ends_with('/')) {
    fs::create_directories(directory / relative);
    return;
  }
  total += stat.size;
  if (total > kMaxUnpacked) throw invalid_parameter("Unzipped size must be smaller than 262144000 bytes");
  fs::create_directories((directory / relative).parent_path());
  std::string bytes(stat.size, '\0');
  zip_file_t* file = zip_fopen_index(archive.zip, index, 0);
  if (!file) throw bad_zip("an entry cannot be opened: " + name);
  const auto got = zip_fread(file, bytes.data(), bytes.size());
  zip_fclose(file);
  if (got != static_cast<zip_int64_t>(bytes.size())) throw bad_zip("an entry is damaged: " + name);
  std::ofstream file_there(directory / relative, std::ios::binary);
  file_there << bytes;
  file_there.close();
  if (!file_there) throw std::runtime_error("cannot write " + (directory / relative).string());  // a full disk, say
  zip_uint8_t system = 0;
  zip_uint32_t attributes = 0;
  zip_file_get_external_attributes(archive.zip, index, 0, &system, &attributes);
  const bool executable = (attributes >> 16 & S_IXUSR) != 0;
  ::chmod((directory / relative).c_str(), executable ? 0755 : 0644);
}

}  // namespace code_detail

using namespace code_detail;

Code unpack_code(std::string_view zip, const std::string& parent) {
  const std::string hash = base::sha256(zip);
  Code code{.directory = parent + "/" + base::to_hex(hash), .sha256 = base::to_base64(hash), .size = zip.size()};
  if (fs::exists(code.directory)) return code;  // the same package, unpacked before
  const std::string temporary = code.directory + ".new";
  fs::remove_all(temporary);
  fs::create_directories(temporary);
  const Archive archive(zip);
  std::uint64_t total = 0;
  const auto entries = zip_get_num_entries(archive.zip, 0);
  for (zip_int64_t i = 0; i < entries; ++i) unpack_entry(archive, static_cast<zip_uint64_t>(i), temporary, total);
  fs::rename(temporary, code.directory);
  return code;
}

}  // namespace lambda_service
