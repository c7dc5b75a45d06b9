#include "domain/quarantine.h"

#include <fmt/format.h>

#include "base/text.h"

namespace domain {
namespace quarantine_detail {

std::string columns_text(Kind kind) {
  const auto columns = columns_of(kind);
  return base::join({columns.begin(), columns.end()}, ",");
}

}  // namespace quarantine_detail

using namespace quarantine_detail;

std::string explain_quarantine(Kind kind, std::string_view reason) {
  const std::string_view code = reason.substr(0, reason.find(':'));
  const std::string_view detail = code.size() < reason.size() ? reason.substr(code.size() + 1) : "";
  if (code == "empty_file") {
    return "The file holds nothing but blanks. Send it with a header; no rows below it are fine.";
  }
  if (code == "bad_encoding") {
    return "The file is not UTF-8 text (UTF-16, a NUL byte, or another encoding). Save it as UTF-8 and send it again.";
  }
  if (code == "missing_columns") {
    return fmt::format(
        "The header, the first line, must name the columns {}, separated by commas; it lacks {}. Correct it and send "
        "the "
        "file again.",
        columns_text(kind), detail);
  }
  if (code == "duplicate_columns") {
    return fmt::format("The header names one of the columns {} twice. Keep the right one and send the file again.",
                       columns_text(kind));
  }
  if (code == "unterminated_quote") {
    return "The number of double quotes in the file is odd, so one of them is not closed. Close it (a quote inside a "
           "field is written twice) and send the file again.";
  }
  if (code == "record_too_long") {
    return "A record is longer than 1 MiB, mostly because of a quote that is closed much later. Correct it and send "
           "the "
           "file again.";
  }
  if (code == "too_many_rejects") {
    return fmt::format(
        "{} rows are wrong, too many to trust the others. Look at the rejected rows, correct them and send the file "
        "again.",
        base::replace_all(detail, "/", " of "));
  }
  return "The file cannot be used.";
}

base::Json quarantine_note(std::string_view set_id, const FileReport& report) {
  const std::string reason = report.quarantine_reason.value_or("");
  base::Json note{{"key", report.key},
                  {"kind", name_of(report.kind)},
                  {"setId", set_id},
                  {"reason", reason},
                  {"explanation", explain_quarantine(report.kind, reason)},
                  {"rows", report.rows}};
  if (!report.rejected.empty()) {
    base::Json rejected = base::Json::object();
    for (const auto& [code, count] : report.rejected) rejected.set(code, count);
    note.set("rejected", rejected);
  }
  if (report.rejects_key) note.set("rejects", *report.rejects_key);
  return note;
}

}  // namespace domain
