// Which part of a list a client wants.
#pragma once

#include <cstdint>

namespace switchboard::store {

struct page {
  std::int64_t limit = 50;
  std::int64_t offset = 0;
};

}  // namespace switchboard::store
