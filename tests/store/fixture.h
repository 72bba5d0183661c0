/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* An open store with one relationship, for each test its own. */
#pragma once

#include "store/store.h"
#include "tests/scratch_store.h"

struct fixture {
	struct scratch_store *scratch;
	struct store *store;
	struct relationship *relationship;
};

static inline int set_up(void **state)
{
	struct fixture *fixture = g_new0(struct fixture, 1);

	fixture->scratch = scratch_store_new();
	fixture->store = store_open(fixture->scratch->url, DB_READ_WRITE, NULL);
	fixture->relationship = relationship_new("acme-infonet");
	*state = fixture;
	return fixture->store == NULL ||
	       !store_relationship_save(fixture->store, fixture->relationship, NULL);
}

static inline int tear_down(void **state)
{
	struct fixture *fixture = *state;

	store_close(fixture->store);
	relationship_free(fixture->relationship);
	scratch_store_free(fixture->scratch);
	g_free(fixture);
	return 0;
}
