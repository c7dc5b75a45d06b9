#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

// Digests by OpenSSL's libcrypto: raw bytes, which base/text.h spells as hex or base64.

namespace base {

enum class Digest { kMd5, kSha1, kSha256, kSha384, kSha512 };

std::string digest(Digest algorithm, std::string_view bytes);
std::string hmac_sha256(std::string_view key, std::string_view bytes);

inline std::string sha256(std::string_view bytes) { return digest(Digest::kSha256, bytes); }
inline std::string md5(std::string_view bytes) { return digest(Digest::kMd5, bytes); }

// A digest of bytes that come piece by piece.
class Hasher {
 public:
  explicit Hasher(Digest algorithm);
  ~Hasher();
  Hasher(Hasher&&) noexcept;
  Hasher& operator=(Hasher&&) noexcept;
  void update(std::string_view bytes);
  std::string finish();  // once; the hasher is done after it

 private:
  struct Context;
  std::unique_ptr<Context> context_;
};

}  // namespace base
