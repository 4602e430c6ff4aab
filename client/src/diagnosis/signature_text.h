/* A received signature, whatever it was written in. Pure. */
#ifndef DIAGNOSIS_SIGNATURE_TEXT_H
#define DIAGNOSIS_SIGNATURE_TEXT_H

#include "digest.h"

enum signature_form {
    SIGNATURE_MALFORMED, /* no digest in any of the forms below */
    SIGNATURE_BASE64,    /* padded and canonical, as it should be */
    SIGNATURE_UNPADDED,
    SIGNATURE_BASE64URL, /* padded or not */
    SIGNATURE_HEX,       /* either case */
    SIGNATURE_BASE64_OF_HEX,
    SIGNATURE_PERCENT_ENCODED, /* base64 with escapes of URLs */
    SIGNATURE_QUOTED,
};

/* The longest form is SHA-512 in base64, every character percent-encoded, with quotes; a cut one is
 * longer. */
enum { SIGNATURE_TEXT_SIZE = 88 * 3 + 4 };

struct signature_text {
    char text[SIGNATURE_TEXT_SIZE]; /* without white space around it */
    enum signature_form form;
    struct digest digest; /* its size is 0 when the form is SIGNATURE_MALFORMED */
};

void signature_text_read(const char *value, struct signature_text *signature);

#endif
