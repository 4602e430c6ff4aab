/* A number as Java writes it. Pure.
 *
 * Source: Double.toString() as documented from JDK 19 on: the fewest digits that read as the same
 * number, at least two; from 0.001 to below 10,000,000 as 12.5, else as 1.25E-7. The Java SDK reads
 * every number of a body as a double before it signs it. */
#ifndef SIGNING_JAVA_NUMBER_H
#define SIGNING_JAVA_NUMBER_H

#include <stdbool.h>

enum { JAVA_NUMBER_SIZE = 32 };

/* False: it is infinite or no number, which JSON cannot say. */
bool java_number(double number, char text[JAVA_NUMBER_SIZE]);

#endif
