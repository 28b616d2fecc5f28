/* Request handlers, one per route (routes.c). */
#ifndef MLG_SERVE_API_H
#define MLG_SERVE_API_H

#include "serve/desk.h"

void mlg_api_home(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_asset(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_enter(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_words(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_openapi(mlg_visit *visit, mlg_http_answer *answer);

void mlg_api_session(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_sign_in(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_sign_out(mlg_visit *visit, mlg_http_answer *answer);

void mlg_api_commands(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_map(mlg_visit *visit, mlg_http_answer *answer);

void mlg_api_studies(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_new_study(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_study(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_take(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_leave(mlg_visit *visit, mlg_http_answer *answer);

void mlg_api_file(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_save(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_remove(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_freeze(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_folder(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_folder_file(mlg_visit *visit, mlg_http_answer *answer);

void mlg_api_begin(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_jobs(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_job(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_cancel(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_events(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_output(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_words_of_job(mlg_visit *visit, mlg_http_answer *answer);
void mlg_api_job_file(mlg_visit *visit, mlg_http_answer *answer);

/* Starts a command of a visit and answers with its job; waits up to ?wait= seconds for its end. */
void mlg_api_start(mlg_visit *visit, const mlg_job_request *request, mlg_http_answer *answer);

/* Answers with a file: shown when its name has the extension of a page or a text, downloaded otherwise. Takes the descriptor. */
void mlg_api_send_file(mlg_http_answer *answer, int fd, int64_t bytes, const char *name, const char *version);

#endif
