#pragma once

#include <string>
#include <string_view>

namespace lambda_service {

// What a function's code is, once it lies in a directory.
struct Code {
  std::string directory = {};
  std::string sha256 = {};  // base64, of the zip
  std::uint64_t size = 0;   // bytes of the zip
};

// Unpacks a deployment package below `parent` into a new directory named by its hash. Entries keep their executable
// bit. Throws invalid_parameter(): not a zip, an entry that leads out of the directory, larger than 250 MB unpacked.
Code unpack_code(std::string_view zip, const std::string& parent);

}  // namespace lambda_service
