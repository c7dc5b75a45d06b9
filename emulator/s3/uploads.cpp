#include "emulator/s3/uploads.h"

#include <fmt/format.h>

#include "base/check.h"
#include "base/json.h"
#include "base/text.h"
#include "emulator/loop/loop.h"
#include "emulator/s3/objects.h"

namespace s3 {
namespace upload_record {

using base::Json;

constexpr std::size_t kTimeDigits = 16;
constexpr std::size_t kIdSize = 64;

std::string key_of(std::string_view bucket, std::string_view key, std::string_view id) {
  std::string result = record_key(bucket, key);
  result += '\0';
  result += id;
  return result;
}

std::string write(const Upload& upload) {
  return Json{{"initiated", base::to_epoch_millis(upload.initiated)},
              {"initiator", upload.initiator},
              {"account", upload.account},
              {"object", base::to_base64(encode(upload.object))},
              {"algorithm", name_of(upload.algorithm)},
              {"composite", upload.type == ChecksumType::kComposite},
              {"checksumAsked", upload.checksum_asked}}
      .dump();
}

Upload read(std::string_view bucket, std::string_view record, std::string_view value) {
  CHECK(record.size() >= bucket.size() + 2 + kIdSize);
  const Json j = Json::parse(value);
  return {.id = std::string(record.substr(record.size() - kIdSize)),
          .key = std::string(record.substr(bucket.size() + 1, record.size() - bucket.size() - 2 - kIdSize)),
          .initiated = base::from_epoch_millis(j.at("initiated").as_int()),
          .initiator = j.at("initiator").as_string(),
          .account = j.at("account").as_string(),
          .object = decode_object(base::from_base64(j.at("object").as_string()).value_or("")),
          .algorithm = find_algorithm(j.at("algorithm").as_string()).value_or(ChecksumAlgorithm::kCrc64Nvme),
          .type = j.at("composite").as_bool() ? ChecksumType::kComposite : ChecksumType::kFullObject,
          .checksum_asked = j.at("checksumAsked").as_bool()};
}

std::string part_key(std::string_view id, int number) {
  std::string key(id);
  key += static_cast<char>(number >> 8);
  key += static_cast<char>(number & 0xff);
  return key;
}

int number_of(std::string_view part_record) {
  const auto byte = [&](std::size_t from_end) {
    return static_cast<unsigned char>(part_record[part_record.size() - from_end]);
  };
  return byte(2) * 256 + byte(1);
}

}  // namespace upload_record

using namespace upload_record;

Uploads::Uploads(store::Store& store)
    : store_(store), upload_space_(store.space("s3/upload")), part_space_(store.space("s3/part")) {}

std::string Uploads::new_id(loop::World& world, base::TimePoint now) {
  return fmt::format("{:0{}x}", now.time_since_epoch().count(), kTimeDigits) +
         world.alphanumeric(kIdSize - kTimeDigits);
}

std::optional<Upload> Uploads::find(std::string_view bucket, std::string_view key, std::string_view id) const {
  if (id.size() != kIdSize) return std::nullopt;
  const std::string record = key_of(bucket, key, id);
  const auto value = store_.get(upload_space_, record);
  if (!value) return std::nullopt;
  return read(bucket, record, *value);
}

void Uploads::put(store::Transaction& transaction, std::string_view bucket, const Upload& upload) {
  transaction.put(upload_space_, key_of(bucket, upload.key, upload.id), write(upload));
}

void Uploads::erase(store::Transaction& transaction, std::string_view bucket, const Upload& upload) {
  transaction.erase(upload_space_, key_of(bucket, upload.key, upload.id));
  for (const auto& [number, part] : parts(upload.id)) {
    if (part.has_blob()) transaction.drop_blob(part.blob);
    transaction.erase(part_space_, part_key(upload.id, number));
  }
}

void Uploads::each(std::string_view bucket, std::string_view prefix, std::string_view after_key,
                   std::string_view after_id, const std::function<bool(const Upload&)>& visit) const {
  store_.each(upload_space_, record_key(bucket, prefix), [&](std::string_view record, std::string_view value) {
    const Upload upload = read(bucket, record, value);
    const bool is_behind =
        upload.key > after_key || (upload.key == after_key && !after_id.empty() && upload.id > after_id);
    return (!after_key.empty() && !is_behind) || visit(upload);
  });
}

std::optional<Object> Uploads::find_part(std::string_view id, int number) const {
  const auto record = store_.get(part_space_, part_key(id, number));
  if (!record) return std::nullopt;
  return decode_object(*record);
}

void Uploads::put_part(store::Transaction& transaction, std::string_view id, int number, const Object& part) {
  const auto before = find_part(id, number);
  if (part.has_blob()) transaction.keep_blob(part.blob);
  if (before && before->has_blob()) transaction.drop_blob(before->blob);
  transaction.put(part_space_, part_key(id, number), encode(part));
}

std::vector<std::pair<int, Object>> Uploads::parts(std::string_view id, int after, std::size_t most) const {
  std::vector<std::pair<int, Object>> result;
  for (const auto& [record, value] : store_.scan(part_space_, part_key(id, after + 1), store::prefix_end(id), most)) {
    result.emplace_back(number_of(record), decode_object(value));
  }
  return result;
}

}  // namespace s3
