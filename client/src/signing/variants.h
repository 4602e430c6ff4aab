/* The texts that SDKs sign in the place of a key, a path or a query. Pure.
 *
 * Each function returns a new string that the caller frees. NULL with *failed unchanged: there is
 * no such variant, because it is the text itself, the text cannot be decoded, or the outcome is
 * not UTF-8. NULL with *failed true: no memory. */
#ifndef SIGNING_VARIANTS_H
#define SIGNING_VARIANTS_H

#include <stdbool.h>

char *variant_encoded_key(const char *key, bool *failed);
char *variant_other_prefix(const char *path, bool *failed);
char *variant_decoded_path(const char *path, bool *failed);
char *variant_raw_ids(const char *query, bool *failed);
char *variant_re_encoded(const char *query, bool *failed);

#endif
