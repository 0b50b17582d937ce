// UTF-8 as RFC 3629 defines it. Pure.
#pragma once

#include <string_view>

namespace switchboard::wire {

/// False for truncated, overlong and surrogate sequences and anything past U+10FFFF.
bool is_utf8(std::string_view text) noexcept;

}  // namespace switchboard::wire
