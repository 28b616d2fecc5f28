/* What an ARS files with a zoning decision: map, annexes, and the list in the layout of the DREES. */
#ifndef MLG_OUTPUT_ZONING_FILING_H
#define MLG_OUTPUT_ZONING_FILING_H

#include "adapters/db/database.h"

/* <folder>/carte.svg and carte.pdf: an A4 sheet of the communes by class (zoning B of the comparison), territories with their
 * names, legend with what each class holds, scale and caption. Nothing is written when no commune has an outline. */
mlg_status mlg_output_zoning_map(mlg_db *db, const char *folder, mlg_error *err) MLG_MUST_CHECK;

/* <folder>/annexe.md and annexe.fodt: territories and neighbourhoods by class with their communes, gauges and
 * changes. */
mlg_status mlg_output_zoning_annex(mlg_db *db, const char *folder, mlg_error *err) MLG_MUST_CHECK;

/* <folder>/arrete.docx and arrete.odt: the order, from a template of text (NULL: geodata/templates/arrete.txt, which says how one is
 * written), with the communes and neighbourhoods of each class. MLG_INPUT: the template cannot be read, or a line of it uses an unknown
 * name. */
mlg_status mlg_output_zoning_order(mlg_db *db, const char *template, const char *folder,
                                   mlg_error *err) MLG_MUST_CHECK;

/* CSV of depcom, libcom, region, region_libelle, TVS, TVS_libelle, region_majoritaire, zonage_regional, by commune. Read back
 * by the data set ars-zoning. */
mlg_status mlg_output_zoning_drees(mlg_db *db, const char *path, mlg_error *err) MLG_MUST_CHECK;

/* CSV of region, region_libelle, TVS, TVS_libelle, code_qp, lib_qp, depcom, libcom, zonage_regional, population, by priority
 * neighbourhood; one that spans several communes or territories names them all. */
mlg_status mlg_output_zoning_drees_qpv(mlg_db *db, const char *path, mlg_error *err) MLG_MUST_CHECK;

#endif
