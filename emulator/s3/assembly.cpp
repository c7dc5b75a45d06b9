#include "emulator/s3/assembly.h"

#include "base/digest.h"
#include "base/text.h"

namespace s3 {

Segment segment_of(const Object& object, std::string bytes, const Range& range) {
  return {.blob = object.blob, .bytes = std::move(bytes), .range = range};
}

Received assemble(loop::Loop& loop, store::Store& store, const std::vector<Segment>& segments,
                  const AssemblyOptions& options) {
  Received received;
  for (const Segment& segment : segments) received.size += segment.range.length;
  base::Hasher md5(base::Digest::kMd5);
  ChecksumHasher checksum(options.algorithm);
  std::optional<store::BlobWriter> writer;
  if (options.keep && received.size > options.most_in_memory) writer.emplace(store);
  const auto take = [&](std::string_view bytes) {
    const auto compute = [&] {
      md5.update(bytes);
      checksum.update(bytes);
    };
    if (bytes.size() > kRecordBytes) {
      loop.in_pool(compute);
    } else {
      compute();
    }
    if (writer) {
      writer->write(bytes);
    } else if (options.keep) {
      received.bytes += bytes;
    }
  };
  for (const Segment& segment : segments) {
    if (segment.blob.empty()) {
      take(std::string_view(segment.bytes)
               .substr(static_cast<std::size_t>(segment.range.first), static_cast<std::size_t>(segment.range.length)));
      continue;
    }
    BlobReader reader(loop, store, segment.blob, segment.range.first, segment.range.length);
    for (std::string_view piece = reader.read(); !piece.empty(); piece = reader.read()) take(piece);
  }
  received.md5 = md5.finish();
  received.checksum = {.algorithm = options.algorithm, .value = base::to_base64(checksum.finish())};
  if (writer) received.blob = FreshBlob(store, writer->finish());
  return received;
}

}  // namespace s3
