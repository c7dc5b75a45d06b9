#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <fstream>

#include "emulator/commands/files.h"
#include "emulator/commands/options.h"
#include "emulator/commands/redactions.h"
#include "emulator/commands/say.h"
#include "emulator/replay/case.h"
#include "emulator/replay/observed.h"
#include "emulator/replay/recorded_case.h"
#include "emulator/replay/sample_event.h"
#include "emulator/template/load.h"

// feedmill replay --from-event: a sample of an AWS event becomes a case.

namespace emulator {
namespace replay_sample_detail {

constexpr int kBadSample = 2;
constexpr int kPeople = 6;

// Throws CaseError for a name that the template does not have.
void check_function(const ReplayOptions& options) {
  const std::string file = options.template_file.empty() ? own_template() : options.template_file;
  const cfn::Loaded loaded = cfn::load(file, {});
  if (!loaded.ok()) throw replay::CaseError(file, cfn::to_string(loaded.problems.front()));
  if (loaded.stack.find_function(options.function)) return;
  std::vector<std::string> known;
  for (const cfn::Function& function : loaded.stack.functions) known.push_back(function.name);
  throw replay::CaseError("--function", fmt::format("'{}' is no function of the template; there are: {}",
                                                    options.function, fmt::join(known, ", ")));
}

}  // namespace replay_sample_detail

using namespace replay_sample_detail;

replay::Redactions read_redactions(const std::string& file) {
  if (file.empty()) return replay::default_redactions();
  try {
    return replay::parse_redactions(read_file(file));
  } catch (const std::runtime_error& error) {
    throw replay::CaseError(file, error.what());
  }
}

int run_sample(const ReplayOptions& options) {
  try {
    check_function(options);
    const auto event = base::Json::try_parse(read_file(options.from_event));
    if (!event) return say(kBadSample, options.from_event + " is not JSON");
    const auto sample = replay::recognise(*event);
    if (!sample) {
      return say(kBadSample, fmt::format("{} is no event that is known here; known are: {}", options.from_event,
                                         replay::known_samples()));
    }
    replay::RecordedCase made({.from = fmt::format("a sample: {}, {}", sample->kind,
                                                   std::filesystem::path(options.from_event).filename().string())});
    made.add(1, sample->time.value_or(base::from_epoch_seconds(1'767'225'600)),  // 2026-01-01, as `--clock virtual`
             {{"invoke", base::Json{{"function", options.function}, {"event", *event}}}}, 0);
    const auto document = made.document(read_redactions(options.redact));
    if (!document.people.empty()) {
      return say(kPeople, fmt::format("{} looks like somebody's {}; redact it (--redact), or name it in /allow",
                                      document.people.front().path, document.people.front().kind));
    }
    const std::string text = document.json.dump(2) + "\n";
    if (options.out.empty()) {
      std::fputs(text.c_str(), stdout);
      return 0;
    }
    std::ofstream out(options.out, std::ios::binary);
    out << text;
    if (!out.flush()) return say(3, "cannot write " + options.out);
    return say(0, fmt::format("{} of {}: it expects nothing yet; run ./feedmill replay --update {}, and look at it",
                              options.out, sample->kind, options.out));
  } catch (const std::runtime_error& error) {
    return say(kBadSample, error.what());
  }
}

}  // namespace emulator
