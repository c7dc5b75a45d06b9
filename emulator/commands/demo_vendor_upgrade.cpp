#include "emulator/commands/demo_vendor_upgrade.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <zip.h>

#include <filesystem>
#include <map>

#include "base/text.h"
#include "emulator/commands/files.h"

namespace emulator {
namespace demo_vendor_upgrade_detail {

namespace fs = std::filesystem;
using base::Json;

constexpr zip_uint32_t kFastest = 1;  // compression that costs less than what it saves to send

// A zip that grows in memory.
class ZipWriter {
 public:
  ZipWriter() {
    source_ = zip_source_buffer_create(nullptr, 0, 0, nullptr);
    zip_ = source_ ? zip_open_from_source(source_, ZIP_TRUNCATE, nullptr) : nullptr;
    if (!zip_) throw std::runtime_error("a zip cannot be made in memory");
    zip_source_keep(source_);
  }
  ~ZipWriter() {
    if (zip_) zip_discard(zip_);
    if (source_) zip_source_free(source_);
  }
  ZipWriter(const ZipWriter&) = delete;
  ZipWriter& operator=(const ZipWriter&) = delete;

  // `content` must live until finish().
  void add(const std::string& name, const std::string& content, bool executable) {
    zip_source_t* bytes = zip_source_buffer(zip_, content.data(), content.size(), 0);
    const auto index = bytes ? zip_file_add(zip_, name.c_str(), bytes, ZIP_FL_ENC_UTF_8) : -1;
    if (index < 0) throw std::runtime_error(name + " cannot be put into a zip");
    const auto entry = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(zip_, entry, ZIP_CM_DEFLATE, kFastest);
    zip_file_set_mtime(zip_, entry, 0, 0);  // the same files give the same bytes
    zip_file_set_external_attributes(zip_, entry, 0, ZIP_OPSYS_UNIX,
                                     static_cast<zip_uint32_t>(S_IFREG | (executable ? 0755 : 0644)) << 16);
  }

  std::string finish() {
    if (zip_close(zip_) != 0) throw std::runtime_error(std::string("a zip cannot be made: ") + zip_strerror(zip_));
    zip_ = nullptr;
    zip_stat_t stat;
    if (zip_source_stat(source_, &stat) != 0 || zip_source_open(source_) != 0)
      throw std::runtime_error("a zip cannot be read back");
    std::string bytes(stat.size, '\0');
    const auto got = zip_source_read(source_, bytes.data(), bytes.size());
    zip_source_close(source_);
    if (got != static_cast<zip_int64_t>(bytes.size())) throw std::runtime_error("a zip cannot be read back");
    return bytes;
  }

 private:
  zip_source_t* source_ = nullptr;
  zip_t* zip_ = nullptr;
};

}  // namespace demo_vendor_upgrade_detail

using namespace demo_vendor_upgrade_detail;

std::string repack(const std::string& function_directory, const std::string& name, const std::string& content) {
  std::map<std::string, std::string> files = {{"bootstrap", read_file(function_directory + "/bootstrap")}};
  for (const char* folder : {"contracts", "schemas"}) {
    for (const auto& entry : fs::directory_iterator(fs::path(function_directory) / folder))
      files[fmt::format("{}/{}", folder, entry.path().filename().string())] = read_file(entry.path());
  }
  files[name] = content;
  ZipWriter zip;
  for (const auto& [path, bytes] : files) zip.add(path, bytes, path == "bootstrap");
  return zip.finish();
}

void deploy(const Client& client, const std::string& function, const std::string& zip) {
  const Json request{{"ZipFile", base::to_base64(zip)}};
  const auto answer = client.send("PUT", fmt::format("/2015-03-31/functions/{}/code", function), request.dump(),
                                  {{"Content-Type", "application/json"}});
  if (answer.status != 200)
    throw std::runtime_error(fmt::format("update-function-code {}: {} {}", function, answer.status, answer.body));
}

Json invoke(const Client& client, const std::string& function, const Json& event) {
  const auto answer = client.send("POST", fmt::format("/2015-03-31/functions/{}/invocations", function), event.dump());
  if (answer.status != 200 || answer.headers.find("x-amz-function-error"))
    throw std::runtime_error(fmt::format("invoke {}: {} {}", function, answer.status, answer.body));
  return Json::parse(answer.body);
}

}  // namespace emulator
