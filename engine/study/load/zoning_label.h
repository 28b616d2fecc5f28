/* Classes of zoning as files spell them. */
#ifndef MLG_STUDY_LOAD_ZONING_LABEL_H
#define MLG_STUDY_LOAD_ZONING_LABEL_H

/* "ZIP", "ZAC", "ZAR", "ZV", "HZ" or "ELIGIBLE" (a neighbourhood eligible for aid; ZIP or ZAC is not stated), and for
 * professions other than GPs "très sous-doté", "sous-doté", "intermédiaire", "très doté" or "sur-doté", for the
 * codes and labels of the national files, of CartoSanté, of the DREES application and of regional orders: a code, a
 * label or both, numbered or not, whatever the case, accents, punctuation and plurals. "" when the label says that
 * the class is not known; NULL when it is none of these. */
const char *mlg_zoning_class(const char *text);

#endif
