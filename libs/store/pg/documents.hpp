// What repositories of documents share: reading one in one statement, and holding a change to its precondition.
#pragma once

#include "core/json.hpp"
#include "store/page.hpp"
#include "store/pg/database.hpp"
#include "wire/entity_tag.hpp"

namespace switchboard::store::pg {

/// The document that `s` reads (see database::read_one). NULL is `missing`; the texts "forbidden" and "not_found",
/// which are no JSON, are those errors.
rt::task<core::result<core::json_text>> read_document(database& db, std::string_view where,
                                                      const auth::tenant_context& tenant, const statement& s,
                                                      params values, core::errc missing, core::deadline limit);

/// `precondition_failed` unless it holds for the row that `locked` found and locked; nothing found is for the change
/// itself to explain.
core::result<void> check(const wire::precondition& asked, const pqxx::result& locked);

/// A page's LIMIT and OFFSET as parameters.
void append(params& values, const page& part);

}  // namespace switchboard::store::pg
