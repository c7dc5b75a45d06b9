#pragma once

#include <string>

#include "emulator/replay/redaction.h"

namespace emulator {

// What `--redact FILE` says, and the defaults; only those where there is no file. Throws replay::CaseError that names
// the file.
replay::Redactions read_redactions(const std::string& file);

}  // namespace emulator
