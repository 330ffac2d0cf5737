# Fails where checks/README.md is not what the checks say of themselves. DOCS: memlint-docs; README:
# the file.
execute_process(COMMAND ${DOCS} OUTPUT_VARIABLE CURRENT COMMAND_ERROR_IS_FATAL ANY)
set(WRITTEN "")
if(EXISTS ${README})
  file(READ ${README} WRITTEN)
endif()
if(NOT WRITTEN STREQUAL CURRENT)
  message(FATAL_ERROR "checks/README.md is not what the checks say of themselves; run: ./dev docs")
endif()
