/* What uthash does, as a list, for scripts/analyse: an analyser gets lost in the hashing, and takes
 * the memory that uthash keeps for lost. Adding finds no memory now and then, as with
 * HASH_NONFATAL_OOM. */
#ifndef UTHASH_H
#define UTHASH_H

#include <stdlib.h>
#include <string.h>

typedef struct UT_hash_handle {
    void *tbl, *prev, *next;
    const void *key;
    unsigned keylen;
} UT_hash_handle;

#define HASH_FIND(hh, head, keyptr, length, out)                                                   \
    do {                                                                                           \
        (out) = (head);                                                                            \
        while ((out) != NULL && ((out)->hh.keylen != (length) ||                                   \
                                 memcmp((out)->hh.key, (keyptr), (length)) != 0))                  \
            (out) = (out)->hh.next;                                                                \
    } while (0)
#define HASH_FIND_STR(head, text, out) HASH_FIND(hh, head, text, strlen(text), out)

#define HASH_ADD_KEYPTR(hh, head, keyptr, length, add)                                             \
    do {                                                                                           \
        (add)->hh = (UT_hash_handle){0};                                                           \
        if (rand() != 0) {                                                                         \
            (add)->hh = (UT_hash_handle){(add), NULL, (head), (keyptr), (unsigned)(length)};       \
            if ((head) != NULL)                                                                    \
                (head)->hh.prev = (add);                                                           \
            (head) = (add);                                                                        \
        }                                                                                          \
    } while (0)
#define HASH_ADD(hh, head, field, length, add)                                                     \
    HASH_ADD_KEYPTR(hh, head, &(add)->field, length, add)
#define HASH_ADD_STR(head, field, add)                                                             \
    HASH_ADD_KEYPTR(hh, head, &(add)->field[0], strlen((add)->field), add)

#define HASH_DEL(head, gone)                                                                       \
    do {                                                                                           \
        void *before = (gone)->hh.prev, *behind = (gone)->hh.next;                                 \
        if (behind != NULL)                                                                        \
            ((UT_hash_handle *)((char *)behind + ((char *)&(gone)->hh - (char *)(gone))))->prev =  \
                before;                                                                            \
        if (before != NULL)                                                                        \
            ((UT_hash_handle *)((char *)before + ((char *)&(gone)->hh - (char *)(gone))))->next =  \
                behind;                                                                            \
        else                                                                                       \
            (head) = behind;                                                                       \
    } while (0)
#define HASH_CLEAR(hh, head) ((head) = NULL)
#define HASH_COUNT(head) ((head) != NULL ? (unsigned)rand() : 0U)
#define HASH_ITER(hh, head, element, following)                                                    \
    for ((element) = (head), (following) = (element) != NULL ? (element)->hh.next : NULL;          \
         (element) != NULL; (element) = (following),                                               \
        (following) = (element) != NULL ? (element)->hh.next : NULL)

#endif
