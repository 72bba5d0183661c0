/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Descriptions of REST interfaces: what is filled in, what is refused, which one is meant. */
#include "fetch/rest_plan.h"

#include <string.h>

#include "base/error.h"
#include "harness.h"

#define WHOLE                                                                                  \
	"[rest]\ntitle=T\nlists=a;b?\npath=/t?p={page}\nid=id\nupdated=u\nopened=o\n"          \
	"stamp=%Y\nauth=A: {secret}\nright=r\nwhere=w\n"

static void words_are_filled_and_escaped(void **state)
{
	const struct rest_words words = {.list = "Ticket",
					 .since = "2025-01-01 00:00",
					 .id = "7/../8",
					 .page = 3,
					 .offset = 200,
					 .size = 100};
	static const struct {
		const char *text, *escaped, *plain;
	} cases[] = {
		{"/{list}?a={since}", "/Ticket?a=2025-01-01%2000%3A00",
		 "/Ticket?a=2025-01-01 00:00"},
		{"/{id}/x", "/7%2F..%2F8/x", "/7/../8/x"},
		{"{offset}-{last}/{size}/{page}", "200-299/100/3", "200-299/100/3"},
		{"{\"a\":{\"b\":\"{page}\"}}", "{\"a\":{\"b\":\"3\"}}",
		 "{\"a\":{\"b\":\"3\"}}"},
		{"{token}{", "{", "{"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *escaped = rest_plan_fill(cases[i].text, &words, true);
		g_autofree char *plain = rest_plan_fill(cases[i].text, &words, false);
		assert_string_equal(escaped, cases[i].escaped);
		assert_string_equal(plain, cases[i].plain);
	}
}

static void a_description_is_read(void **state)
{
	static const char text[] =
		WHOLE "paging=window\nsize=50\n[each notes]\npath=/n/{id}\noptional=true\n";
	g_autoptr(rest_plan_auto) plan = rest_plan_parse("x", text, strlen(text), NULL);
	const struct rest_sub *sub;

	assert_non_null(plan);
	assert_string_equal(plan->lists[1], "b");
	assert_false(plan->optional[0]);
	assert_true(plan->optional[1]);
	assert_int_equal(plan->paging, REST_WINDOW);
	assert_int_equal(plan->size, 50);
	assert_int_equal(plan->subs->len, 1);
	sub = g_ptr_array_index(plan->subs, 0);
	assert_string_equal(sub->member, "notes");
	assert_true(sub->optional);
	assert_int_equal(sub->paging, REST_ONE);
}

static void mistakes_are_told(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"[rest]\npath=/x\n", "title: missing"},
		{"nonsense", "the file"},
		{WHOLE "paging=sideways\n", "paging"},
		{WHOLE "paging=token\n", "token: missing"},
		{WHOLE "size=0\n", "size"},
		{WHOLE "size=100000\n", "size"},
		{WHOLE "json={secret}\n", "json: unknown {word}"},
		{WHOLE "headers=no colon\n", "headers"},
		{WHOLE "session_open=https://elsewhere.example\n", "session_open"},
		{WHOLE "[each x]\npath=x\n", "each x"},
		{WHOLE "[each \"]\npath=/x\n", "small letters"},
		{WHOLE "[each x]\npath=/x\npaging=window\n", "paging"},
		{WHOLE "lists=../x\n", "lists"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(GError) error = NULL;
		assert_null(rest_plan_parse("x", cases[i].text, strlen(cases[i].text), &error));
		assert_true(g_error_matches(error, ENTENTE_ERROR, ENTENTE_ERROR_INPUT));
		assert_non_null(strstr(error->message, cases[i].words));
	}
}

static void an_address_has_its_description(void **state)
{
	static const struct {
		const char *address, *name;
	} cases[] = {
		{"glpi+https://help.acme.fr/apirest.php", "glpi"},
		{"jira+https://jira.acme.fr", "jira"},
		{"jira+https://anne@acme.fr@acme.atlassian.net", "jira-cloud"},
		{"jira+https://atlassian.net.evil.example", "jira"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autoptr(remote_auto) remote = remote_parse(cases[i].address, NULL);
		g_autoptr(rest_plan_auto) plan = rest_plan_load(remote, NULL, NULL);
		assert_non_null(plan);
		assert_string_equal(plan->name, cases[i].name);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_filled_and_escaped),
		cmocka_unit_test(a_description_is_read),
		cmocka_unit_test(mistakes_are_told),
		cmocka_unit_test(an_address_has_its_description),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
