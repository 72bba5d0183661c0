/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The program: finds the verb in the table and runs it. */
#include <glib.h>

int main(int argc, char **argv)
{
	g_print("entente %s\n", ENTENTE_VERSION);
	return 0;
}
