/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Organisations by the domain that somebody registered. The public suffix list
 * (publicsuffix.org, read by libpsl from its built-in copy) says where registries end, so that
 * "acme.co.uk" and "other.co.uk" are two and "mail.acme.fr" and "acme.fr" are one. */
#include "ingest/organisation.h"

#include <libpsl.h>
#include <string.h>

#define EXCHANGE "/o="

const char *organisation_of_domain(const char *domain)
{
	const char *registrable = psl_registrable_domain(psl_builtin(), domain);

	return registrable != NULL ? registrable : domain;
}

char *organisation_of_address(const char *address)
{
	const char *at = address != NULL ? strrchr(address, '@') : NULL;

	if (address != NULL && g_str_has_prefix(address, EXCHANGE))
		return g_strndup(address,
				 strlen(EXCHANGE) + strcspn(address + strlen(EXCHANGE), "/"));
	return at != NULL && at[1] != '\0' ? g_strdup(organisation_of_domain(at + 1)) : NULL;
}

char *organisation_label(const char *organisation)
{
	if (g_str_has_prefix(organisation, EXCHANGE))
		return g_strdup(organisation + strlen(EXCHANGE));
	return g_strndup(organisation, strcspn(organisation, "."));
}

/* With every suffix: yahoo.fr, yahoo.co.uk. */
static bool free_mail_label(const char *organisation)
{
	static const char *const labels[] = {
		"gmail", "googlemail", "hotmail", "yahoo",  "ymail", "rocketmail",
		"gmx",   "protonmail", "outlook", "yandex", "aol",   "mailinator",
	};
	gsize length = strcspn(organisation, ".");

	for (guint i = 0; i < G_N_ELEMENTS(labels); i++)
		if (strlen(labels[i]) == length &&
		    strncmp(organisation, labels[i], length) == 0)
			return true;
	return false;
}

bool organisation_is_free_mail(const char *organisation)
{
	static const char *const domains[] = {
		"live.com",         "live.fr",     "msn.com",        "orange.fr",
		"wanadoo.fr",       "free.fr",     "sfr.fr",         "neuf.fr",
		"bbox.fr",          "laposte.net", "icloud.com",     "me.com",
		"mac.com",          "proton.me",   "numericable.fr", "aliceadsl.fr",
		"club-internet.fr", "mail.com",    "mail.ru",        "web.de",
		"t-online.de",      "comcast.net", "verizon.net",    "qq.com",
		"163.com",          "fastmail.fm", "fastmail.com",   "zoho.com",
		"libero.it",        "noos.fr",
	};

	if (free_mail_label(organisation))
		return true;
	for (guint i = 0; i < G_N_ELEMENTS(domains); i++)
		if (strcmp(organisation, domains[i]) == 0)
			return true;
	return false;
}
