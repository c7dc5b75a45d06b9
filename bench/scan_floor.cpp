// bench_scan_floor FILE...: reads files and counts their lines and fields, and that is all: the floor of transform.
//
// One pass with memchr in pieces of 1 MiB. Prints {"lines", "fields", "bytes", "seconds"}; a last line without an end
// counts. Quotes mean nothing here, so that a comma within them counts as a field's end.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <string_view>

#include "bench/wire.h"

namespace {

struct Counts {
  long lines = 0;
  long fields = 0;
  long bytes = 0;
};

long count(std::string_view piece, char wanted) {
  long found = 0;
  const char* at = piece.data();
  const char* const end = at + piece.size();
  while ((at = static_cast<const char*>(std::memchr(at, wanted, static_cast<std::size_t>(end - at))))) {
    ++found;
    ++at;
  }
  return found;
}

void scan(const char* path, Counts& counts) {
  constexpr std::size_t kPiece = 1 << 20;
  const auto buffer = std::make_unique<char[]>(kPiece);
  const int file = open(path, O_RDONLY | O_CLOEXEC);
  bench::require(file >= 0, std::string("cannot read ") + path);
  char last = '\n';
  ssize_t got = 0;
  while ((got = read(file, buffer.get(), kPiece)) > 0) {
    const std::string_view piece(buffer.get(), static_cast<std::size_t>(got));
    const long lines = count(piece, '\n');
    counts.lines += lines;
    counts.fields += lines + count(piece, ',');
    counts.bytes += got;
    last = piece.back();
  }
  bench::require(got == 0, std::string("cannot read all of ") + path);
  close(file);
  if (last != '\n') ++counts.lines, ++counts.fields;
}

}  // namespace

int main(int count, char** arguments) {
  bench::require(count > 1, "usage: bench_scan_floor FILE...");
  Counts counts;
  const double begun = bench::now_us();
  for (int i = 1; i < count; ++i) scan(arguments[i], counts);
  std::printf("{\"lines\":%ld,\"fields\":%ld,\"bytes\":%ld,\"seconds\":%.6f}\n", counts.lines, counts.fields,
              counts.bytes, (bench::now_us() - begun) / 1e6);
}
