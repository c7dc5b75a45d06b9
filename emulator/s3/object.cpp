#include "emulator/s3/object.h"

#include <bit>
#include <cstring>

#include "emulator/store/store.h"

namespace s3 {
namespace object_record {

constexpr char kVersion = 1;

class Writer {
 public:
  explicit Writer(std::size_t reserve) { out_.reserve(reserve); }
  void number(std::uint64_t value) {
    static_assert(std::endian::native == std::endian::little);
    char bytes[8];
    std::memcpy(bytes, &value, 8);
    out_.append(bytes, 8);
  }
  void byte(char value) { out_ += value; }
  void count(std::size_t value) {
    const auto small = static_cast<std::uint32_t>(value);
    char bytes[4];
    std::memcpy(bytes, &small, 4);
    out_.append(bytes, 4);
  }
  void text(std::string_view value) {
    count(value.size());
    out_ += value;
  }
  void pairs(const Pairs& values) {
    count(values.size());
    for (const auto& [name, value] : values) {
      text(name);
      text(value);
    }
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_ = {};
};

class Reader {
 public:
  explicit Reader(std::string_view in) : in_(in) {}
  std::string_view bytes(std::size_t count) {
    if (in_.size() < count) throw store::ReadError("an object's record in the store is damaged: it ends too early");
    const std::string_view result = in_.substr(0, count);
    in_.remove_prefix(count);
    return result;
  }
  char byte() { return bytes(1)[0]; }
  std::uint64_t number() {
    std::uint64_t value = 0;
    std::memcpy(&value, bytes(8).data(), 8);
    return value;
  }
  std::size_t count() {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes(4).data(), 4);
    return value;
  }
  std::string text() { return std::string(bytes(count())); }
  Pairs pairs() {
    Pairs result;
    for (std::size_t left = count(); left > 0; --left) {
      std::string name = text();
      result.emplace_back(std::move(name), text());
    }
    return result;
  }

 private:
  std::string_view in_;
};

}  // namespace object_record

std::string encode(const Object& object) {
  object_record::Writer out(192 + object.bytes.size());
  out.byte(object_record::kVersion);
  out.text(object.etag);
  out.number(object.size);
  out.number(static_cast<std::uint64_t>(object.last_modified.time_since_epoch().count()));
  out.pairs(object.headers);
  out.pairs(object.metadata);
  out.pairs(object.tags);
  out.byte(object.checksum ? 1 : 0);
  if (object.checksum) {
    out.byte(static_cast<char>(object.checksum->algorithm));
    out.byte(static_cast<char>(object.checksum->type));
    out.text(object.checksum->value);
  }
  out.count(object.part_sizes.size());
  for (const std::uint64_t size : object.part_sizes) out.number(size);
  out.text(object.upload_id);
  out.text(object.blob);
  out.text(object.bytes);
  return out.take();
}

Object decode_object(std::string_view record) {
  object_record::Reader in(record);
  if (in.byte() != object_record::kVersion) {
    throw store::ReadError("an object's record in the store has a version that this feedmill does not know");
  }
  Object object;
  object.etag = in.text();
  object.size = in.number();
  object.last_modified = base::TimePoint{base::Duration{static_cast<std::int64_t>(in.number())}};
  object.headers = in.pairs();
  object.metadata = in.pairs();
  object.tags = in.pairs();
  if (in.byte() != 0) {
    Checksum& checksum = object.checksum.emplace();
    checksum.algorithm = static_cast<ChecksumAlgorithm>(in.byte());
    checksum.type = static_cast<ChecksumType>(in.byte());
    checksum.value = in.text();
  }
  for (std::size_t left = in.count(); left > 0; --left) object.part_sizes.push_back(in.number());
  object.upload_id = in.text();
  object.blob = in.text();
  object.bytes = in.text();
  return object;
}

}  // namespace s3
