/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Values in rising order, each with the place it came from: what ranks are read from. */
#pragma once

#include <glib.h>

struct ordered {
	double value;
	gsize place;
};

/* Caller owns; none of the values is NAN. */
struct ordered *order_values(const double *value, gsize n);
