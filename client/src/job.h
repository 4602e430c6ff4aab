/* One call of the client on its way: what the functions of client.h are made of. */
#ifndef SNAPTRADE_JOB_H
#define SNAPTRADE_JOB_H

#include "query.h"
#include "snaptrade/client.h"

typedef enum snaptrade_parse_result parse_function(const char *json, size_t length, void *model,
                                                   char message[SNAPTRADE_MESSAGE_SIZE]);

struct job {
    const char *method;
    const char *path; /* behind the base path */
    const char *id;   /* appended to the path; NULL: none */
    const char *body; /* compact JSON, signed as it is sent, but {} as null; NULL: none */
    bool unsigned_call;
    const struct snaptrade_call *call;
    parse_function *parse;
    void *model; /* NULL: keep the body raw */
};

/* Was the client made with credentials? False: `response` says that it was not. */
bool job_check_partner(const snaptrade_client *client, struct snaptrade_response *response);

const char *job_client_id(const snaptrade_client *client);

/* Adds the user's parameters; NULL: none. False: `response` says what is missing. */
bool job_add_user(const struct snaptrade_user *user, struct query *query,
                  struct snaptrade_response *response);

/* Sends the job, its own parameters being in `query`, and reads the answer. Frees the query. */
bool job_run(snaptrade_client *client, const struct job *job, struct query *query,
             struct snaptrade_response *response);

/* A call on behalf of a user, about the id if there is one; empties the response first. */
bool job_run_user(snaptrade_client *client, const struct job *job,
                  const struct snaptrade_user *user, const char *id_name,
                  struct snaptrade_response *response);

#endif
