#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/json.h"
#include "domain/order_state.h"
#include "domain/report.h"

namespace support {

// The order flow in one process, without the cloud around it: what validate and transform work out for sets of files in
// directories, with the states of dates kept in files of a temporary directory.
class OrderRun {
 public:
  explicit OrderRun(domain::IdProfile ids);
  ~OrderRun();
  OrderRun(const OrderRun&) = delete;
  OrderRun& operator=(const OrderRun&) = delete;

  // Validates one set and merges it into what is there. Its validation document, or null if it was applied before.
  base::Json apply(const std::filesystem::path& directory);

  base::Json order_kpis() const;
  base::Json category_kpis() const;

  // Of the last set, as transform writes it to rejects/<kind>.ndjson.
  std::string rejects(domain::Kind kind) const;
  struct Took {
    std::chrono::duration<double> validate = {};
    std::chrono::duration<double> transform = {};
  };
  Took took() const { return took_; }              // for the last set
  domain::DateState state(domain::Day day) const;  // version 0 where nothing is known

 private:
  struct File {
    domain::Kind kind = domain::Kind::kProducts;
    std::string key = {};
    std::filesystem::path path = {};
  };
  static std::vector<File> list_files(const std::filesystem::path& directory);
  static std::string set_id(const std::vector<File>& files);
  std::vector<domain::FileReport> validate(const std::vector<File>& files) const;
  base::Json transform(const std::vector<File>& files, const std::vector<domain::FileReport>& reports,
                       const std::string& set_id);

  domain::IdProfile ids_;
  std::filesystem::path states_;
  std::map<domain::Day, std::int64_t> versions_ = {};
  std::vector<std::string> applied_ = {};
  Took took_ = {};
};

}  // namespace support
