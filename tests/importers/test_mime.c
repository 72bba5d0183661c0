/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The tree of parts: small cases, hostile ones, and agreement with GMime's own parser on the
 * messages of six mail libraries. */
#include "reading.h"

#include <gmime/gmime.h>

#include "base/limits.h"
#include "importers/mail.h"
#include "importers/mime.h"

static void read_tree(struct mime_tree *tree, const char *bytes, gsize length)
{
	struct header_block block;

	mime_tree_init(tree);
	header_block_scan((const guint8 *)bytes, length, &block);
	mime_tree_read(tree, (const guint8 *)bytes, length, &block);
}

/* One letter a part in order of depth: "A(ph)". */
static void sketch_part(const struct mime_tree *tree, guint index, GString *out)
{
	static const char letters[] = "ophcmsARM";
	const struct mime_part *part = mime_part_at(tree, index);

	g_string_append_c(out, letters[part->kind]);
	if (part->attached)
		g_string_append_c(out, '!');
	if (part->kind < MIME_ALTERNATIVE)
		return;
	g_string_append_c(out, '(');
	for (guint i = 0; i < part->n_children; i++)
		sketch_part(tree, part->first_child + i, out);
	g_string_append_c(out, ')');
}

static char *sketch(const char *bytes)
{
	struct mime_tree tree;
	GString *out = g_string_new(NULL);

	read_tree(&tree, bytes, strlen(bytes));
	sketch_part(&tree, 0, out);
	if (tree.truncated)
		g_string_append(out, " truncated");
	if (tree.broken)
		g_string_append(out, " broken");
	mime_tree_clear(&tree);
	return g_string_free(out, FALSE);
}

#define MULTI(kind, mark) "Content-Type: multipart/" kind "; boundary=\"" mark "\"\n\n"
#define PART(mark, type)  "--" mark "\nContent-Type: " type "\n\nx\n"

static void test_small_trees(void **state)
{
	static const struct {
		const char *bytes, *expected;
	} cases[] = {
		{"Subject: a\n\nx\n", "p"},
		{"\nx\n", "p"},
		{"", "p"},
		{"Content-Type: text/html\n\nx", "h"},
		{"Content-Type: text\n\nx", "p"},
		{"Content-Type: TEXT/X-Unknown; name=a.txt\n\nx", "o!"},
		{MULTI("alternative", "b") PART("b", "text/plain")
			 PART("b", "text/html") "--b--\n",
		 "A(ph)"},
		{MULTI("mixed", "b") "preamble\n" PART("b", "text/plain")
			 PART("b", "application/pdf; name=\"a.pdf\"") "--b--\nepilogue",
		 "M(po!)"},
		{MULTI("mixed", "out") "--out\n" MULTI("related", "in") PART("in", "text/html")
			 PART("in", "image/png") "--in--\n" PART("out",
								 "message/rfc822") "--out--\n",
		 "M(R(ho)m)"},
		{MULTI("mixed", "b") PART("b", "text/plain") "--b\nContent-Ty",
		 "M(pp) truncated"},
		{MULTI("mixed", "b") PART("b", "text/plain"), "M(p) truncated"},
		{MULTI("mixed", "b") "nothing of the kind", "p truncated broken"},
		{"Content-Type: multipart/mixed\n\nx", "p broken"},
		{MULTI("digest", "b") "--b\n\nSubject: x\n\ny\n--b--\n", "M(m)"},
		{MULTI("mixed", "b") "--bb\n\nno\n" PART("b", "text/plain") "--b--", "M(p)"},
		{"Content-Type: multipart/mixed; boundary=b (comment)\r\n\r\n--b  \r\n\r\nx\r\n"
		 "--b--\r\n",
		 "M(p)"},
		{MULTI("signed", "b") PART("b", "text/plain")
			 PART("b", "application/pgp-signature; name=s.asc") "--b--",
		 "M(ps!)"},
	};

	for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
		g_autofree char *found = sketch(cases[i].bytes);

		if (!g_str_equal(found, cases[i].expected))
			fail_msg("%s\n: %s instead of %s", cases[i].bytes, found,
				 cases[i].expected);
	}
}

static void test_body_is_without_delimiter(void **state)
{
	static const char bytes[] = MULTI("mixed", "b") "--b\r\n\r\ntext\r\n--b\n\n\n--b--\n";
	struct mime_tree tree;

	read_tree(&tree, bytes, sizeof bytes - 1);
	assert_int_equal(tree.parts->len, 3);
	assert_int_equal(mime_part_at(&tree, 1)->body_length, 4);
	assert_memory_equal(mime_part_at(&tree, 1)->body, "text", 4);
	assert_int_equal(mime_part_at(&tree, 2)->body_length, 0);
	mime_tree_clear(&tree);
}

static void test_many_parts(void **state)
{
	g_autoptr(GString) bytes = g_string_new(MULTI("mixed", "b"));
	struct message_record record;
	struct mime_tree tree;

	for (int i = 0; i < 5000; i++)
		g_string_append(bytes, PART("b", "application/pdf; name=x"));
	read_tree(&tree, bytes->str, bytes->len);
	assert_true(tree.skipped);
	assert_int_equal(tree.parts->len, LIMIT_MIME_PARTS);
	mime_tree_clear(&tree);
	mail_read((const guint8 *)bytes->str, bytes->len, NULL, NULL, &record);
	assert_true(record.quality & QUALITY_PARTS_SKIPPED);
	assert_int_equal(record.attachments, LIMIT_MIME_PARTS - 1);
	message_record_clear(&record);
}

