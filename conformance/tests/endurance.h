/* How a program holds out over a long time: what it was seen to need, and whether that stays.
 *
 * Samples are taken at equal distances. What happens before the second is warming up and not
 * judged. */
#ifndef ENDURANCE_H
#define ENDURANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

enum { ENDURANCE_FEWEST = 4, ENDURANCE_MOST = 1024, ENDURANCE_WHY_SIZE = 256 };

struct endurance_sample {
    double rate;          /* of turns, in one second of the time before */
    double rate_of_fresh; /* of another that began then, beside it; 0: there was none */
    long rss_kib;         /* of the program's memory */
    long files;           /* it has open */
    long threads;
};

/* Reads all but the rate. False: there is no such process. */
bool endurance_look(pid_t process, struct endurance_sample *sample);

struct endurance_limits {
    double rate;  /* how much of the second sample's the last rate may be off; where each has
                   * the rate of a fresh one, both count as shares of that */
    double rss;   /* how much more memory the last third may have, on average, than the first */
    long rss_kib; /* at least this much more is fine */
    long files;   /* how many more files the last third may have, at its most, than the first */
};

/* False: `why` says in one line what did not stay. There must be ENDURANCE_FEWEST samples. */
bool endurance_judge(const struct endurance_sample *samples, size_t count,
                     const struct endurance_limits *limits, char why[ENDURANCE_WHY_SIZE]);

#endif
