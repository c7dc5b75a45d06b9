#pragma once

#include <string>
#include <vector>

#include "emulator/s3/intake.h"
#include "emulator/s3/object.h"
#include "emulator/s3/range.h"

// Bodies made of bytes that are here already: an upload's parts, a range of another object.

namespace s3 {

struct Segment {
  std::string blob = {};   // its file, or
  std::string bytes = {};  // the bytes themselves
  Range range = {};        // of them
};
Segment segment_of(const Object& object, std::string bytes, const Range& range);

struct AssemblyOptions {
  std::size_t most_in_memory = kRecordBytes;
  ChecksumAlgorithm algorithm = ChecksumAlgorithm::kCrc64Nvme;
  bool keep = true;  // the bytes; otherwise only what is computed over them
};

// Reads the segments one after the other, in the pool and a MiB at a time, computes MD5 and checksum, and writes them
// to one new body. Throws store::ReadError, store::WriteError.
Received assemble(loop::Loop& loop, store::Store& store, const std::vector<Segment>& segments,
                  const AssemblyOptions& options);

}  // namespace s3
