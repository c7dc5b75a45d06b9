#pragma once

namespace emulator {

// Gives back the memory that only the start needed: half of the code that reads options and the template, and
// initialises libraries, is never run again. Pages of code that are wanted after all come back from the page cache by
// themselves.
void give_back_start_memory();

}  // namespace emulator
