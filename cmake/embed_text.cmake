# cmake -DFILE=… -DNAME=… -DOUT=… -P embed_text.cmake: writes a C++ source that holds the text of FILE as
# `const std::string_view NAME` of switchboard::api.
file(READ ${FILE} text)
string(FIND "${text}" ")__text__\"" end)
if(NOT end EQUAL -1)
  message(FATAL_ERROR "${FILE} holds the mark that ends the text")
endif()
file(WRITE ${OUT} "#include <string_view>
#pragma clang diagnostic ignored \"-Woverlength-strings\"
namespace switchboard::api {
extern const std::string_view ${NAME};
const std::string_view ${NAME} = R\"__text__(${text})__text__\";
}
")