static void test_deep_nesting(void **state)
{
	g_autoptr(GString) bytes = g_string_new(NULL);
	struct mime_tree tree;

	for (int i = 0; i < 2000; i++)
		g_string_append_printf(
			bytes, "Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n", i, i);
	read_tree(&tree, bytes->str, bytes->len);
	assert_true(tree.skipped);
	assert_int_equal(tree.parts->len, LIMIT_MIME_DEPTH + 1);
	mime_tree_clear(&tree);
}

struct agreement {
	guint files, same, different;
};

static char kind_of_object(GMimeObject *object)
{
	GMimeContentType *type = g_mime_object_get_content_type(object);

	if (GMIME_IS_MULTIPART(object))
		return '(';
	if (GMIME_IS_MESSAGE_PART(object))
		return 'm';
	if (g_mime_content_type_is_type(type, "text", "plain"))
		return 'p';
	if (g_mime_content_type_is_type(type, "text", "html"))
		return 'h';
	return 'o';
}

/* A multipart without parts is text to us. */
static void sketch_object(GMimeObject *object, GString *out)
{
	char kind = object ? kind_of_object(object) : 'o';
	int n = kind == '(' ? g_mime_multipart_get_count(GMIME_MULTIPART(object)) : 0;

	g_string_append_c(out, kind == '(' && n == 0 ? 'p' : kind);
	for (int i = 0; i < n; i++)
		sketch_object(g_mime_multipart_get_part(GMIME_MULTIPART(object), i), out);
	if (n > 0)
		g_string_append_c(out, ')');
}

static char *sketch_by_gmime(const char *bytes, gsize length)
{
	GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes, length);
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
	GString *out = g_string_new(NULL);

	if (message)
		sketch_object(g_mime_message_get_mime_part(message), out);
	g_clear_object(&message);
	g_object_unref(parser);
	g_object_unref(stream);
	return g_string_free(out, FALSE);
}

/* Our tree in the oracle's letters. */
static void sketch_plainly(const struct mime_tree *tree, guint index, GString *out)
{
	const struct mime_part *part = mime_part_at(tree, index);

	if (part->kind < MIME_ALTERNATIVE) {
		g_string_append_c(out, part->kind == MIME_TEXT_PLAIN  ? 'p'
				       : part->kind == MIME_TEXT_HTML ? 'h'
				       : part->kind == MIME_MESSAGE   ? 'm'
								      : 'o');
		return;
	}
	g_string_append_c(out, '(');
	for (guint i = 0; i < part->n_children; i++)
		sketch_plainly(tree, part->first_child + i, out);
	g_string_append_c(out, ')');
}

static void compare_file(const char *path, struct agreement *agreement)
{
	g_autofree char *bytes = NULL;
	g_autofree char *theirs = NULL;
	g_autoptr(GString) ours = g_string_new(NULL);
	struct header_block block;
	struct message_record record;
	struct mime_tree tree;
	gsize length;

	if (!g_file_get_contents(path, &bytes, &length, NULL))
		return;
	mail_read((const guint8 *)bytes, length, NULL, NULL, &record);
	message_record_clear(&record);
	agreement->files++;
	header_block_scan((const guint8 *)bytes, length, &block);
	if (!header_is(&block.first[HEADER_CONTENT_TYPE], "multipart"))
		return;
	theirs = sketch_by_gmime(bytes, length);
	read_tree(&tree, bytes, length);
	sketch_plainly(&tree, 0, ours);
	mime_tree_clear(&tree);
	if (g_str_equal(theirs, ours->str)) {
		agreement->same++;
		return;
	}
	agreement->different++;
	print_message("# %s: %.60s here, %.60s there\n", path, ours->str, theirs);
}

static void walk(const char *folder, struct agreement *agreement)
{
	g_autoptr(GDir) open = g_dir_open(folder, 0, NULL);
	const char *name;

	while (open && (name = g_dir_read_name(open))) {
		g_autofree char *path = g_build_filename(folder, name, NULL);

		if (g_file_test(path, G_FILE_TEST_IS_DIR))
			walk(path, agreement);
		else
			compare_file(path, agreement);
	}
}

/* Every file is read as a mail, whatever it is: no crash and no leak is half of the test. */
static void test_agrees_with_gmime_on_real_messages(void **state)
{
	const char *shared = g_getenv("ENTENTE_SHARED");
	g_autofree char *folder = g_build_filename(shared ? shared : "", "data/mime", NULL);
	struct agreement agreement = {0};

	if (!shared || !g_file_test(folder, G_FILE_TEST_IS_DIR)) {
		print_message("# ../shared is absent\n");
		skip();
	}
	g_mime_init();
	walk(folder, &agreement);
	print_message("# %u files, %u trees the same, %u not\n", agreement.files,
		      agreement.same, agreement.different);
	assert_true(agreement.files >= 1000);
	/* The rest are one boundary used twice, or a field given twice. */
	assert_true(agreement.same >= 220);
	assert_true(agreement.different <= 9);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_small_trees),
		cmocka_unit_test(test_body_is_without_delimiter),
		cmocka_unit_test(test_many_parts),
		cmocka_unit_test(test_deep_nesting),
		cmocka_unit_test(test_agrees_with_gmime_on_real_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
