/* The secrets that a run knows, and texts without them: nothing that people see may hold one. */
#ifndef SECRETS_H
#define SECRETS_H

#include "snaptrade/mask.h"

/* `text` with every consumerKey and userSecret in it masked, those of the target and of the default
 * fixtures, in whatever way they are written there; in a URL and the like (SNAPTRADE_TEXT_QUERY),
 * also what stands where one should stand. The caller frees it. NULL: no memory. */
char *secrets_masked(enum snaptrade_text_kind kind, const char *text);

#endif
