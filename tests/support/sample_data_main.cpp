// feedmill-sample-data OUTDIR N_ITEMS [--seed S] [--flaws] [--ids int|str]: writes a made-up order export.
#include <cstdio>
#include <exception>
#include <optional>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "tests/support/sample_data.h"

namespace {

constexpr const char* kUsage =
    "usage: feedmill-sample-data OUTDIR N_ITEMS [--seed S] [--flaws] [--ids int|str]\n"
    "Writes products.csv, orders/*.csv and order_items/*.csv with about N_ITEMS lines, the same for the same seed.\n"
    "--flaws adds every kind of wrong row and of bad file.\n";

struct Arguments {
  std::string_view directory = {};
  support::SampleOptions options = {};
};

std::optional<Arguments> parse(const std::vector<std::string_view>& given) {
  Arguments arguments;
  std::vector<std::string_view> plain;
  for (std::size_t i = 0; i < given.size(); ++i) {
    const bool has_value = i + 1 < given.size();
    if (given[i] == "--flaws") {
      arguments.options.flaws = true;
    } else if (given[i] == "--seed" && has_value) {
      const auto seed = base::parse_int(given[++i]);
      if (!seed) return std::nullopt;
      arguments.options.seed = static_cast<std::uint64_t>(*seed);
    } else if (given[i] == "--ids" && has_value) {
      const auto ids = domain::find_id_profile(given[++i]);
      if (!ids) return std::nullopt;
      arguments.options.ids = *ids;
    } else if (!given[i].starts_with("--")) {
      plain.push_back(given[i]);
    } else {
      return std::nullopt;
    }
  }
  const auto items = plain.size() == 2 ? base::parse_int(plain[1]) : std::nullopt;
  if (!items || *items < 1) return std::nullopt;
  arguments.directory = plain[0];
  arguments.options.items = *items;
  return arguments;
}

}  // namespace

int main(int count, char** arguments) {
  const std::vector<std::string_view> given(arguments + 1, arguments + count);
  if (given.size() == 1 && given[0] == "--help") {
    std::fputs(kUsage, stdout);
    return 0;
  }
  const auto parsed = parse(given);
  if (!parsed) {
    std::fputs(kUsage, stderr);
    return 2;
  }
  try {
    const auto written = support::write_sample_data(parsed->directory, parsed->options);
    std::printf("{\"products\":%lld,\"orders\":%lld,\"items\":%lld}\n", static_cast<long long>(written.products),
                static_cast<long long>(written.orders), static_cast<long long>(written.items));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "feedmill-sample-data: %s\n", error.what());
    return 1;
  }
}
