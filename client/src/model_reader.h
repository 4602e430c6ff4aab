/* Reads and frees structs that a table describes: which JSON fields they have, and where.
 *
 * Knows nothing of SnapTrade; models.c has the tables. Messages are one line of at most
 * SNAPTRADE_MESSAGE_SIZE bytes that names the place as a JSON pointer. */
#ifndef SNAPTRADE_MODEL_READER_H
#define SNAPTRADE_MODEL_READER_H

#include "snaptrade/models.h"

/* What a field is in JSON. RAW_OBJECT: an object, kept as its text. */
enum kind { TEXT, BOOL, INTEGER, TEXT_LIST, OBJECT, RAW_OBJECT };

struct shape;

/* A field of a model: its name in JSON, and where it lies in the struct. */
struct field {
    const char *name;
    enum kind kind;
    size_t offset;
    const struct shape *nested; /* of an OBJECT, whose struct starts with its presence */
};

struct shape {
    size_t size; /* of the struct */
    size_t count;
    const struct field *fields;
};

/* Fills *model, whose old content is not freed; it is left empty when the text is refused. */
enum snaptrade_parse_result model_parse(const struct shape *shape, const char *text, size_t length,
                                        void *model, char *message);

/* The same for a JSON array, into *items, which model_free_items() frees. */
enum snaptrade_parse_result model_parse_items(const struct shape *shape, const char *text,
                                              size_t length, void **items, size_t *count,
                                              char *message);

/* Frees what the model owns and leaves it empty. */
void model_free(const struct shape *shape, void *model);
void model_free_items(const struct shape *shape, void *items, size_t count);

#endif
