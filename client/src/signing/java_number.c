#include "java_number.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_DECIMALS = 16 };

/* How many digits behind the first it takes to read as the same number again; the exponent is that
 * of the first. */
static int decimals_of(double positive, int least, int *exponent)
{
    char text[JAVA_NUMBER_SIZE];
    int decimals = least - 1;
    do
        snprintf(text, sizeof text, "%.*e", ++decimals, positive);
    while (decimals < MOST_DECIMALS && strtod(text, NULL) != positive);
    *exponent = (int)strtol(strchr(text, 'e') + 1, NULL, 10);
    return decimals;
}

static void write_plain(double positive, char *text, size_t size)
{
    int exponent, decimals = decimals_of(positive, 0, &exponent) - exponent;
    snprintf(text, size, "%.*f", decimals > 1 ? decimals : 1, positive);
}

static void write_scientific(double positive, char *text, size_t size)
{
    int exponent, decimals = decimals_of(positive, 1, &exponent);
    snprintf(text, size, "%.*e", decimals, positive);
    char *mark = strchr(text, 'e');
    snprintf(mark, size - (size_t)(mark - text), "E%d", exponent);
}

bool java_number(double number, char text[JAVA_NUMBER_SIZE])
{
    double positive = fabs(number);
    if (!isfinite(number))
        return false;
    *text = '-';
    char *out = text + (signbit(number) ? 1 : 0);
    size_t size = JAVA_NUMBER_SIZE - (size_t)(out - text);
    if (positive == 0 || (positive >= 1e-3 && positive < 1e7))
        write_plain(positive, out, size);
    else
        write_scientific(positive, out, size);
    char *point = strchr(out, *localeconv()->decimal_point);
    if (point != NULL)
        *point = '.';
    return true;
}
