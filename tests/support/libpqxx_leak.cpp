// libpqxx 6.4 loses libpq's last result when a connection dies under a statement: building its own result asks the dead
// connection for its encoding, which throws. Two KB a lost connection, none of it ours.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:PQmakeEmptyPGresult\n";
}
