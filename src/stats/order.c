/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Equal values come in the order of their places, so that nothing depends on the sorting. */
#include "stats/order.h"

#include <stdlib.h>

static int compare(const void *a, const void *b)
{
	const struct ordered *x = a, *y = b;

	if (x->value != y->value)
		return x->value < y->value ? -1 : 1;
	return (x->place > y->place) - (x->place < y->place);
}

struct ordered *order_values(const double *value, gsize n)
{
	struct ordered *order = g_new(struct ordered, n);

	for (gsize i = 0; i < n; i++)
		order[i] = (struct ordered){value[i], i};
	qsort(order, n, sizeof *order, compare);
	return order;
}
