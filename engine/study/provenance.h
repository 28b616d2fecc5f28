/* Files a study reads beside its sources, told of like them. */
#ifndef MLG_STUDY_PROVENANCE_H
#define MLG_STUDY_PROVENANCE_H

#include "study/study.h"

/* Records a file under a key of the study file ("travel.osm"), in place of what stood there; producer and licence are those of the
 * data set. */
mlg_status mlg_study_note_file(mlg_study *study, const char *key, const char *dataset, const char *path,
                               mlg_error *err) MLG_MUST_CHECK;

#endif
