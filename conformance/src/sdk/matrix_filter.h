/* The matrix is filtered by CSS alone: its rules depend on what is in it. */
#ifndef MATRIX_FILTER_H
#define MATRIX_FILTER_H

#include "matrix.h"

matrix_writer matrix_filters;

#endif
