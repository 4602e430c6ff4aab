/* Judges that many requirements share. Each asks for the call first, where it says so, and returns
 * false with the verdict set when something is wrong. */
#ifndef JUDGE_H
#define JUDGE_H

#include "play.h"

/* A whole call, judged. */
sdk_step judge_signed; /* it is answered 200 or 204, and how it was signed tells how strictly */
sdk_step judge_odd;    /* the same, whichever prefix of the path was signed: ids and keys count */
sdk_step judge_api_error;  /* the caller gets an error with the case's status and detail */
sdk_step judge_any_error;  /* the caller gets an error, and never a success */
sdk_step judge_timeout;    /* the caller gets an error, in the case's time */
sdk_step judge_connection; /* a list or detail answers with the user's first connection */

/* The caller is given what the JSON of the case's `other` has, see same.h. */
sdk_step judge_content;

/* Prepares that every request is answered 200 with the case's `text` as JSON. */
sdk_step answer_with_text;

/* Steps of judges. */
bool expect_success(struct play *play); /* after play_ask() */
bool expect_one_request(struct play *play, const char *method, const char *path);

/* The value of a query parameter as it was sent (raw), or NULL; the caller frees it. `count` tells
 * how often it stands there. */
char *sent_parameter(const struct play *play, const char *name, int *count);

/* The raw target of the call's first request; "" without one. */
const char *sent_target(const struct play *play);

/* "{...}", cut to what people can read; the caller frees it. */
char *shown(const cJSON *value);

#endif
