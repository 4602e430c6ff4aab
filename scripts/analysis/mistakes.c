/* Mistakes that each of the analysers must find; for scripts/analyse. */
#include <stdlib.h>

void free_twice(void)
{
    char *text = malloc(1);
    free(text);
    free(text);
}

int lose(void)
{
    char *text = malloc(1);
    if (text == NULL)
        return 0;
    *text = 'a';
    return *text == 'a';
}

int follow_null(void)
{
    int *number = NULL;
    return *number;
}
