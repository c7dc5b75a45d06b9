#include "base/digest.h"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "base/check.h"

namespace base {
namespace digest_detail {

// Looked up once: EVP_sha256() is a name that OpenSSL 3 would look up again for each digest. (EVP_MD_fetch(3),
// "performance"; for 300 bytes that is half of the time)
const EVP_MD* fetch(const char* name) {
  const EVP_MD* fetched = EVP_MD_fetch(nullptr, name, nullptr);
  CHECK(fetched != nullptr);
  return fetched;
}

const EVP_MD* algorithm_of(Digest algorithm) {
  switch (algorithm) {
    case Digest::kMd5: {
      static const EVP_MD* const md5 = fetch("MD5");
      return md5;
    }
    case Digest::kSha1: {
      static const EVP_MD* const sha1 = fetch("SHA1");
      return sha1;
    }
    case Digest::kSha256: {
      static const EVP_MD* const sha256 = fetch("SHA256");
      return sha256;
    }
    case Digest::kSha384: {
      static const EVP_MD* const sha384 = fetch("SHA384");
      return sha384;
    }
    case Digest::kSha512: {
      static const EVP_MD* const sha512 = fetch("SHA512");
      return sha512;
    }
  }
  return nullptr;
}

}  // namespace digest_detail

std::string digest(Digest algorithm, std::string_view bytes) {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  CHECK(EVP_Digest(bytes.data(), bytes.size(), out, &size, digest_detail::algorithm_of(algorithm), nullptr) == 1);
  return {reinterpret_cast<char*>(out), size};
}

struct Hasher::Context {
  EVP_MD_CTX* md = EVP_MD_CTX_new();
  Context() = default;
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
  ~Context() { EVP_MD_CTX_free(md); }
};

Hasher::Hasher(Digest algorithm) : context_(std::make_unique<Context>()) {
  CHECK(EVP_DigestInit_ex(context_->md, digest_detail::algorithm_of(algorithm), nullptr) == 1);
}
Hasher::~Hasher() = default;
Hasher::Hasher(Hasher&&) noexcept = default;
Hasher& Hasher::operator=(Hasher&&) noexcept = default;

void Hasher::update(std::string_view bytes) { CHECK(EVP_DigestUpdate(context_->md, bytes.data(), bytes.size()) == 1); }

std::string Hasher::finish() {
  unsigned char out[EVP_MAX_MD_SIZE];
  unsigned size = 0;
  CHECK(EVP_DigestFinal_ex(context_->md, out, &size) == 1);
  return {reinterpret_cast<char*>(out), size};
}

namespace digest_detail {

// HMAC by OpenSSL, in a context that each thread keeps: to look up the algorithms and make one takes twice as long as
// the digest of a short text.
struct Hmac {
  EVP_MAC* mac = EVP_MAC_fetch(nullptr, OSSL_MAC_NAME_HMAC, nullptr);
  EVP_MAC_CTX* context = EVP_MAC_CTX_new(mac);
  Hmac() {
    char name[] = "SHA256";
    const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                     OSSL_PARAM_construct_end()};
    CHECK(context != nullptr && EVP_MAC_CTX_set_params(context, parameters) == 1);
  }
  Hmac(const Hmac&) = delete;
  Hmac& operator=(const Hmac&) = delete;
  ~Hmac() {
    EVP_MAC_CTX_free(context);
    EVP_MAC_free(mac);
  }
};

}  // namespace digest_detail

std::string hmac_sha256(std::string_view key, std::string_view bytes) {
  static thread_local const digest_detail::Hmac hmac;
  const auto octets = [](std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); };
  // No pointer at all would mean the key of the call before.
  CHECK(EVP_MAC_init(hmac.context, octets(key.data() == nullptr ? "" : key), key.size(), nullptr) == 1);
  CHECK(EVP_MAC_update(hmac.context, octets(bytes), bytes.size()) == 1);
  unsigned char out[EVP_MAX_MD_SIZE];
  std::size_t size = 0;
  CHECK(EVP_MAC_final(hmac.context, out, &size, sizeof out) == 1);
  return {reinterpret_cast<char*>(out), size};
}

}  // namespace base
