# Writes OUTPUT, a C file that defines mlg_resources from the files of INPUTS (paths relative to ROOT, or to BUILT when the build
# generates them).
# Run as: cmake -DROOT=... -DBUILT=... -DOUTPUT=... -DINPUTS="a;b" -P embed.cmake
set(arrays "")
set(rows "")
set(count 0)
list(SORT INPUTS COMPARE STRING)
foreach(path IN LISTS INPUTS)
  set(file "${ROOT}/${path}")
  if(NOT EXISTS "${file}")
    set(file "${BUILT}/${path}")
  endif()
  file(READ "${file}" hex HEX)
  string(LENGTH "${hex}" digits)
  math(EXPR size "${digits} / 2")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  string(APPEND arrays "static const unsigned char r${count}[] = {${bytes}0x00};\n")
  string(APPEND rows "    { \"${path}\", r${count}, ${size} },\n")
  math(EXPR count "${count} + 1")
endforeach()
file(WRITE "${OUTPUT}.new"
  "#include \"base/resource.h\"\n\n${arrays}\nconst mlg_resource mlg_resources[] = {\n${rows}    { NULL, NULL, 0 },\n};\nconst size_t mlg_resource_count = ${count};\n")
execute_process(COMMAND "${CMAKE_COMMAND}" -E copy_if_different "${OUTPUT}.new" "${OUTPUT}")
file(REMOVE "${OUTPUT}.new")
