# Hardening of what is shipped: addresses that cannot be foreseen, tables of calls that cannot be written, stacks and copies that are
# watched. tests/hardening.sh reads it in the files that are built. Each flag is asked of the compiler first: not all processors have all.
include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckPIESupported)

if(WIN32) # what the linker and the system offer there; guards of stacks would take one more library along
  target_link_options(maillage_flags INTERFACE "LINKER:--dynamicbase,--nxcompat,--high-entropy-va")
  return()
endif()
check_pie_supported(LANGUAGES C)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT APPLE) # whose linker does as much unasked
  target_link_options(maillage_flags INTERFACE "LINKER:-z,relro,-z,now,-z,noexecstack")
endif()

foreach(flag -fstack-protector-strong -fstack-clash-protection -fcf-protection)
  string(MAKE_C_IDENTIFIER "MAILLAGE_HAS${flag}" has)
  check_c_compiler_flag("-Werror ${flag}" ${has})
  if(${has})
    target_compile_options(maillage_flags INTERFACE ${flag})
  endif()
endforeach()

# Needs the optimiser. The C library warns of a level that it or the compiler does not have.
foreach(level 3 2)
  set(CMAKE_REQUIRED_FLAGS "-O2 -Werror -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=${level}")
  check_c_source_compiles("#include <stdio.h>\nint main(void) { return puts(\"\") < 0; }" MAILLAGE_HAS_FORTIFY_${level})
  unset(CMAKE_REQUIRED_FLAGS)
  if(MAILLAGE_HAS_FORTIFY_${level})
    target_compile_options(maillage_flags INTERFACE "$<$<NOT:$<CONFIG:Debug>>:-U_FORTIFY_SOURCE;-D_FORTIFY_SOURCE=${level}>")
    break()
  endif()
endforeach()
