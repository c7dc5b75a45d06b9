#include "emulator/protocol/event_stream.h"

#include <zlib.h>

#include <cstdint>

namespace protocol {
namespace event_stream_detail {

void append_big_endian(std::string& out, std::uint32_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>(value >> shift & 0xFF);
}

void append_crc(std::string& out) {
  const auto crc = crc32(0, reinterpret_cast<const Bytef*>(out.data()), static_cast<uInt>(out.size()));
  append_big_endian(out, static_cast<std::uint32_t>(crc), 4);
}

}  // namespace event_stream_detail

using namespace event_stream_detail;

std::string event_stream_message(std::initializer_list<std::pair<std::string_view, std::string_view>> headers,
                                 std::string_view payload) {
  constexpr char kText = 7;
  constexpr std::size_t kFrame = 16;  // two lengths, two checksums
  std::string fields;
  for (const auto& [name, value] : headers) {
    append_big_endian(fields, static_cast<std::uint32_t>(name.size()), 1);
    fields += name;
    fields += kText;
    append_big_endian(fields, static_cast<std::uint32_t>(value.size()), 2);
    fields += value;
  }
  std::string message;
  append_big_endian(message, static_cast<std::uint32_t>(kFrame + fields.size() + payload.size()), 4);
  append_big_endian(message, static_cast<std::uint32_t>(fields.size()), 4);
  append_crc(message);
  message += fields;
  message += payload;
  append_crc(message);
  return message;
}

}  // namespace protocol
