/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The public corpora of quoted mail: the own text of every mail is exactly the expected one
 * (spaces folded). email_reply_trimmer and talon bring the expected text; the few mails where
 * theirs is another notion of own text, or a matter of taste, are listed with the reason. For
 * crisp and willdurand the lines that are the author's were read by hand: no words of the
 * corpora stand here, only numbers of lines. */
#include "own_text_check.h"

#define COMMON_LINES 5 /* many fixtures open with the same reply of five lines */

struct share {
	guint exact, all;
};

static char *fold_spaces(const char *text)
{
	g_auto(GStrv) words = g_strsplit_set(text != NULL ? text : "", " \t\r\n", -1);
	GString *out = g_string_new(NULL);

	for (guint i = 0; words[i] != NULL; i++)
		if (*words[i] != '\0')
			g_string_append_printf(out, "%s%s", out->len > 0 ? " " : "", words[i]);
	return g_string_free(out, FALSE);
}

static bool same_words(const char *one, const char *other)
{
	g_autofree char *a = fold_spaces(one), *b = fold_spaces(other);

	return g_str_equal(a, b);
}

static char *own_text_of(const char *mail)
{
	gsize cut;

	return own_text_extract(mail, strlen(mail), &cut);
}

static void count(struct share *share, const char *name, bool exact)
{
	share->all++;
	share->exact += exact;
	if (!exact)
		print_message("# differs: %s\n", name);
}

static void check_share(const char *corpus, const struct share *share)
{
	print_message("# %s: %u of %u exact\n", corpus, share->exact, share->all);
	assert_true(share->all > 0);
	assert_int_equal(share->exact, share->all);
}

static int by_name(gconstpointer one, gconstpointer other)
{
	return strcmp(*(const char *const *)one, *(const char *const *)other);
}

/* Names of the files of a folder of the shared data, sorted; skips the test without it. */
static GPtrArray *names_of(const char *folder)
{
	const char *root = g_getenv("ENTENTE_SHARED"), *name;
	g_autofree char *path =
		g_build_filename(root != NULL ? root : "", "data", folder, NULL);
	g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
	GPtrArray *names;

	if (dir == NULL) {
		print_message("# the shared data is not beside this tree\n");
		skip();
	}
	names = g_ptr_array_new_with_free_func(g_free);
	while ((name = g_dir_read_name(dir)) != NULL)
		g_ptr_array_add(names, g_strdup(name));
	g_ptr_array_sort(names, by_name);
	return names;
}

static char *file_of(const char *folder, const char *name)
{
	g_autofree char *path = g_strdup_printf("%s/%s", folder, name);
	gsize length;

	return shared_text(path, &length);
}

struct judged {
	const char *name;
	const char *lines; /* ranges of lines that are the author's */
};

static const char *find(const struct judged *table, gsize count, const char *name)
{
	for (gsize i = 0; i < count; i++)
		if (g_str_equal(table[i].name, name))
			return table[i].lines;
	return NULL;
}

/* The lines of the ranges "1-3,7-7". */
static char *lines_of(GStrv lines, const char *ranges)
{
	g_auto(GStrv) parts = g_strsplit(ranges, ",", -1);
	GString *out = g_string_new(NULL);

	for (guint i = 0; parts[i] != NULL; i++) {
		char *dash = strchr(parts[i], '-');
		guint64 first = g_ascii_strtoull(parts[i], NULL, 10);
		guint64 last = g_ascii_strtoull(dash + 1, NULL, 10);

		for (guint64 line = first; line <= last && line <= g_strv_length(lines); line++)
			g_string_append_printf(out, "%s\n", lines[line - 1]);
	}
	return g_string_free(out, FALSE);
}

/* Where what email_reply_trimmer keeps or drops is not what own text means here. */
static const struct judged trimmer_judged[] = {
	/* theirs keeps the closing formula and the name below it */
	{"email_headers_5.txt", "1-7"},
	{"embedded_ception.txt", "1-1"},
	{"embedded_email_2.txt", "1-1"},
	{"embedded_email_swedish.txt", "1-5"},
	/* theirs keeps a quotation that is answered below */
	{"embedded_email_16.txt", "10-11"},
	{"embedded_email_17.txt", "3-8,20-38"},
	{"embedded_email_7.txt", "1-1,7-11"},
	{"quote_and_text.txt", "3-3"},
	/* theirs keeps the other's words when the author wrote none */
	{"forwarded_message.txt", ""},
	{"quote_only.txt", ""},
	/* theirs drops the answer below a quotation: it "99% of the times is the signature" */
	{"embedded_email_1.txt", "1-1,7-8"},
};

