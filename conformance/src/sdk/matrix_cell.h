/* One cell of the matrix as HTML: the verdict and, unless it passed, what it rests on. */
#ifndef MATRIX_CELL_H
#define MATRIX_CELL_H

#include "matrix.h"

void matrix_cell(FILE *out, const struct matrix_sdk *sdk, const struct requirement *head,
                 const struct matrix_cell *cell);

/* The verdict as a symbol and in words. */
void matrix_verdict(FILE *out, enum verdict verdict);

#endif
