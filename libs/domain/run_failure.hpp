// What went wrong with a run: from the CLI's result to one of the codes that a stream may show (contract section 9).
#pragma once

#include "core/error.hpp"
#include "domain/agent_message.hpp"

namespace switchboard::domain {

/// True for the codes after which the same message may be sent again with hope (contract section 9).
bool is_recoverable(core::errc code) noexcept;

/// True for the result of a turn that was interrupted: a cancel, not a failure.
bool is_aborted(const result_message& m) noexcept;

/// The error that a failed result stands for. Its message is the code's own; the CLI's words are in the detail.
core::error failure_of(const result_message& m);

}  // namespace switchboard::domain