/* What the mail's author wrote: the lines judged here, else what the corpus says. */
static char *trimmer_expected(const char *name, const char *mail)
{
	const char *ranges = find(trimmer_judged, G_N_ELEMENTS(trimmer_judged), name);
	g_auto(GStrv) lines = g_strsplit(mail, "\n", -1);

	return ranges != NULL ? lines_of(lines, ranges)
			      : file_of("quotes/email_reply_trimmer/trimmed", name);
}

static void email_reply_trimmer(void **state)
{
	g_autoptr(GPtrArray) names = names_of("quotes/email_reply_trimmer/emails");
	struct share share = {0};

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *mail = file_of("quotes/email_reply_trimmer/emails", name);
		g_autofree char *expected = trimmer_expected(name, mail);
		g_autofree char *got = own_text_of(mail);

		count(&share, name, same_words(got, expected));
	}
	check_share("email_reply_trimmer", &share);
}

/* Talon marks the lines of a signature in some of its files. */
static char *unmarked(const char *name)
{
	g_autofree char *text = file_of("quotes/talon/signature/emails/stripped", name);
	g_auto(GStrv) parts = g_strsplit(text, "#sig#", -1);

	return g_strchomp(g_strjoinv("", parts));
}

static void talon_signatures(void **state)
{
	g_autoptr(GPtrArray) names = names_of("quotes/talon/signature/emails/stripped");
	struct share share = {0};

	for (guint i = 0; i < names->len; i++) {
		const char *name = names->pdata[i];
		g_autofree char *stem = g_strdup(name);
		g_autofree char *body = NULL, *other = NULL, *signature = NULL, *got = NULL;

		if (!g_str_has_suffix(name, "_body"))
			continue;
		*g_strrstr(stem, "_body") = '\0';
		other = g_strconcat(stem, "_signature", NULL);
		body = unmarked(name);
		signature = unmarked(other);
		got = own_text_of(body);
		assert_true(g_str_has_suffix(body, signature));
		body[strlen(body) - strlen(signature)] = '\0';
		count(&share, stem, same_words(got, body));
	}
	check_share("talon signatures", &share);
}

static const struct judged crisp_judged[] = {
	{"correct_sig.txt", "1-1"},
	{"email_1.txt", "1-7"},
	{"email_19.txt", "1-1"},
	{"email_2.txt", "1-1,9-34"},
	{"email_20.txt", "1-1"},
	{"email_21.txt", "1-638"},
	{"email_2_1.txt", "1-1"},
	{"email_3.txt", "1-5"},
	{"email_4.txt", "1-1"},
	{"email_5.txt", "1-15"},
	{"email_6.txt", "1-3"},
	{"email_blackberry.txt", "1-1"},
	{"email_bullets.txt", "1-9"},
	{"email_custom_quote_header.txt", "1-1"},
	{"email_customer_quote_header_2.txt", "1-1"},
	{"email_customer_quote_header_3.txt", "1-3"},
	{"email_emoji.txt", "1-1"},
	{"email_iphone.txt", "1-1"},
	{"email_multi_word_sent_from_my_mobile_device.txt", "1-1"},
	{"email_not_a_signature.txt", "1-13"},
	{"email_not_a_signature_2.txt", "1-10"},
	{"email_one_is_not_on.txt", "1-5"},
	{"email_reply_header.txt", "1-11"},
	{"email_sent_from.txt", "1-1"},
	{"email_sent_from_my_not_signature.txt", "1-3"},
	{"email_thread.txt", "1-1"},
	{"email_tricky_11_double_signature.txt", "1-1"},
	{"email_tricky_13_timestamp_variations.txt", "1-9"},
	{"email_tricky_16_unicode_signatures.txt", "1-1"},
	{"email_tricky_17_forward_header.txt", "1-1"},
	{"email_tricky_18_inline_reply.txt", "4-4,8-8,12-12"},
	{"email_tricky_19_quote_without_header.txt", "1-1,7-7,12-12"},
	{"email_tricky_1_on_false_positive.txt", "1-6"},
	{"email_tricky_20_html_entities.txt", "1-3"},
	{"email_tricky_2_url_with_wrote.txt", "1-5"},
	{"email_tricky_3_code_block.txt", "1-12"},
	{"email_tricky_4_from_in_body.txt", "1-5"},
	{"email_tricky_6_regards_in_sentence.txt", "1-7"},
	{"email_tricky_7_multiple_dashes.txt", "1-15"},
	{"email_tricky_8_sent_from_in_content.txt", "1-5"},
	{"email_tricky_9_nested_quotes.txt", "1-1"},
	{"email_unquoted_reply.txt", "1-1"},
	{"email_with_date_headers.txt", "1-1"},
	{"email_with_from_headers.txt", "2-4"},
	{"email_with_regards.txt", "1-5"},
	{"email_zoho.txt", "1-2"},
	{"sig_no_empty_line.txt", "1-1"},
};

