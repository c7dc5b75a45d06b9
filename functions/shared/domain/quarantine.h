#pragma once

#include <string>
#include <string_view>

#include "base/json.h"
#include "domain/report.h"

namespace domain {

// What a person who sent the file has to know: what is wrong with it, and what to do.
std::string explain_quarantine(Kind kind, std::string_view reason);

// The document beside a file in quarantine, <name>.reason.json. `report` has a quarantine reason.
base::Json quarantine_note(std::string_view set_id, const FileReport& report);

}  // namespace domain
