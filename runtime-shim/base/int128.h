#pragma once

namespace base {

// Exact sums of money do not fit 64 bits. The language's own name for it is an extension, so it is named here once.
__extension__ typedef __int128 Int128;

}  // namespace base
