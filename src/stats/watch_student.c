/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Distribution of Student's t. From 20 degrees of freedom on by the normalising expansion of
 * Hill (1970, Algorithm 395, Comm. ACM 13), which is exact to about six digits as far as six
 * standard deviations; elsewhere by the continued fraction of the incomplete beta function
 * (Abramowitz and Stegun 26.5.8 and 26.7.1), evaluated by Lentz's method (Press et al.,
 * Numerical Recipes, 6.4). */
#include "stats/watch-internal.h"

#include <float.h>
#include <math.h>

#define EXPANSION_FREEDOM 20
#define EXPANSION_SQUARE  36.0 /* squared standard deviations */
#define FRACTION_ROUNDS   500

/* Share in one tail. */
static double tail_by_expansion(double stretch, double freedom)
{
	double a = freedom - .5, b = 48 * a * a, y = a * stretch;
	double bend = (((-.4 * y - 3.3) * y - 24) * y - 85.5) / (.8 * y * y + 100 + b);

	return .5 * erfc(((bend + y + 3) / b + 1) * sqrt(y / 2));
}

static double not_nought(double value)
{
	return fabs(value) < DBL_MIN ? DBL_MIN : value;
}

/* Continued fraction of the incomplete beta function at x. */
static double beta_fraction(double x, double a, double b)
{
	double c = 1, d = 1 / not_nought(1 - (a + b) * x / (a + 1)), fraction = d;

	for (guint m = 1; m <= FRACTION_ROUNDS; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / not_nought(1 + even * d);
		c = not_nought(1 + even / c);
		fraction *= c * d;
		d = 1 / not_nought(1 + odd * d);
		c = not_nought(1 + odd / c);
		fraction *= c * d;
		if (fabs(c * d - 1) < DBL_EPSILON)
			break;
	}
	return fraction;
}

/* Share in one tail: half the incomplete beta function of x = exp(-stretch). */
static double tail_by_fraction(double stretch, double freedom)
{
	double a = freedom / 2, b = .5, x = exp(-stretch), rest = -expm1(-stretch);
	double front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) - a * stretch) * sqrt(rest);

	if (x < (a + 1) / (a + b + 2))
		return .5 * front * beta_fraction(x, a, b) / a;
	return .5 * (1 - front * beta_fraction(rest, b, a) / b);
}

double watch_student(double stretch, bool below, double freedom)
{
	bool many = freedom >= EXPANSION_FREEDOM;
	bool far = (freedom - .5) * stretch > EXPANSION_SQUARE;

	if (many && far && !below)
		return 1;
	double tail = many && !far ? tail_by_expansion(stretch, freedom)
				   : tail_by_fraction(stretch, freedom);
	return below ? tail : 1 - tail;
}
