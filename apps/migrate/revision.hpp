// A revision is one numbered step of the schema: the files NNNN_slug.up.sql and NNNN_slug.down.sql. Both open with the
// same two lines, in Alembic's words, so that Alembic can run the same files:
//
//   -- revision: 0002
//   -- down_revision: 0001          ("none" for the first)
#pragma once

#include "core/result.hpp"

#include <filesystem>
#include <string>

namespace switchboard::migrate {

struct revision {
  std::string id;
  std::string down_revision;  // empty for the first
  std::string slug;
  std::filesystem::path up;
  std::filesystem::path down;
};

/// "0002 (membership)"
std::string describe(const revision& r);

/// What a file's name and header say of it.
struct revision_file {
  std::string id;
  std::string down_revision;  // empty for the first
  std::string slug;
  bool is_up = true;
};

/// Reads the name and header of one file; an error names the file, and the line where it is the header's.
core::result<revision_file> read_revision_file(const std::filesystem::path& file);

/// An error whose text is for the operator.
core::error problem(std::string text);

}  // namespace switchboard::migrate
