/* Access control, which every request goes through. */
#ifndef MLG_SERVE_GUARD_H
#define MLG_SERVE_GUARD_H

#include "serve/desk.h"

/* Judges a request by its headers; the functions of mlg_http_service. */
void mlg_guard_admit(void *desk, const mlg_http_request *request, mlg_http_admission *admission,
                     mlg_http_answer *answer);
void mlg_guard_answer(void *desk, const mlg_http_request *request, mlg_http_answer *answer);
void mlg_guard_fail(void *desk, const mlg_http_request *request, int code, mlg_http_answer *answer);
void mlg_guard_forget(void *desk, void *visit);

/* The cookie of sessions. */
#define MLG_COOKIE "maillage_session"

/* Adds the cookie of a new session to an answer; `secret` "" ends it. */
void mlg_guard_cookie(const mlg_desk *desk, mlg_http_answer *answer, const char *secret);

/* Decodes a segment of a path: "%C3%A9" to "é". NULL when it is invalid: a stray %, a NUL, bytes that are not UTF-8; errno is
 * ENOMEM when there is no memory. Freed with free(). */
char *mlg_decode_segment(const char *text, size_t size);

#endif
