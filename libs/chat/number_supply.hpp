// The numbers that events of one conversation may get in this process. Blocks of them are reserved in the database
// ahead of use, so that no number is ever given twice, even after a crash; taking one costs nothing.
//
// Lives on the conversation's home shard, with its log.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace switchboard::chat {

class number_supply {
 public:
  /// Names the blocks that were there at a moment.
  using mark = std::size_t;

  /// The numbers after `after` up to `until` may be taken. Blocks may come in any order.
  void add(std::int64_t after, std::int64_t until);
  /// Takes the lowest that is free and above all that were taken. Where none is left numbers go on unreserved: whoever
  /// drives the run has waited for more as long as it could.
  std::int64_t take();
  /// What take() would give.
  std::int64_t next() const noexcept;
  /// Nothing at or below `number` will be taken.
  void skip_to(std::int64_t number) noexcept;
  /// The last that was taken.
  std::int64_t last() const noexcept { return last_; }
  /// How many are left.
  std::int64_t left() const noexcept;

  mark now() const noexcept { return added_; }
  /// The end of the highest block; 0 where there is none.
  std::int64_t until() const noexcept;
  /// The blocks that were there at `m` went back to the database.
  void forget(mark m);

 private:
  struct block {
    std::int64_t after = 0;
    std::int64_t until = 0;
    mark order = 0;
  };
  std::vector<block> blocks_;
  std::int64_t last_ = 0;
  mark added_ = 0;
};

}  // namespace switchboard::chat
