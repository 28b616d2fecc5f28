/* A sheet of A4 as a file, .pdf or .svg. */
#ifndef MLG_PIPELINE_SHEET_FILE_H
#define MLG_PIPELINE_SHEET_FILE_H

#include "maillage.h"
#include "output/paper.h"

/* Before anything is computed. MLG_USAGE: neither ending. MLG_INPUT: the file exists and may not be replaced, or is no regular file. */
mlg_status mlg_sheet_refuse(const char *path, const mlg_write_options *options, mlg_error *err) MLG_MUST_CHECK;

/* Writes the sheet, whole or not at all, and releases `paper`. MLG_INPUT: it cannot be written. */
mlg_status mlg_sheet_save(mlg_paper *paper, const char *path, const char *title, mlg_error *err) MLG_MUST_CHECK;

#endif
