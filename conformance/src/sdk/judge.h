/* Judges that many requirements share. Each asks for the call first, where it says so, and returns
 * false with the verdict set when something is wrong. */
#ifndef JUDGE_H
#define JUDGE_H

#include "play.h"

/* A whole call, judged. */
sdk_step judge_signed; /* it is answered 200 or 204, and its last request is as the case's look */
sdk_step judge_look;   /* it succeeds, and each of its requests is as the case's look demands */
sdk_step judge_odd;    /* judge_signed, by look_odd */
sdk_step judge_api_error;  /* the caller gets an error with the case's status and detail */
sdk_step judge_any_error;  /* the caller gets an error, and never a success */
sdk_step judge_timeout;    /* the caller gets an error, in the case's time */
sdk_step judge_connection; /* a list or detail answers with the user's first connection */

/* The caller is given what the JSON of the case's `other` has, see same.h. */
sdk_step judge_content;

/* Prepares that every request is answered 200 with the case's `text` as JSON. */
sdk_step answer_with_text;

/* A case of these two: what is answered, and what of it the caller must be given. */
#define ANSWERED(call_, text_, other_)                                                             \
    {                                                                                              \
        .call = (call_), .prepare = answer_with_text, .judge = judge_content, .text = (text_),     \
        .other = (other_)                                                                          \
    }

/* Steps of judges. */
bool expect_success(struct play *play); /* after play_ask() */

/* How the request was signed: as it was sent, with the key as it is or URI-encoded. */
sdk_look look_signed;
/* The same, whichever prefix of the path was signed: ids and keys count. */
sdk_look look_odd;

/* "{...}", cut to what people can read; the caller frees it. */
char *shown(const cJSON *value);

#endif