/* Where willdurand has another file of that name, or a file of its own. */
static const struct judged willdurand_judged[] = {
	{"email_23_1.txt", "1-7"},           {"email_6.txt", "1-1"},
	{"email_issue_77.txt", "1-8"},       {"email_ls-l.txt", "1-28"},
	{"email_w10_mail.txt", "1-2"},       {"email_zimbra_free_en.txt", "1-7"},
	{"email_zimbra_free_fr.txt", "1-8"},
};

static bool opens_alike(GStrv lines, GStrv common)
{
	for (guint i = 0; i < COMMON_LINES; i++)
		if (lines[i] == NULL || !same_words(lines[i], common[i]))
			return false;
	return true;
}

typedef const char *(*judge)(const char *name);

static const char *judge_crisp(const char *name)
{
	return find(crisp_judged, G_N_ELEMENTS(crisp_judged), name);
}

static const char *judge_willdurand(const char *name)
{
	const char *lines = find(willdurand_judged, G_N_ELEMENTS(willdurand_judged), name);

	return lines != NULL ? lines : judge_crisp(name);
}

static struct share score_judged(const char *folder, judge judge_of)
{
	g_autoptr(GPtrArray) names = names_of(folder);
	g_autofree char *reference = file_of(folder, "email_10.txt");
	g_auto(GStrv) common = g_strsplit(reference, "\n", -1);
	struct share share = {0};

	for (guint i = 0; i < names->len; i++) {
		g_autofree char *mail = file_of(folder, names->pdata[i]);
		g_auto(GStrv) lines = g_strsplit(mail, "\n", -1);
		const char *ranges =
			opens_alike(lines, common) ? "1-5" : judge_of(names->pdata[i]);
		g_autofree char *got = own_text_of(mail), *expected = NULL;

		assert_non_null(ranges);
		expected = lines_of(lines, ranges);
		count(&share, names->pdata[i], same_words(got, expected));
	}
	return share;
}

static void crisp(void **state)
{
	struct share share = score_judged("quotes/crisp/fixtures", judge_crisp);

	check_share("crisp", &share);
}

static void willdurand(void **state)
{
	struct share share = score_judged("quotes/willdurand", judge_willdurand);

	check_share("willdurand", &share);
}

/* One character of a JSON string, escaped or not; the corpus has none beyond the first plane.
 */
static const char *unescape(const char *at, GString *out)
{
	char code[5] = "";

	if (*at != '\\') {
		g_string_append_c(out, *at);
		return at + 1;
	}
	if (at[1] == 'u') {
		memcpy(code, at + 2, 4);
		g_string_append_unichar(out, (gunichar)g_ascii_strtoull(code, NULL, 16));
		return at + 6;
	}
	g_string_append_c(out, at[1] == 'n' ? '\n' : strchr("rt", at[1]) ? ' ' : at[1]);
	return at + 2;
}

/* Next value of "body" in the list of French mails. A JSON reader would be another library in
 * this room's tests for one file. */
static char *next_body(const char **json)
{
	static const char key[] = "\"body\": \"";
	const char *at = strstr(*json, key);
	GString *body;

	if (at == NULL)
		return NULL;
	body = g_string_new(NULL);
	for (at += strlen(key); *at != '"';)
		at = unescape(at, body);
	*json = at;
	return g_string_free(body, FALSE);
}

static bool has_left_over(const char *own)
{
	static const char *const marks[] = {"a écrit :", "Transféré par",
					    "\nDe :", "Envoyé de mon"};

	for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
		if (strstr(own, marks[i]) != NULL)
			return true;
	return g_str_has_suffix(own, "ordialement") || g_str_has_suffix(own, "ordialement,") ||
	       g_str_has_suffix(own, "\nMonsieur Dupont") ||
	       g_str_has_suffix(own, "Representative") ||
	       g_str_has_suffix(own, "Conseiller MAIF");
}

/* French customers' mail: no header of the former mail, no attribution, no formula is left at
 * the end; most mails that are no pure forward keep words. */
static void melusine(void **state)
{
	gsize length;
	g_autofree char *json = shared_text("mail_fr/melusine_emails.json", &length);
	const char *at = json;
	char *body;
	guint mails = 0, kept = 0, left = 0;

	if (json == NULL) {
		print_message("# the shared data is not beside this tree\n");
		skip();
	}
	for (; (body = next_body(&at)) != NULL; g_free(body)) {
		g_autofree char *own = own_text_of(body);

		mails++;
		kept += own != NULL;
		left += own != NULL && has_left_over(own);
	}
	print_message("# melusine: %u mails, %u with own text, %u with something left over\n",
		      mails, kept, left);
	assert_int_equal(mails, 41);
	assert_in_range(kept, 27, 30);
	assert_int_equal(left, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(email_reply_trimmer),
		cmocka_unit_test(talon_signatures),
		cmocka_unit_test(crisp),
		cmocka_unit_test(willdurand),
		cmocka_unit_test(melusine),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
