/* Provenance of the files that a study reads besides its sources. */
#ifndef MLG_STUDY_PROVENANCE_H
#define MLG_STUDY_PROVENANCE_H

#include "study/study.h"

/* Records a file under a key of the study file ("travel.osm"), replacing an earlier record. Producer and licence
 * are those of the data set. */
mlg_status mlg_study_note_file(mlg_study *study, const char *key, const char *dataset, const char *path,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
