/* A request's body as `content` of the canonical string: the forms in which SDKs sign it. Pure.
 *
 * A body is signed as JSON, compact: without white space outside strings. SDKs differ in the order
 * of members and in the escapes of strings, so that one body has several forms. In all of them but
 * Java's a number's text is kept as sent and never read as a number: 1.0 stays 1.0, and so does
 * 1e400. Of members with the same name, each stays, in the order sent.
 *
 * What is JSON is what cJSON takes for it, as UTF-8, no deeper than SNAPTRADE_CONTENT_DEPTH. A body
 * that is none cannot be signed. One with \u0000 in it has only the form as sent, since cJSON cuts
 * strings there.
 *
 * Source of the forms: the signing code of the official SDKs, run. */
#ifndef SNAPTRADE_CONTENT_H
#define SNAPTRADE_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Arrays and objects in each other: a stack of 100 KB suffices, as servers' threads have. */
enum { SNAPTRADE_CONTENT_DEPTH = 100 };

/* In the order in which a verifier tries them. "Sorted" is by the bytes of the name. */
enum snaptrade_content_form {
    SNAPTRADE_CONTENT_AS_SENT,      /* members and the texts of strings as sent */
    SNAPTRADE_CONTENT_SORTED,       /* sorted at every level, UTF-8: TypeScript */
    SNAPTRADE_CONTENT_SORTED_ASCII, /* the same, from DEL on as lower-case \uXXXX: Python */
    SNAPTRADE_CONTENT_SORTED_PHP,   /* the same, but DEL as it is */
    SNAPTRADE_CONTENT_SORTED_GO,    /* UTF-8, but U+2028 and U+2029 as \uXXXX */
    SNAPTRADE_CONTENT_TOP,          /* sorted at the top level only, UTF-8: Ruby */
    SNAPTRADE_CONTENT_TOP_LINES,    /* the same, but U+2028 and U+2029 as \uXXXX: Java */
    SNAPTRADE_CONTENT_JAVA,         /* that, with every number as Java prints a double (1.0 for 1,
                                       1.0E7), and without members that are null */
    SNAPTRADE_CONTENT_FORMS
};

/* The body in one form, which the caller frees. NULL: it is empty or no JSON, or a number in it is
 * none of Java's, or no memory. */
char *snaptrade_content(const char *body, enum snaptrade_content_form form);

/* Everything that `content` may be for a body. NULL among the texts is null, as in struct
 * snaptrade_signed_request. */
struct snaptrade_contents {
    char *texts[SNAPTRADE_CONTENT_JAVA]; /* the first `count` of them; no two are equal */
    size_t count;                        /* 0: the body is no JSON */
    char *java; /* what the Java SDK signs, which is not what is sent; NULL: nothing but those */
};

/* Of no body (NULL, or nothing but white space) null alone, of an empty object null and {}, of
 * anything else its forms. No body costs no memory. False: no memory; there are then no texts.
 * snaptrade_contents_free() after both. */
bool snaptrade_contents_read(const char *body, struct snaptrade_contents *contents);
void snaptrade_contents_free(struct snaptrade_contents *contents);

#ifdef __cplusplus
}
#endif
#endif
