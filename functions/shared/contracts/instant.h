#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace contracts {

// UTC with exactly milliseconds, "2020-04-06T14:51:56.000Z": text order is time order. Finer digits are cut.
//
// Reads RFC 3339 ('T' or a blank, 1 to 9 fraction digits, Z or ±hh:mm or ±hhmm) and the date of RFC 5322 ("Mon, 06 Apr
// 2020 14:51:56 +0200"; the day's name is optional and not looked at). Checks the calendar; there is no second 60.
// Nothing for any other text, above all for a time without a zone, and where the year in UTC is not 0000 to 9999.
std::optional<std::string> normalize_instant(std::string_view text);

// An instant in that form, `hours` later.
std::string add_hours(std::string_view instant, int hours);

// Is it in that form, to the letter?
bool is_instant(std::string_view text);

}  // namespace contracts
