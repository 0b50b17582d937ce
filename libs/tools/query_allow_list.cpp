#include "tools/query_allow_list.hpp"

#include <set>

namespace switchboard::tools {
namespace {

using words = std::set<std::string_view>;

const words& nodes() {
  static const words all{"A_ArrayExpr", "A_Const",        "A_Expr",        "A_Indirection",    "A_Indices",
                         "A_Star",      "Alias",          "BitString",     "BoolExpr",         "Boolean",
                         "BooleanTest", "CaseExpr",       "CaseWhen",      "CoalesceExpr",     "ColumnRef",
                         "Float",       "FuncCall",       "GroupingFunc",  "Integer",          "JoinExpr",
                         "List",        "MinMaxExpr",     "GroupingSet",   "NamedArgExpr",     "NullTest",
                         "RangeVar",    "RangeSubselect", "RangeFunction", "ResTarget",        "RowExpr",
                         "SelectStmt",  "SortBy",         "String",        "SQLValueFunction", "SubLink",
                         "TypeCast",    "TypeName",       "WindowDef",     "WithClause",       "CommonTableExpr"};
  return all;
}

const words& functions() {
  static const words all{
      // aggregates
      "count", "sum", "avg", "min", "max", "string_agg", "bool_and", "bool_or", "every", "stddev", "stddev_pop",
      "stddev_samp", "variance", "var_pop", "var_samp", "corr", "percentile_cont", "percentile_disc", "mode",
      "regr_slope", "regr_intercept", "regr_r2",
      // windows
      "row_number", "rank", "dense_rank", "percent_rank", "cume_dist", "ntile", "lag", "lead", "first_value",
      "last_value", "nth_value",
      // numbers
      "abs", "ceil", "ceiling", "floor", "round", "trunc", "mod", "div", "power", "sqrt", "exp", "ln", "log", "sign",
      "width_bucket", "greatest", "least",
      // text
      "lower", "upper", "initcap", "length", "char_length", "character_length", "octet_length", "left", "right",
      "substr", "substring", "trim", "btrim", "ltrim", "rtrim", "split_part", "strpos", "position", "starts_with",
      "translate", "reverse", "regexp_match", "regexp_like", "regexp_count", "regexp_substr", "like_escape",
      "similar_to_escape", "to_char", "to_number", "md5",
      // times
      "now", "date_trunc", "date_part", "date_bin", "extract", "age", "make_date", "make_timestamptz", "make_interval",
      "to_date", "to_timestamp", "timezone", "justify_days", "justify_hours", "justify_interval", "isfinite",
      "overlaps",
      // sets and what is inside a value
      "generate_series", "unnest", "cardinality", "array_length", "array_position", "num_nulls", "num_nonnulls",
      "jsonb_typeof", "jsonb_array_length", "jsonb_array_elements", "jsonb_array_elements_text",
      "jsonb_extract_path_text", "json_array_length", "json_extract_path_text"};
  return all;
}

const words& types() {
  static const words all{"text", "varchar",   "bool",        "int2", "int4",     "int8", "numeric", "float4", "float8",
                         "date", "timestamp", "timestamptz", "time", "interval", "uuid", "json",    "jsonb"};
  return all;
}

const words& no_columns() {
  static const words all{// hidden columns
                         "ctid", "tableoid", "xmin", "xmax", "cmin", "cmax",
                         // functions that take a row
                         "array_agg", "json_agg", "jsonb_agg", "row_to_json", "to_json", "to_jsonb", "pg_typeof",
                         "json_build_array", "jsonb_build_array", "json_build_object", "jsonb_build_object", "concat",
                         "format", "quote_literal", "quote_nullable", "pg_column_size", "hash_record", "record_out",
                         "record_send", "pg_column_compression", "num_nulls", "num_nonnulls", "array_fill",
                         "array_append", "array_prepend", "text", "varchar", "bpchar"};
  return all;
}

}  // namespace

bool query_may_hold(std::string_view node) {
  return nodes().contains(node);
}
bool query_may_call(std::string_view function) {
  return functions().contains(function);
}
bool query_may_cast_to(std::string_view type) {
  return types().contains(type);
}
bool query_may_read(std::string_view column) {
  return !no_columns().contains(column);
}

}  // namespace switchboard::tools
