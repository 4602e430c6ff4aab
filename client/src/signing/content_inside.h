/* What content.h does not tell: whether it was for want of memory. For the client alone.
 *
 * NULL: there is none, or *failed, which is otherwise left as it is, no memory. */
#ifndef CONTENT_INSIDE_H
#define CONTENT_INSIDE_H

#include "snaptrade/content.h"

struct cJSON;

/* Text behind the JSON is an error unless `lenient`. The caller deletes the tree. */
struct cJSON *content_parse(const char *body, bool lenient, bool *failed);

/* As snaptrade_content(). */
char *content_form(const char *body, enum snaptrade_content_form form, bool *failed);

#endif
