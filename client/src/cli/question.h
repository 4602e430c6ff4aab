/* What `explain` is asked about: a request as its options describe it. */
#ifndef CLI_QUESTION_H
#define CLI_QUESTION_H

#include "options.h"
#include "settings.h"
#include "snaptrade/diagnosis.h"
#include "url.h"

enum { QUESTION_MESSAGE_SIZE = 512 };

struct question {
    struct snaptrade_received received;
    struct snaptrade_known known;
    char *body;  /* as it is in its file; NULL: none */
    char *given; /* the client's own canonical string, as it is in its file; NULL: none */

    struct url url;
    char *client_id, *user_secret; /* of the query, decoded; NULL: absent */
    char *header_texts[OPTIONS_MOST_TEXTS];
    struct snaptrade_header headers[OPTIONS_MOST_TEXTS + 2]; /* with Signature and Host */
};

/* Only the partner of the settings is known. On false `message` is one line that says what is
 * wrong. question_free() after both. */
bool question_read(const struct options *options, const struct settings *settings,
                   struct question *question, char message[QUESTION_MESSAGE_SIZE]);
void question_free(struct question *question);

#endif
